/* Answers without an end: they sleep while there is nothing, wake, and are closed once whoever ends them. */
#include "unit/unit.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/http_client.h"

enum {
	MANY = 20,
};

struct source {
	struct http_stream *stream;
	const char *next; /* NULL: nothing now */
	int asked, closed;
	bool ends, endless;
};

static struct http_home home;
static struct source sources[MANY];
static int count;

static ssize_t
fill(void *arg, char *out, size_t room)
{
	struct source *source = arg;
	size_t n;

	source->asked++;
	if (source->endless) {
		memset(out, 'x', room);
		return (ssize_t)room;
	}
	if (!source->next)
		return source->ends ? -1 : 0;
	n = strlen(source->next);
	ck_assert_uint_le(n, room);
	memcpy(out, source->next, n);
	source->next = NULL;
	return (ssize_t)n;
}

static void
closed(void *arg)
{
	struct source *source = arg;

	source->closed++;
	source->stream = NULL;
}

static const struct http_stream_ops ops = { .fill = fill, .closed = closed };

static void
serve(struct http_req *req, void *arg)
{
	struct source *source = &sources[count++];

	(void)arg;
	source->endless = http_query(req, "endless");
	source->stream = http_stream(req, 200, "text/event-stream", &ops, source);
}

static const struct http_route routes[] = {
	{ "GET", "/events", HTTP_READ, 0, serve },
	{ 0 },
};

static void
start(unsigned streams, unsigned answer_ms)
{
	struct kasa_err err;

	http_home_init(&home, NULL);
	home.config->http.limits.streams = streams;
	home.config->http.limits.answer_ms = answer_ms;
	ck_assert_int_eq(http_add(home.http, routes, NULL, &err), KASA_OK);
	http_home_start(&home);
}

static int
open_stream(const char *query)
{
	int fd = http_home_connect(&home), before = count;
	char text[200];

	snprintf(text, sizeof text, "GET /events%s HTTP/1.1\r\nHost: localhost\r\n\r\n", query);
	http_home_send(fd, text);
	while (count == before)
		http_home_run(&home, 2);
	return fd;
}

static bool
hears(int fd, const char *words)
{
	static char text[HOME_ANSWER_MAX];
	size_t n = 0;

	for (int i = 0; i < 1000; i++) {
		ssize_t got = recv(fd, text + n, sizeof text - 1 - n, 0);

		n += got > 0 ? (size_t)got : 0;
		text[n] = '\0';
		if (strstr(text, words))
			return true;
		http_home_run(&home, 2);
	}
	return false;
}

static unsigned
streams(void)
{
	struct http_counts counts;

	http_count(home.http, &counts);
	return counts.streams;
}

START_TEST(a_stream_sleeps_and_wakes)
{
	int fd;

	start(4, 30000);
	fd = open_stream("");
	ck_assert(hears(fd, "text/event-stream"));
	http_home_run(&home, 50);
	ck_assert_int_eq(sources[0].asked, 1);
	sources[0].next = "data: one\n\n";
	http_stream_wake(sources[0].stream);
	ck_assert(hears(fd, "data: one\n\n"));
	sources[0].next = "data: two\n\n";
	sources[0].ends = true;
	http_stream_wake(sources[0].stream);
	ck_assert(hears(fd, "data: two\n\n\r\n0\r\n"));
	ck_assert_int_eq(sources[0].closed, 1);
	ck_assert_uint_eq(streams(), 0);
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(there_are_only_so_many)
{
	int fds[3];

	start(2, 30000);
	for (int i = 0; i < 3; i++)
		fds[i] = open_stream("");
	ck_assert(hears(fds[2], "HTTP/1.1 503"));
	ck_assert_ptr_null(sources[2].stream);
	ck_assert_int_eq(sources[2].closed, 0);
	ck_assert_uint_eq(streams(), 2);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	http_home_finish(&home);
	ck_assert_int_eq(sources[0].closed + sources[1].closed, 2);
}
END_TEST

START_TEST(a_client_that_hung_up_is_noticed_at_the_next_word)
{
	start(2, 30000);
	close(open_stream(""));
	http_home_run(&home, 10);
	for (int i = 0; i < 3 && !sources[0].closed; i++) {
		sources[0].next = "data: hello?\n\n";
		http_stream_wake(sources[0].stream);
		http_home_run(&home, 10);
	}
	ck_assert_int_eq(sources[0].closed, 1);
	http_home_finish(&home);
}
END_TEST

START_TEST(a_client_that_hung_up_is_noticed_without_a_word_after_a_while)
{
	start(2, 100);
	close(open_stream(""));
	http_home_until(&home, &sources[0].closed);
	ck_assert_uint_eq(streams(), 0);
	http_home_finish(&home);
}
END_TEST

START_TEST(a_quiet_client_stays)
{
	int fd;

	start(2, 50);
	fd = open_stream("");
	http_home_run(&home, 400);
	ck_assert_int_eq(sources[0].closed, 0);
	sources[0].next = "data: still there\n\n";
	http_stream_wake(sources[0].stream);
	ck_assert(hears(fd, "data: still there\n\n"));
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(who_does_not_read_is_cut_off)
{
	int fd;

	start(2, 200);
	fd = open_stream("?endless");
	http_home_until(&home, &sources[0].closed);
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(who_only_asks_for_the_headers_gets_them)
{
	int fd;

	start(2, 30000);
	fd = http_home_connect(&home);
	http_home_send(fd, "HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &sources[0].closed);
	ck_assert(hears(fd, "text/event-stream"));
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(the_end_closes_all_of_them)
{
	int fds[MANY];

	start(MANY, 30000);
	for (int i = 0; i < MANY; i++)
		fds[i] = open_stream(i % 2 ? "" : "?endless");
	http_home_finish(&home);
	for (int i = 0; i < MANY; i++) {
		ck_assert_int_eq(sources[i].closed, 1);
		close(fds[i]);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_stream_sleeps_and_wakes,
		there_are_only_so_many,
		a_client_that_hung_up_is_noticed_at_the_next_word,
		a_client_that_hung_up_is_noticed_without_a_word_after_a_while,
		a_quiet_client_stays,
		who_does_not_read_is_cut_off,
		who_only_asks_for_the_headers_gets_them,
		the_end_closes_all_of_them,
	};

	return unit_run("bridge http stream", tests, UNIT_COUNT(tests));
}
