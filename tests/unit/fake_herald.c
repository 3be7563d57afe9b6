#include "unit/fake_herald.h"

#include <check.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/tdp.h"

static void
on_datagram(struct ev_loop *loop, ev_io *io, int events)
{
	struct fake_herald *herald = io->data;
	struct sockaddr_in from;
	socklen_t len = sizeof from;
	uint8_t data[1024];
	ssize_t n = recvfrom(io->fd, data, sizeof data, 0, (struct sockaddr *)&from, &len);

	(void)loop;
	(void)events;
	if (n <= 0)
		return;
	ck_assert(kasa_tdp_is_packet(data, (size_t)n));
	herald->asked++;
	if (herald->len > 0)
		sendto(io->fd, herald->packet, herald->len, 0, (struct sockaddr *)&from, len);
}

void
fake_herald_say(struct fake_herald *herald, const char *text)
{
	struct kasa_buf packet;

	herald->len = 0;
	if (!text)
		return;
	kasa_buf_init(&packet, sizeof herald->packet);
	ck_assert_int_eq(kasa_tdp_seal(text, strlen(text), &packet), 0);
	memcpy(herald->packet, packet.data, packet.len);
	herald->len = packet.len;
	kasa_buf_finish(&packet);
}

void
fake_herald_start(struct fake_herald *herald, struct ev_loop *loop, uint32_t address, uint16_t port)
{
	struct sockaddr_in here = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(address),
	};
	socklen_t len = sizeof here;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&here, sizeof here), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&here, &len), 0);
	*herald = (struct fake_herald){ .loop = loop, .port = ntohs(here.sin_port) };
	ev_io_init(&herald->io, on_datagram, fd, EV_READ);
	herald->io.data = herald;
	ev_io_start(loop, &herald->io);
}

void
fake_herald_stop(struct fake_herald *herald)
{
	ev_io_stop(herald->loop, &herald->io);
	close(herald->io.fd);
}
