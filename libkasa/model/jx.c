#include "model/jx.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

#include "base/str.h"

/* How many brackets open anywhere; the compiler looks at many bytes at once. */
static size_t
opening(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += (text[i] | ' ') == '{'; /* '[' and '{' differ in that bit */
	return count;
}

/* The parser recurses, and must not be led deep: brackets outside of strings count. */
static bool
too_deep(const char *text, size_t len)
{
	bool quoted = false;
	int depth = 0;

	if (opening(text, len) <= KASA_JX_DEPTH)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			if (++depth > KASA_JX_DEPTH)
				return true;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return false;
}

/* A copy with each broken byte made U+FFFD, which takes three. */
static char *
repair(const char *text, size_t *len)
{
	const char *end = text + *len;
	char *copy = malloc(*len * 3 + 1);
	size_t n = 0;

	if (!copy)
		return NULL;
	while (text < end)
		n += kasa_utf8_put(copy + n, kasa_utf8_next(&text, end));
	copy[n] = '\0';
	*len = n;
	return copy;
}

/* The parser itself refuses broken UTF-8: only then is it worth looking for and mending. */
static json_t *
load(const char *text, size_t len, json_error_t *why)
{
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, why);
	char *mended;

	if (root || kasa_utf8_valid(text, len))
		return root;
	why->text[0] = '\0';
	mended = repair(text, &len);
	root = mended ? json_loadb(mended, len, JSON_REJECT_DUPLICATES, why) : NULL;
	free(mended);
	return root;
}

/* jansson leaves its sentence empty where memory ran out before it could write one. */
static bool
out_of_memory(const json_error_t *why)
{
	return why->text[0] == '\0' || json_error_code(why) == json_error_out_of_memory;
}

json_t *
kasa_jx_object(const char *text, size_t len, struct kasa_err *err)
{
	json_error_t why = { .text = "" };
	json_t *root;

	if (too_deep(text, len)) {
		kasa_err_set(err, KASA_EPROTO, "JSON nested deeper than %d levels", KASA_JX_DEPTH);
		return NULL;
	}
	root = load(text, len, &why);
	if (!root && out_of_memory(&why)) {
		kasa_err_set(err, KASA_ENOMEM, "no memory for %zu bytes of JSON", len);
		return NULL;
	}
	if (!root) {
		kasa_err_set(err, KASA_EPROTO, "not JSON: %s (byte %d)", why.text, why.position);
		return NULL;
	}
	if (!json_is_object(root)) {
		json_decref(root);
		kasa_err_set(err, KASA_EPROTO, "JSON, but not an object");
		return NULL;
	}
	return root;
}

int
kasa_jx_int(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n <= INT_MIN || n > INT_MAX)
		return KASA_UNKNOWN;
	return (int)n;
}

double
kasa_jx_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

const char *
kasa_jx_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

void
kasa_jx_copy(const json_t *object, const char *key, char *dst, size_t size)
{
	const char *text = kasa_jx_text(object, key);

	kasa_str_copy(dst, size, text ? text : "");
}

/* Straight into the buffer: what json_dumps() gives is the JSON library's memory, which may not be malloc's. */
int
kasa_jx_quote(struct kasa_buf *out, const char *text)
{
	json_t *value = json_string(text);
	size_t n = value ? json_dumpb(value, NULL, 0, JSON_ENCODE_ANY) : 0;
	bool fits = n <= out->max - out->len;
	uint8_t *room = n > 0 && fits ? kasa_buf_room(out, n) : NULL;

	if (room)
		out->len += json_dumpb(value, (char *)room, n, JSON_ENCODE_ANY);
	json_decref(value);
	if (!fits)
		return KASA_EPROTO;
	return room ? KASA_OK : KASA_ENOMEM;
}

const char *
kasa_jx_library(void)
{
	return jansson_version_str();
}
