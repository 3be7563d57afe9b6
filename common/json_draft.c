#include "common/json_draft.h"

#include <math.h>
#include <string.h>

#include <kasa/state.h>

#include "base/buf.h"
#include "base/str.h"

enum {
	TEXT_MAX_BYTES = 1 << 20, /* one text of one device; aliases have 127 bytes */
};

struct json_draft
json_draft_begin(void)
{
	return json_draft_of(json_object());
}

struct json_draft
json_draft_of(json_t *object)
{
	return (struct json_draft){ .json = object, .failed = !object };
}

json_t *
json_draft_end(struct json_draft *draft)
{
	if (!draft->failed)
		return draft->json;
	json_decref(draft->json);
	return NULL;
}

void
json_draft_set(struct json_draft *draft, const char *key, json_t *value)
{
	if (!value || !draft->json || json_object_set_new(draft->json, key, value) != 0)
		draft->failed = true;
	if (value && !draft->json)
		json_decref(value);
}

void
json_draft_append(struct json_draft *draft, json_t *array, json_t *value)
{
	if (!value || !array || json_array_append_new(array, value) != 0)
		draft->failed = true;
	if (value && !array)
		json_decref(value);
}

json_t *
json_text(const char *text)
{
	const char *end = text + strlen(text);
	json_t *string = json_string(text);
	struct kasa_buf whole;
	int rc = KASA_OK;

	if (string)
		return string;
	kasa_buf_init(&whole, TEXT_MAX_BYTES);
	while (text < end && rc == KASA_OK) {
		char character[4];

		rc = kasa_buf_add(&whole, character, kasa_utf8_put(character, kasa_utf8_next(&text, end)));
	}
	if (rc == KASA_OK)
		string = json_stringn((const char *)whole.data, whole.len);
	kasa_buf_finish(&whole);
	return string;
}

void
json_draft_text(struct json_draft *draft, const char *key, const char *text)
{
	if (text && text[0])
		json_draft_set(draft, key, json_text(text));
}

void
json_draft_bool(struct json_draft *draft, const char *key, int value)
{
	if (value != KASA_UNKNOWN)
		json_draft_set(draft, key, json_boolean(value));
}

void
json_draft_int(struct json_draft *draft, const char *key, int value)
{
	if (value != KASA_UNKNOWN)
		json_draft_set(draft, key, json_integer(value));
}

void
json_draft_real(struct json_draft *draft, const char *key, double value)
{
	if (isfinite(value))
		json_draft_set(draft, key, json_real(value));
}
