#include "bridge/broker/broker_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static int
tcp_state(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	return fd >= 0 && getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_state : TCP_CLOSE;
}

enum broker_socket_state
broker_socket_state(int fd)
{
	int unread = 0;

	switch (tcp_state(fd)) {
	case TCP_SYN_SENT:
	case TCP_SYN_RECV:
		return BROKER_SOCKET_CONNECTING;
	case TCP_CLOSE:
		return BROKER_SOCKET_CLOSED;
	case TCP_CLOSE_WAIT:
		return ioctl(fd, FIONREAD, &unread) == 0 && unread == 0 ? BROKER_SOCKET_CLOSED : BROKER_SOCKET_OPEN;
	default:
		return BROKER_SOCKET_OPEN;
	}
}

int
broker_socket_error(int fd)
{
	int error = 0;
	socklen_t size = sizeof error;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}
