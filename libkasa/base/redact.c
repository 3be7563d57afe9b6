#include "base/redact.h"

#include <stdbool.h>
#include <string.h>

static const char *const telling[] = {
	"latitude", "latitude_i", "longitude", "longitude_i", "password", "username", "ssid", "bssid", "setup_code",
	"setup_payload",
};

static bool
tells(const char *key, size_t len)
{
	for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
		if (strlen(telling[i]) == len && memcmp(telling[i], key, len) == 0)
			return true;
	return false;
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
value_end(const char *text, size_t len, size_t at)
{
	while (at < len && text[at] == ' ')
		at++;
	if (at < len && text[at] == '"')
		return string_end(text, len, at);
	while (at < len && !strchr(",}]", text[at]))
		at++;
	return at;
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
	size_t at = 0, end;

	while (at < len) {
		if (text[at] != '"') {
			put(&sink, &text[at++], 1);
			continue;
		}
		end = string_end(text, len, at);
		put(&sink, text + at, end - at);
		if (end < len && text[end] == ':' && end - at > 2 && tells(text + at + 1, end - at - 2)) {
			put(&sink, ":\"***\"", 6);
			end = value_end(text, len, end + 1);
		}
		at = end;
	}
	dst[sink.used] = '\0';
}
