/*
 * Whether the headers of a request mean one thing to everybody who reads them. What libmicrohttpd lets pass and two readers
 * understand in two ways is how requests are smuggled. Pure.
 */
#ifndef KASA_BRIDGE_HTTP_CHECK_H
#define KASA_BRIDGE_HTTP_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* What was found among them; all zero before the first. */
struct http_check {
	const char *host, *origin, *authorization, *type, *forwarded, *wish; /* .wish: Access-Control-Request-Method */
	unsigned hosts, lengths, codings, authorizations;
	bool chunked; /* the only coding that is understood */
	bool odd;     /* a name that is none, a value with controls, a length that is no number */
	uint64_t length;
};

/* Takes in one header. */
void http_check_header(struct http_check *check, const char *name, const char *value);

/* 0: they are fine; 400, 501 with *@p why. */
int http_check_verdict(const struct http_check *check, const char **why);

#endif
