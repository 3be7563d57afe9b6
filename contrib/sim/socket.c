#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	UDP_ROOM = 4 << 20, /* a thousand probes or answers at once */
	LEFTOVERS = 64 << 10,
};

static int
fail(int fd, const char *what, uint32_t address, uint16_t port, struct kasa_err *err)
{
	char text[INET_ADDRSTRLEN];
	struct in_addr in = { .s_addr = htonl(address) };
	int rc = errno;

	if (fd >= 0)
		close(fd);
	inet_ntop(AF_INET, &in, text, sizeof text);
	if (rc == EADDRINUSE)
		return kasa_err_set(err, KASA_EIO,
		                    "%s port %u is in use at %s: another program listens there, or another kasa-sim "
		                    "runs; end it or take another one: --port, --http-port, --tdp-port",
		                    what, (unsigned)port, text);
	if (rc == EACCES)
		return kasa_err_set(err, KASA_EIO, "%s port %u is for root alone; take another one: --http-port 8080",
		                    what, (unsigned)port);
	return kasa_err_set(err, KASA_EIO, "%s %s port %u: %s", what, text, (unsigned)port, strerror(rc));
}

static int
bind_interface(int fd, const char *interface, struct kasa_err *err)
{
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, interface, (socklen_t)strlen(interface) + 1) == 0)
		return KASA_OK;
	kasa_err_set(err, KASA_EIO, "interface %s: %s", interface, strerror(errno));
	close(fd);
	return KASA_EIO;
}

static int
bind_address(int fd, uint32_t address, uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address) };

	return bind(fd, (const struct sockaddr *)&in, sizeof in);
}

static void
set_flag(int fd, int level, int name)
{
	int on = 1;

	setsockopt(fd, level, name, &on, sizeof on);
}

int
sim_socket_tcp(const char *interface, uint32_t address, uint16_t port, struct kasa_err *err)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fail(fd, "TCP", address, port, err);
	set_flag(fd, SOL_SOCKET, SO_REUSEADDR);
	if (bind_interface(fd, interface, err) != KASA_OK)
		return KASA_EIO;
	if (bind_address(fd, address, port) != 0 || listen(fd, SOMAXCONN) != 0)
		return fail(fd, "TCP", address, port, err);
	return fd;
}

static void
widen(int fd)
{
	int room = UDP_ROOM;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) != 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

int
sim_socket_udp(const char *interface, uint32_t address, uint16_t port, struct kasa_err *err)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fail(fd, "UDP", address, port, err);
	set_flag(fd, SOL_SOCKET, SO_REUSEADDR);
	if (bind_interface(fd, interface, err) != KASA_OK)
		return KASA_EIO;
	set_flag(fd, IPPROTO_IP, IP_PKTINFO);
	set_flag(fd, SOL_SOCKET, SO_BROADCAST);
	widen(fd);
	if (bind_address(fd, address, port) != 0)
		return fail(fd, "UDP", address, port, err);
	return fd;
}

static bool
ends_network(const struct ifaddrs *entry, const char *interface, uint32_t address)
{
	uint32_t own, mask;

	if (strcmp(entry->ifa_name, interface) != 0 || !entry->ifa_addr || entry->ifa_addr->sa_family != AF_INET)
		return false;
	own = ntohl(((const struct sockaddr_in *)(const void *)entry->ifa_addr)->sin_addr.s_addr);
	mask = ntohl(((const struct sockaddr_in *)(const void *)entry->ifa_netmask)->sin_addr.s_addr);
	/* loopback has no broadcast address by name and answers at the one that its mask makes */
	return mask != UINT32_MAX && address == (own | ~mask);
}

bool
sim_is_broadcast(const char *interface, uint32_t address)
{
	struct ifaddrs *list;
	bool found = false;

	if (address == INADDR_BROADCAST)
		return true;
	if (getifaddrs(&list) != 0)
		return false;
	for (const struct ifaddrs *entry = list; entry && !found; entry = entry->ifa_next)
		found = ends_network(entry, interface, address);
	freeifaddrs(list);
	return found;
}

void
sim_socket_reset(int fd)
{
	struct linger linger = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	close(fd);
}

void
sim_socket_close(int fd)
{
	char leftover[4096];
	size_t total = 0;
	ssize_t n;

	while (total < LEFTOVERS && (n = recv(fd, leftover, sizeof leftover, MSG_DONTWAIT)) > 0)
		total += (size_t)n;
	close(fd);
}
