/* The other end of the benches: answers on every loopback address, with a state or with state and meter. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"

enum {
	EVENTS = 256,
	FDS = 20000,
};

static uint32_t have[FDS], want[FDS]; /* bytes of the request that is arriving, by descriptor */
static uint8_t heads[FDS][4];
static struct bench_message state, poll;

static int
listen_everywhere(uint16_t port)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, SOMAXCONN) != 0) {
		perror("house");
		exit(1);
	}
	return fd;
}

static void
close_connection(int fd)
{
	have[fd] = want[fd] = 0;
	close(fd);
}

/* Counts the bytes of a request off and answers at its end. */
static void
serve(int fd)
{
	uint8_t data[4096];
	ssize_t n = read(fd, data, sizeof data);

	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			close_connection(fd);
		return;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (have[fd] < 4)
			heads[fd][have[fd]] = data[i];
		if (++have[fd] == 4)
			want[fd] = 4 + ((uint32_t)heads[fd][2] << 8 | heads[fd][3]);
		if (have[fd] >= 4 && have[fd] == want[fd]) {
			const struct bench_message *answer = want[fd] == 4 + sizeof BENCH_POLL - 1 ? &poll : &state;

			have[fd] = want[fd] = 0;
			if (write(fd, answer->data, answer->len) < 0)
				close_connection(fd);
		}
	}
}

static void
take(int epoll, int listener)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

		if (fd >= FDS)
			close(fd);
		else
			epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	}
}

int
main(int argc, char **argv)
{
	uint16_t port = (uint16_t)(argc > 1 ? atoi(argv[1]) : 9999);
	int epoll = epoll_create1(0), listener = listen_everywhere(port);
	struct epoll_event event = { .events = EPOLLIN, .data.fd = listener }, events[EVENTS];
	struct rlimit files = { .rlim_cur = FDS, .rlim_max = FDS };

	setrlimit(RLIMIT_NOFILE, &files);
	bench_answers(&state, &poll);
	epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
	puts("ready");
	fflush(stdout);
	for (;;) {
		int n = epoll_wait(epoll, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			if (events[i].data.fd == listener)
				take(epoll, listener);
			else
				serve(events[i].data.fd);
		}
	}
}
