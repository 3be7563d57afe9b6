#include "unit/http_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge/clock.h"
#include "unit/unit.h"

enum {
	BOUND_MS = 20 * 1000,
};

/* ---- the server ---- */

static struct sockaddr_in
loopback(unsigned port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static unsigned
free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	close(fd);
	return ntohs(address.sin_port);
}

void
http_home_init(struct http_home *home, const char *tokens)
{
	struct kasa_err err;

	*home = (struct http_home){ .loop = ev_default_loop(0), .port = free_port() };
	ck_assert_int_eq(config_default(&home->config, &err), KASA_OK);
	snprintf(home->address, sizeof home->address, "127.0.0.1:%u", home->port);
	free(home->config->http.listen[0]);
	home->config->http.listen[0] = strdup(home->address);
	tokens = tokens ? tokens : "";
	ck_assert_msg(http_tokens_parse(tokens, strlen(tokens), &home->tokens, &err) == KASA_OK, "%s", err.text);
	ck_assert_int_eq(http_new(home->loop, &home->config->http, home->tokens, &home->http, &err), KASA_OK);
}

void
http_home_start(struct http_home *home)
{
	struct kasa_err err;

	ck_assert_msg(http_start(home->http, &err) == KASA_OK, "%s", err.text);
}

void
http_home_finish(struct http_home *home)
{
	http_free(home->http);
	http_tokens_free(home->tokens);
	config_free(home->config);
	ev_loop_destroy(home->loop);
}

/* ---- the loop ---- */

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	ev_break(loop, EVBREAK_ONE);
}

void
http_home_run(struct http_home *home, unsigned ms)
{
	ev_timer timer;

	ev_now_update(home->loop);
	ev_timer_init(&timer, on_timer, ms / 1000.0, 0);
	ev_timer_start(home->loop, &timer);
	ev_run(home->loop, 0);
	ev_timer_stop(home->loop, &timer);
}

void
http_home_until(struct http_home *home, const int *flag)
{
	uint64_t end = clock_ms() + BOUND_MS;

	while (!*flag) {
		ck_assert_msg(clock_ms() < end, "it does not come");
		http_home_run(home, 2);
	}
}

/* ---- the client ---- */

int
http_home_connect(struct http_home *home)
{
	struct sockaddr_in address = loopback(home->port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

void
http_home_send(int fd, const char *text)
{
	size_t n = strlen(text);

	ck_assert_int_eq(send(fd, text, n, MSG_NOSIGNAL), (ssize_t)n);
}

static size_t
length_of(const char *text)
{
	const char *at = strcasestr(text, "\r\ncontent-length:");

	return at ? strtoul(at + strlen("\r\ncontent-length:"), NULL, 10) : 0;
}

static bool
is_whole(const char *text)
{
	const char *end = strstr(text, "\r\n\r\n");

	return end && !strcasestr(text, "transfer-encoding:") && strlen(end + 4) >= length_of(text);
}

const char *
http_home_read(struct http_home *home, int fd, bool *closed)
{
	static char text[HOME_ANSWER_MAX];
	uint64_t end = clock_ms() + BOUND_MS;
	size_t n = 0;

	text[0] = '\0';
	if (closed)
		*closed = false;
	while (!is_whole(text)) {
		ssize_t got = recv(fd, text + n, sizeof text - 1 - n, 0);

		if (got == 0 || (got < 0 && errno != EAGAIN)) {
			if (closed)
				*closed = true;
			break;
		}
		if (got > 0)
			text[n += (size_t)got] = '\0';
		else
			http_home_run(home, 2);
		ck_assert_msg(clock_ms() < end, "no whole answer: %s", text);
	}
	return text;
}

const char *
http_home_ask(struct http_home *home, const char *request)
{
	int fd = http_home_connect(home);
	const char *answer;

	http_home_send(fd, request);
	answer = http_home_read(home, fd, NULL);
	close(fd);
	return answer;
}

int
http_home_status(const char *answer)
{
	return strncmp(answer, "HTTP/1.", 7) == 0 ? atoi(answer + 9) : 0;
}

const char *
http_home_body(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n");

	return end ? end + 4 : "";
}
