#include "packet.h"

#include <netinet/ip.h>
#include <string.h>
#include <sys/socket.h>

union control {
	struct cmsghdr align;
	char space[CMSG_SPACE(sizeof(struct in_pktinfo))];
};

static struct msghdr
message(struct sim_packet *packet, struct iovec *iov, union control *control)
{
	*iov = (struct iovec){ packet->data, packet->len };
	memset(control, 0, sizeof *control);
	return (struct msghdr){
		.msg_name = &packet->peer,
		.msg_namelen = sizeof packet->peer,
		.msg_iov = iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control->space,
	};
}

bool
sim_packet_send(int fd, struct sim_packet *packet)
{
	union control control;
	struct iovec iov;
	struct msghdr msg = message(packet, &iov, &control);
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
	struct in_pktinfo info = { .ipi_spec_dst.s_addr = htonl(packet->own) };

	head->cmsg_level = IPPROTO_IP;
	head->cmsg_type = IP_PKTINFO;
	head->cmsg_len = CMSG_LEN(sizeof info);
	memcpy(CMSG_DATA(head), &info, sizeof info);
	return sendmsg(fd, &msg, MSG_DONTWAIT) >= 0;
}

bool
sim_packet_receive(int fd, struct sim_packet *packet)
{
	union control control;
	struct iovec iov;
	struct msghdr msg = message(packet, &iov, &control);
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT);
	struct in_pktinfo info;

	packet->own = 0;
	if (n < 0)
		return false;
	packet->len = (size_t)n;
	for (struct cmsghdr *head = CMSG_FIRSTHDR(&msg); head; head = CMSG_NXTHDR(&msg, head)) {
		if (head->cmsg_level != IPPROTO_IP || head->cmsg_type != IP_PKTINFO)
			continue;
		memcpy(&info, CMSG_DATA(head), sizeof info);
		packet->own = ntohl(info.ipi_addr.s_addr);
	}
	return true;
}
