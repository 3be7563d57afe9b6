#include "net/udp.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/address.h"

enum {
	QUEUE_MAX = 8 << 20, /* twice what the kernel holds */
};

struct head {
	uint32_t from, len;
	uint16_t port;
};

static int
keep(struct kasa_udp *udp, const struct sockaddr_in *from, const uint8_t *data, size_t len)
{
	struct head head = { .from = ntohl(from->sin_addr.s_addr),
		             .port = ntohs(from->sin_port),
		             .len = (uint32_t)len };
	int rc = kasa_buf_add(&udp->queue, &head, sizeof head);

	if (rc != KASA_OK)
		return rc;
	rc = kasa_buf_add(&udp->queue, data, len);
	if (rc != KASA_OK)
		udp->queue.len -= sizeof head;
	return rc;
}

/* The socket is emptied before anything is read: parsing is slower than a thousand answers arrive. */
static void
drain(struct kasa_udp *udp)
{
	uint8_t data[KASA_UDP_DATAGRAM_MAX];
	struct sockaddr_in from = { .sin_family = AF_INET };

	while (udp->queue.len < QUEUE_MAX - sizeof data - sizeof(struct head)) { /* the kernel keeps the rest */
		socklen_t len = sizeof from;
		ssize_t n = recvfrom(udp->fd, data, sizeof data, MSG_TRUNC, (struct sockaddr *)&from, &len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return;
		if (n == 0 || (size_t)n > sizeof data || len != sizeof from)
			continue;
		if (keep(udp, &from, data, (size_t)n) != KASA_OK)
			return;
	}
}

static void
on_io(struct ev_loop *loop, ev_io *io, int events)
{
	struct kasa_udp *udp = io->data;
	struct head head;
	size_t at = 0;

	(void)loop;
	(void)events;
	drain(udp);
	while (udp->fd >= 0 && at < udp->queue.len) {
		memcpy(&head, udp->queue.data + at, sizeof head);
		at += sizeof head;
		udp->on_datagram(udp, head.from, head.port, udp->queue.data + at, head.len);
		at += head.len;
	}
	kasa_buf_finish(&udp->queue);
}

static void
enlarge(struct kasa_udp *udp)
{
	int want = KASA_UDP_BUFFER, got = 0;
	socklen_t len = sizeof got;

	if (setsockopt(udp->fd, SOL_SOCKET, SO_RCVBUFFORCE, &want, sizeof want) != 0)
		setsockopt(udp->fd, SOL_SOCKET, SO_RCVBUF, &want, sizeof want);
	if (setsockopt(udp->fd, SOL_SOCKET, SO_SNDBUFFORCE, &want, sizeof want) != 0) /* what waits for ARP fills it */
		setsockopt(udp->fd, SOL_SOCKET, SO_SNDBUF, &want, sizeof want);
	if (getsockopt(udp->fd, SOL_SOCKET, SO_RCVBUF, &got, &len) == 0 && got > 0)
		udp->receive_buffer = (unsigned)got / 2; /* the kernel tells twice what it was asked for */
}

int
kasa_udp_open(struct kasa_udp *udp, struct ev_loop *loop, kasa_udp_fn *on_datagram, struct kasa_err *err)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int on = 1;

	*udp = (struct kasa_udp){ .loop = loop, .on_datagram = on_datagram };
	kasa_buf_init(&udp->queue, QUEUE_MAX);
	ev_init(&udp->io, on_io);
	udp->io.data = udp;
	udp->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (udp->fd < 0)
		return kasa_errno(err, errno, "no socket for a search");
	setsockopt(udp->fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
	enlarge(udp);
	if (bind(udp->fd, (struct sockaddr *)&any, sizeof any) != 0) {
		kasa_errno(err, errno, "no port for a search");
		kasa_udp_close(udp);
		return err ? err->code : KASA_EIO;
	}
	ev_io_set(&udp->io, udp->fd, EV_READ);
	ev_io_start(loop, &udp->io);
	return KASA_OK;
}

void
kasa_udp_close(struct kasa_udp *udp)
{
	if (udp->fd < 0)
		return;
	ev_io_stop(udp->loop, &udp->io);
	close(udp->fd);
	udp->fd = -1;
}

int
kasa_udp_send(struct kasa_udp *udp, uint32_t to, uint16_t port, unsigned interface, const uint8_t *data, size_t len)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(to),
	};
	struct iovec part = { .iov_base = (void *)(uintptr_t)data, .iov_len = len };
	union {
		char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
		struct cmsghdr aligned;
	} control = { .bytes = { 0 } };
	struct msghdr message = {
		.msg_name = &address,
		.msg_namelen = sizeof address,
		.msg_iov = &part,
		.msg_iovlen = 1,
	};

	if (interface != 0) { /* without this 255.255.255.255 leaves through the default route alone, or not at all */
		struct in_pktinfo through = { .ipi_ifindex = (int)interface };
		struct cmsghdr *head;

		message.msg_control = control.bytes;
		message.msg_controllen = sizeof control.bytes;
		head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = IPPROTO_IP;
		head->cmsg_type = IP_PKTINFO;
		head->cmsg_len = CMSG_LEN(sizeof through);
		memcpy(CMSG_DATA(head), &through, sizeof through);
	}
	while (sendmsg(udp->fd, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return errno;
	return 0;
}
