/* The floor of a poll: raw sockets on epoll, one static question, the answer decrypted and searched for one word. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "poller.h"

enum {
	EVENTS = 64,
};

static uint8_t question[256];
static size_t question_len;
static unsigned on; /* counted, so that nothing is left out */

static int
connect_to(uint32_t address)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9999), .sin_addr.s_addr = htonl(address) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
		perror("connect");
		exit(1);
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

static void
ask(int fd)
{
	if (send(fd, question, question_len, MSG_NOSIGNAL) < 0)
		exit(1);
}

static int
take(int fd)
{
	static uint8_t data[65536];
	ssize_t n = recv(fd, data, sizeof data, 0);
	size_t len;

	if (n < 4)
		return 0;
	len = (size_t)data[2] << 8 | data[3];
	if ((size_t)n < 4 + len)
		return 0;
	bench_decrypt(data + 4, len);
	on += memmem(data + 4, len, "\"relay_state\":1", 15) != NULL;
	return 1;
}

int
main(int argc, char **argv)
{
	unsigned devices = argc > 1 ? (unsigned)atoi(argv[1]) : 64, polls = argc > 2 ? (unsigned)atoi(argv[2]) : 100000;
	int epoll = epoll_create1(0);
	struct epoll_event events[EVENTS];
	unsigned asked = 0, done = 0;

	question_len = bench_seal(BENCH_POLL, question);
	for (unsigned i = 0; i < devices; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = connect_to(bench_address(i)) };

		epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
		ask(event.data.fd);
		asked++;
	}
	while (done < polls) {
		int n = epoll_wait(epoll, events, EVENTS, 2000);

		if (n <= 0)
			return 1;
		for (int i = 0; i < n; i++) {
			if (!take(events[i].data.fd))
				return 1;
			done++;
			if (asked++ < polls)
				ask(events[i].data.fd);
		}
	}
	bench_report("bare", done, on);
	return 0;
}
