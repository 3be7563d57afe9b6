/*
 * Many that listen to events: opens as many streams, then switches a plug on and off through another connection, and tells
 * how long it takes until they know. Says `ready` when all streams are open, and starts when a line comes in.
 *
 *     bench_sse_clients PORT STREAMS ROUNDS DEVICE TOKEN
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "http_client.h"

static const char WORD[] = "event: state_changed";

/* How far a stream has come in reading WORD; what it read before does not matter. */
struct listener {
	int fd;
	size_t matched;
	bool open;      /* its 200 was seen */
	unsigned round; /* in which it heard WORD last */
};

/* Milliseconds from an order, of all rounds: until the first, half, and all of the streams knew. */
struct figures {
	double *first, *half, *last;
};

static const char *port, *device, *token;
static struct listener *listeners;
static size_t count, heard;
static unsigned round_now;
static double *heard_ms;

static void
hear(struct listener *listener)
{
	if (listener->round == round_now)
		return;
	listener->round = round_now;
	heard_ms[heard++] = client_now_ms();
}

static void
scan(struct listener *listener, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		listener->matched = bytes[i] == WORD[listener->matched] ? listener->matched + 1 : bytes[i] == WORD[0];
		if (listener->matched == sizeof WORD - 1) {
			listener->matched = 0;
			hear(listener);
		}
	}
}

static void
on_readable(struct listener *listener)
{
	char bytes[16384];
	ssize_t n;

	while ((n = recv(listener->fd, bytes, sizeof bytes, 0)) > 0) {
		if (!listener->open && strncmp(bytes, "HTTP/1.1 200", 12) != 0)
			client_fail("a stream was refused");
		listener->open = true;
		scan(listener, bytes, (size_t)n);
	}
	if (n == 0 || errno != EAGAIN)
		client_fail("a stream was closed");
}

static void
turn(int epoll)
{
	struct epoll_event events[256];
	int n = epoll_wait(epoll, events, 256, 20000);

	if (n <= 0)
		client_fail("nothing came in 20 s");
	for (int i = 0; i < n; i++)
		on_readable(events[i].data.ptr);
}

/* Opened one after another, as the server's queue of connections is not that long. */
static void
open_all(int epoll)
{
	char text[1024];
	size_t length = client_request(text, sizeof text, "GET", "/api/v1/events", token, NULL);

	for (size_t i = 0; i < count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = &listeners[i] };

		listeners[i].fd = client_connect(port);
		client_send(listeners[i].fd, text, length);
		epoll_ctl(epoll, EPOLL_CTL_ADD, listeners[i].fd, &event);
		while (!listeners[i].open)
			turn(epoll);
	}
}

static void
order(int fd, bool on)
{
	char text[1024], path[256];
	const char *body = on ? "{\"state\":\"ON\"}" : "{\"state\":\"OFF\"}";

	snprintf(path, sizeof path, "/api/v1/devices/%s/state", device);
	client_send(fd, text, client_request(text, sizeof text, "PUT", path, token, body));
}

/* The answer to an order: it may come before or after the event. */
static void
see_it_done(int fd)
{
	struct client_answer answer = { 0 };

	while (!client_read(fd, &answer))
		;
	if (answer.status / 100 != 2)
		client_fail(answer.head);
}

static void
one_round(int epoll, int orders, struct figures *figures)
{
	double begun_ms = client_now_ms();

	heard = 0;
	order(orders, round_now++ % 2 == 0);
	while (heard < count)
		turn(epoll);
	figures->first[round_now - 1] = heard_ms[0] - begun_ms;
	figures->half[round_now - 1] = heard_ms[count / 2] - begun_ms;
	figures->last[round_now - 1] = heard_ms[count - 1] - begun_ms;
	see_it_done(orders);
}

static void
tell(struct figures *figures, unsigned rounds)
{
	client_sort(figures->first, rounds);
	client_sort(figures->half, rounds);
	client_sort(figures->last, rounds);
	printf("streams=%zu rounds=%u first_ms=%.3f half_ms=%.3f last_ms=%.3f worst_ms=%.3f\n", count, rounds,
	       figures->first[rounds / 2], figures->half[rounds / 2], figures->last[rounds / 2],
	       figures->last[rounds - 1]);
}

static void *
array(size_t n, size_t size)
{
	void *made = calloc(n + 1, size);

	if (!made)
		client_fail("no memory");
	return made;
}

int
main(int argc, char **argv)
{
	unsigned rounds = argc > 3 ? (unsigned)atoi(argv[3]) : 0;
	struct figures figures = { array(rounds, sizeof(double)), array(rounds, sizeof(double)),
		                   array(rounds, sizeof(double)) };
	int epoll = epoll_create1(EPOLL_CLOEXEC), orders;

	if (argc < 5 || rounds == 0)
		return 2;
	port = argv[1];
	count = strtoul(argv[2], NULL, 10);
	device = argv[4];
	token = argc > 5 ? argv[5] : NULL;
	listeners = array(count, sizeof *listeners);
	heard_ms = array(count, sizeof *heard_ms);
	open_all(epoll);
	puts("ready");
	fflush(stdout);
	if (getchar() == EOF)
		return 0;
	orders = client_connect(port);
	while (round_now < rounds)
		one_round(epoll, orders, &figures);
	tell(&figures, rounds);
	return 0;
}
