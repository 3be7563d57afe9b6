/* A path is compared as segments that were decoded one by one: what an encoded slash hides never becomes a border. */
#include "bridge/http/http_uri.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

static bool
is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* -1 when there is none. */
static int
escaped(const char *at, size_t left)
{
	int high = left > 2 ? kasa_hex_digit(at[1]) : -1, low = left > 2 ? kasa_hex_digit(at[2]) : -1;

	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

bool
http_uri_decode(char *text, size_t n)
{
	char *to = text;

	for (size_t i = 0; i < n; i++) {
		int c = text[i] == '%' ? escaped(text + i, n - i) : (unsigned char)text[i];

		if (c < 0 || is_control((unsigned char)c))
			return false;
		if (text[i] == '%')
			i += 2;
		*to++ = (char)c;
	}
	*to = '\0';
	return true;
}

/* The query is read by others, but it must be readable. */
static bool
is_sound(const char *text)
{
	for (size_t left = strlen(text); left > 0; text++, left--)
		if (is_control((unsigned char)*text) || (*text == '%' && escaped(text, left) <= 0))
			return false;
	return true;
}

/* Room for the target twice: as segments, and as a path. */
static bool
make_room(struct http_uri *uri, size_t n)
{
	char *text;

	if (uri->room >= n)
		return true;
	text = realloc(uri->text, n);
	if (!text)
		return false;
	uri->text = text;
	uri->room = n;
	return true;
}

/* Steps over "http://host" and keeps the host in @p room. */
static char *
take_authority(struct http_uri *uri, char *target)
{
	size_t scheme = strncasecmp(target, "http://", 7) == 0 ? 7 : strncasecmp(target, "https://", 8) == 0 ? 8 : 0;
	size_t n = strcspn(target + scheme, "/?#");

	if (scheme == 0)
		return target;
	memmove(target, target + scheme, n);
	uri->authority = target;
	target[n] = '\0';
	return target + scheme + n; /* a NUL or the path: at least "http:/" lies between */
}

static enum http_uri_fault
take_segment(struct http_uri *uri, char *segment, size_t n)
{
	if (uri->count == HTTP_SEGMENTS_MAX)
		return HTTP_URI_NOWHERE;
	if (!http_uri_decode(segment, n))
		return HTTP_URI_BROKEN;
	if (!segment[0] || strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
		return HTTP_URI_NOWHERE;
	uri->segment[uri->count++] = segment;
	return HTTP_URI_FINE;
}

/* "/" has none; a slash at the end is an empty one. */
static enum http_uri_fault
take_segments(struct http_uri *uri, char *path)
{
	enum http_uri_fault fault = HTTP_URI_FINE;
	char *next = path[1] ? path : NULL;

	while (next && fault == HTTP_URI_FINE) {
		char *segment = next + 1;
		size_t n = strcspn(segment, "/");

		next = segment[n] ? segment + n : NULL;
		segment[n] = '\0';
		fault = take_segment(uri, segment, n);
	}
	return fault;
}

enum http_uri_fault
http_uri_parse(struct http_uri *uri, const char *target)
{
	size_t n = strlen(target) + 1;
	char *path;

	uri->count = 0;
	uri->path = uri->authority = NULL;
	uri->asterisk = strcmp(target, "*") == 0;
	if (!make_room(uri, 2 * n + 1))
		return HTTP_URI_MEMORY;
	memcpy(uri->text, target, n);
	uri->path = strcpy(uri->text + n, "/"); /* NOLINT: two bytes */
	if (uri->asterisk)
		return HTTP_URI_FINE;
	if (!is_sound(target) || strchr(target, '#'))
		return HTTP_URI_BROKEN;
	path = take_authority(uri, uri->text);
	path[strcspn(path, "?")] = '\0';
	if (path[0] != '/')
		return HTTP_URI_BROKEN;
	memcpy(uri->path, path, strlen(path) + 1);
	if (!http_uri_decode(uri->path, strlen(path)))
		return HTTP_URI_BROKEN;
	return take_segments(uri, path);
}

const char *
http_uri_rest(const struct http_uri *uri, size_t from)
{
	const char *at = uri->path + 1;

	for (size_t i = 0; i < from; i++)
		at += strlen(uri->segment[i]) + 1;
	return at;
}

void
http_uri_finish(struct http_uri *uri)
{
	free(uri->text);
	*uri = (struct http_uri){ 0 };
}
