/* What is asked for: a target as it stands in a request, checked and taken apart. Pure. */
#ifndef KASA_BRIDGE_HTTP_URI_H
#define KASA_BRIDGE_HTTP_URI_H

#include <stdbool.h>
#include <stddef.h>

enum {
	HTTP_SEGMENTS_MAX = 12, /* deeper than any route */
};

enum http_uri_fault {
	HTTP_URI_FINE,
	HTTP_URI_BROKEN,  /* no path, bad percent-encoding, a NUL, controls: 400 */
	HTTP_URI_NOWHERE, /* well-formed, and leads nowhere: empty segments, "..", too deep: 404 */
	HTTP_URI_MEMORY,
};

/* All zero is none. Its memory is kept from one to the next. */
struct http_uri {
	char *text; /* all that follows lies in it */
	size_t room;
	char *path;                       /* decoded */
	char *authority;                  /* of an absolute target, else NULL */
	char *segment[HTTP_SEGMENTS_MAX]; /* decoded, each ended by a NUL */
	size_t count;
	bool asterisk; /* "*", as OPTIONS may have it */
};

enum http_uri_fault http_uri_parse(struct http_uri *uri, const char *target);
/* The path from a segment on, which there is. */
const char *http_uri_rest(const struct http_uri *uri, size_t from);
void http_uri_finish(struct http_uri *uri);

/* Decodes in place and ends it. False: bad percent-encoding, a NUL or another control. */
bool http_uri_decode(char *text, size_t n);

#endif
