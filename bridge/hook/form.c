#include "bridge/hook/form.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"

/* Decodes in place; false where a % is followed by no two digits. *@p n becomes what is left. */
static bool
decode(char *text, size_t *n)
{
	size_t to = 0;

	for (size_t i = 0; i < *n; i++) {
		if (text[i] == '%') {
			int high = i + 2 < *n ? kasa_hex_digit(text[i + 1]) : -1,
			    low = high < 0 ? -1 : kasa_hex_digit(text[i + 2]);

			if (low < 0)
				return false;
			text[to++] = (char)(high << 4 | low);
			i += 2;
		} else {
			text[to] = text[i];
			if (text[i] == '+')
				text[to] = ' ';
			to++;
		}
	}
	*n = to;
	return true;
}

static json_t *
text_of(char *at, size_t n)
{
	return decode(at, &n) && !memchr(at, '\0', n) ? json_stringn(at, n) : NULL;
}

/* One field, which is changed by it. */
static int
take(json_t *object, char *field, size_t n, struct kasa_err *err)
{
	char *equals = memchr(field, '=', n);
	size_t name_n = equals ? (size_t)(equals - field) : n;
	json_auto_t *value = text_of(field + name_n + (equals ? 1 : 0), n - name_n - (equals ? 1 : 0));
	json_auto_t *name = text_of(field, name_n);

	if (!name || !value)
		return kasa_err_set(err, KASA_EINVAL, "field %zu of the form is not readable as text",
		                    json_object_size(object) + 1);
	if (json_object_get(object, json_string_value(name)))
		return kasa_err_set(err, KASA_EINVAL, "field %zu of the form has the name of an earlier one",
		                    json_object_size(object) + 1);
	if (json_object_size(object) >= FORM_FIELDS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "the form has more than %d fields", FORM_FIELDS_MAX);
	return json_object_set(object, json_string_value(name), value) == 0
	               ? KASA_OK
	               : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

static int
take_all(json_t *object, char *text, size_t length, struct kasa_err *err)
{
	char *end = text + length;
	int rc = KASA_OK;

	for (char *at = text; at < end && rc == KASA_OK;) {
		char *mark = memchr(at, '&', (size_t)(end - at));
		size_t n = (size_t)((mark ? mark : end) - at);

		if (n > 0)
			rc = take(object, at, n, err);
		at += n + 1;
	}
	return rc;
}

int
form_parse(const char *text, size_t length, json_t **out, struct kasa_err *err)
{
	json_t *object = json_object();
	char *copy = malloc(length + 1);
	int rc;

	if (object && copy) {
		if (length > 0)
			memcpy(copy, text, length);
		copy[length] = '\0';
		rc = take_all(object, copy, length, err);
	} else {
		rc = kasa_err_set(err, KASA_ENOMEM, "out of memory");
	}
	free(copy);
	*out = object;
	if (rc != KASA_OK) {
		json_decref(object);
		*out = NULL;
	}
	return rc;
}
