/* Names by which this host may be called, and web pages that may call it. Pure. */
#ifndef KASA_BRIDGE_HTTP_HOST_H
#define KASA_BRIDGE_HTTP_HOST_H

#include <stdbool.h>
#include <stddef.h>

enum {
	HTTP_HOST_TEXT = 256, /* of DNS */
};

/* Names beside localhost and addresses; each list may be NULL, and is lent. */
struct http_names {
	char own[HTTP_HOST_TEXT]; /* of this host; "" when it has none */
	char *const *listen, *const *hosts, *const *origins;
};

/* "name", "name:port", "192.0.2.7:80", "[::1]:80": takes the name out, in small letters. False when it is none of these. */
bool http_host_parse(const char *text, char out[HTTP_HOST_TEXT]);

/* Whether a Host is one of ours. An address always is: no foreign page has one for its name. */
bool http_host_is_ours(const struct http_names *names, const char *host);

/* Whether two Hosts are the same to the port. */
bool http_host_is_same(const char *a, const char *b);

enum http_origin {
	HTTP_ORIGIN_OWN,    /* our own page */
	HTTP_ORIGIN_LISTED, /* one that may use it */
	HTTP_ORIGIN_FOREIGN,
};

/* Where a web page is from that calls with this Host. */
enum http_origin http_origin_of(const struct http_names *names, const char *origin, const char *host);

/* "https://name", "http://name:port", without a path. */
bool http_origin_is_one(const char *text);

#endif
