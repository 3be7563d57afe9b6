/* A server in the test's own loop, and a client that sends bytes as they are. */
#ifndef KASA_TESTS_UNIT_HTTP_CLIENT_H
#define KASA_TESTS_UNIT_HTTP_CLIENT_H

#include <ev.h>

#include "bridge/config/config.h"
#include "bridge/http/http.h"
#include "bridge/http/http_tokens.h"

enum {
	HOME_ANSWER_MAX = 64 << 10,
};

struct http_home {
	struct ev_loop *loop;
	struct config *config;
	struct http_tokens *tokens;
	struct http *http;
	unsigned port;
	char address[32];
};

/* Makes a server that does not listen yet: .config->http may be changed before http_home_start(). NULL: no tokens. */
void http_home_init(struct http_home *home, const char *tokens);
void http_home_start(struct http_home *home);
void http_home_finish(struct http_home *home);

/* Runs the loop for so long, in which all comes that is to come. */
void http_home_run(struct http_home *home, unsigned ms);

/* Runs it until *@p flag is not 0; fails after some seconds. */
void http_home_until(struct http_home *home, const int *flag);

/* A connection; close() it. */
int http_home_connect(struct http_home *home);
void http_home_send(int fd, const char *text);

/*
 * Runs the loop until an answer is whole, or the connection was closed; fails after some seconds. The text lives until the
 * next call; "" when there was none. *@p closed, unless it is NULL, tells whether the other end was seen to close.
 */
const char *http_home_read(struct http_home *home, int fd, bool *closed);

/* All of it: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" and what comes back. */
const char *http_home_ask(struct http_home *home, const char *request);

/* The status of an answer; 0 for none. */
int http_home_status(const char *answer);

/* What is behind its headers. */
const char *http_home_body(const char *answer);

#endif
