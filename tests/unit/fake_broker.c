#include "unit/fake_broker.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/unit.h"

enum {
	LEVEL_AT = 8, /* in CONNECT: two bytes of header, "MQTT" with its length, the version */
	CONNECTIONS = 64,
};

static void
answer_old(int fd, const unsigned char *connect, ssize_t n)
{
	static const unsigned char refused[] = { 0x20, 2, 0, 1 }, welcome[] = { 0x20, 2, 0, 0 };
	static const unsigned char granted[] = { 0x90, 3, 0, 1, 1 };
	unsigned char rest[256];

	if (n <= LEVEL_AT || connect[LEVEL_AT] != 4) {
		send(fd, refused, sizeof refused, MSG_NOSIGNAL);
		return;
	}
	send(fd, welcome, sizeof welcome, MSG_NOSIGNAL);
	/* The first SUBSCRIBE of libmosquitto has the id 1. */
	if (recv(fd, rest, sizeof rest, 0) > 0)
		send(fd, granted, sizeof granted, MSG_NOSIGNAL);
	while (recv(fd, rest, sizeof rest, 0) > 0)
		;
}

static void
treat(const struct fake_broker *broker, int fd)
{
	unsigned char got[1024];
	ssize_t n = recv(fd, got, sizeof got, 0);

	if (broker->way == FAKE_BROKER_OLD)
		answer_old(fd, got, n);
	else if (broker->way == FAKE_BROKER_GARBAGE)
		send(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28, MSG_NOSIGNAL);
	else if (broker->way == FAKE_BROKER_MUMBLES)
		send(fd, "\x10\x02\0\0", 4, MSG_NOSIGNAL);
}

static void *
run(void *arg)
{
	struct fake_broker *broker = arg;
	int kept[CONNECTIONS];
	unsigned count = 0;
	int fd;

	while ((fd = accept(broker->fd, NULL, NULL)) >= 0) {
		atomic_fetch_add(&broker->accepted, 1);
		if (broker->way == FAKE_BROKER_SILENT && count < CONNECTIONS) {
			kept[count++] = fd;
			continue;
		}
		treat(broker, fd);
		close(fd);
	}
	while (count)
		close(kept[--count]);
	return NULL;
}

void
fake_broker_start(struct fake_broker *broker, enum fake_broker_way way)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	*broker = (struct fake_broker){ .way = way, .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	ck_assert_int_eq(bind(broker->fd, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(listen(broker->fd, CONNECTIONS), 0);
	ck_assert_int_eq(getsockname(broker->fd, (struct sockaddr *)&address, &size), 0);
	broker->port = ntohs(address.sin_port);
	ck_assert_int_eq(pthread_create(&broker->thread, NULL, run, broker), 0);
}

void
fake_broker_stop(struct fake_broker *broker)
{
	shutdown(broker->fd, SHUT_RDWR);
	pthread_join(broker->thread, NULL);
	close(broker->fd);
}
