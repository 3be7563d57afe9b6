#include "base/redact.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char *const telling[] = {
	"latitude", "latitude_i", "longitude",  "longitude_i",   "password", "username",
	"ssid",     "bssid",      "setup_code", "setup_payload", "la",       "lo",
};

/* No device spells a key with escapes: who does has something to hide, or hides it unknowingly. */
static bool
tells(const char *key, size_t len)
{
	for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
		if (strlen(telling[i]) == len && strncasecmp(telling[i], key, len) == 0)
			return true;
	return memchr(key, '\\', len) != NULL;
}

/* Behind the closing quote of a string that starts at @p at. */
static size_t
string_end(const char *text, size_t len, size_t at)
{
	for (at++; at < len && text[at] != '"'; at++)
		if (text[at] == '\\')
			at++;
	return at < len ? at + 1 : len;
}

static size_t
skip_space(const char *text, size_t len, size_t at)
{
	while (at < len && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n'))
		at++;
	return at;
}

/* Behind the value that starts at @p at, whatever its type. */
static size_t
value_end(const char *text, size_t len, size_t at)
{
	size_t depth = 0;

	for (at = skip_space(text, len, at); at < len; at++) {
		if (text[at] == '"') {
			at = string_end(text, len, at);
			if (depth == 0)
				return at;
			at--;
		} else if (text[at] == '{' || text[at] == '[') {
			depth++;
		} else if (text[at] == '}' || text[at] == ']') {
			if (depth <= 1)
				return at + depth;
			depth--;
		} else if (text[at] == ',' && depth == 0) {
			return at;
		}
	}
	return len;
}

struct sink {
	char *dst;
	size_t size, used;
};

static void
put(struct sink *sink, const char *text, size_t len)
{
	size_t room = sink->size - 1 - sink->used;

	if (len > room)
		len = room;
	memcpy(sink->dst + sink->used, text, len);
	sink->used += len;
}

void
kasa_redact(char *dst, size_t size, const char *text, size_t len)
{
	struct sink sink = { .dst = dst, .size = size };
	size_t at = 0, end, colon;

	while (at < len) {
		if (text[at] != '"') {
			put(&sink, &text[at++], 1);
			continue;
		}
		end = string_end(text, len, at);
		put(&sink, text + at, end - at);
		colon = skip_space(text, len, end);
		if (colon < len && text[colon] == ':' && end - at > 2 && tells(text + at + 1, end - at - 2)) {
			put(&sink, ":\"***\"", 6);
			end = value_end(text, len, colon + 1);
		}
		at = end;
	}
	dst[sink.used] = '\0';
}
