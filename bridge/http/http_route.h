/* The table of routes, and which of them a request belongs to. Pure. */
#ifndef KASA_BRIDGE_HTTP_ROUTE_H
#define KASA_BRIDGE_HTTP_ROUTE_H

#include "bridge/http/http.h"
#include "bridge/http/http_uri.h"

enum {
	HTTP_ALLOW_TEXT = 80, /* "GET, HEAD, POST, ..." */
};

struct http_row {
	const struct http_route *route;
	void *arg;
	char *text; /* its path, cut at the slashes */
	const char *segment[HTTP_SEGMENTS_MAX];
	size_t count;
	unsigned parts;
	char allow[HTTP_ALLOW_TEXT]; /* all methods of its path */
};

/* All zero is none. */
struct http_routes {
	struct http_row *row;
	size_t count;
};

/* Adds those up to a row without a method. KASA_ENOMEM. */
int http_routes_add(struct http_routes *routes, const struct http_route *rows, void *arg, struct kasa_err *err);
void http_routes_finish(struct http_routes *routes);

/*
 * The row of a request; its parts are put into @p part and lie in @p uri. NULL: *@p allow tells which methods the path has, NULL
 * when there is no such path. Words go before parts, whatever the order of the rows.
 */
const struct http_row *http_routes_find(const struct http_routes *routes, const char *method,
                                        const struct http_uri *uri, const char *part[HTTP_PARTS_MAX],
                                        const char **allow);

/* The lasting copy of a method that is known, or NULL. */
const char *http_method(const char *method);

#endif
