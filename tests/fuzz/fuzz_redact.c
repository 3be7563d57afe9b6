/* Messages for a log: cut where they must be, still JSON where they were, and without what must not be told. */
#include <jansson.h>
#include <stdbool.h>

#include "base/redact.h"
#include "fuzz/fuzz.h"

/* What no log may hold wherever it stands behind a telling key. */
static const char secret[] = "TELLS";

static bool
is_hidden(const json_t *value)
{
	const char *text = json_string_value(value);

	return !text || !strstr(text, secret);
}

static void
check_hidden(json_t *value)
{
	size_t i;
	const char *key;
	json_t *inside;

	json_array_foreach(value, i, inside)
		check_hidden(inside);
	json_object_foreach(value, key, inside) {
		PROMISE(strcasecmp(key, "password") != 0 || is_hidden(inside));
		PROMISE(strcasecmp(key, "ssid") != 0 || is_hidden(inside));
		check_hidden(inside);
	}
}

/* A NUL is no JSON, but jansson 2.14 overlooks one behind a number. */
static json_t *
load(const char *text, size_t size)
{
	return memchr(text, '\0', size) ? NULL : json_loadb(text, size, 0, NULL);
}

static void
redact(const char *text, size_t size, size_t room)
{
	char *out = malloc(room);
	json_t *before, *after;

	PROMISE(out);
	kasa_redact(out, room, text, size);
	PROMISE(memchr(out, '\0', room));
	before = load(text, size);
	after = json_loads(out, 0, NULL);
	PROMISE(!before || after || strlen(out) == room - 1);
	if (before && after)
		check_hidden(after);
	json_decref(before);
	json_decref(after);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);

	redact(text, size, 1);
	redact(text, size, 1 + size / 2);
	redact(text, size, 8 * size + 16);
	free(text);
	return 0;
}
