/*
 * Asks the same again and again, on kept connections, each of them when its last answer is whole.
 *
 *     bench_http_load PORT PATH REQUESTS CONNECTIONS [TOKEN]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "http_client.h"

struct connection {
	int fd;
	double begun_ms;
	struct client_answer answer;
};

static char request[1024];
static size_t request_length;
static size_t asked, answered, other, bytes, count;
static double *took;

static void
ask(struct connection *connection)
{
	if (asked == count)
		return;
	asked++;
	connection->answer = (struct client_answer){ 0 };
	connection->begun_ms = client_now_ms();
	client_send(connection->fd, request, request_length);
}

static void
on_readable(struct connection *connection)
{
	if (!client_read(connection->fd, &connection->answer))
		return;
	took[answered++] = client_now_ms() - connection->begun_ms;
	bytes += connection->answer.bytes;
	other += connection->answer.status != 200;
	ask(connection);
}

static void
turn(int epoll)
{
	struct epoll_event events[64];
	int n = epoll_wait(epoll, events, 64, 30000);

	if (n <= 0)
		client_fail("no answer in 30 s");
	for (int i = 0; i < n; i++)
		on_readable(events[i].data.ptr);
}

int
main(int argc, char **argv)
{
	size_t connections = argc > 4 ? strtoul(argv[4], NULL, 10) : 0;
	struct connection *all = connections ? calloc(connections, sizeof *all) : NULL;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	double begun_ms, ms;

	count = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	took = count ? calloc(count, sizeof *took) : NULL;
	if (!all || !took)
		return 2;
	request_length = client_request(request, sizeof request, "GET", argv[2], argc > 5 ? argv[5] : NULL, NULL);
	for (size_t i = 0; i < connections; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = &all[i] };

		all[i].fd = client_connect(argv[1]);
		epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
	}
	begun_ms = client_now_ms();
	for (size_t i = 0; i < connections; i++)
		ask(&all[i]);
	while (answered < count)
		turn(epoll);
	ms = client_now_ms() - begun_ms;
	client_sort(took, count);
	printf("requests=%zu other=%zu per_s=%.0f bytes_each=%zu median_ms=%.3f p99_ms=%.3f max_ms=%.3f\n", count,
	       other, (double)count / ms * 1e3, bytes / count, took[count / 2], took[count * 99 / 100],
	       took[count - 1]);
	return 0;
}
