#include "bridge/hook/template.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"

/* One {{…}} of a text. */
struct slot {
	char pointer[TEMPLATE_POINTER_MAX];
	const char *otherwise; /* behind the |, or NULL */
	size_t otherwise_n;
	const char *end; /* behind the }} */
};

struct filling {
	template_lookup_fn *lookup;
	void *arg;
	struct kasa_err *err;
};

static int
nomem(struct kasa_err *err)
{
	return kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

/* ---- reading ---- */

static void
trim(const char **at, size_t *n)
{
	while (*n > 0 && **at == ' ')
		++*at, --*n;
	while (*n > 0 && (*at)[*n - 1] == ' ')
		--*n;
}

/* @p at is at {{. */
static int
read_slot(const char *at, struct slot *slot, struct kasa_err *err)
{
	const char *end = strstr(at + 2, "}}"), *from = at + 2;
	size_t n = end ? (size_t)(end - from) : 0;
	const char *bar = n > 0 ? memchr(from, '|', n) : NULL;
	size_t pointer_n = bar ? (size_t)(bar - from) : n;

	if (!end)
		return kasa_err_set(err, KASA_EINVAL, "a {{ has no }} behind it");
	slot->end = end + 2;
	slot->otherwise = bar ? bar + 1 : NULL;
	slot->otherwise_n = bar ? n - pointer_n - 1 : 0;
	trim(&from, &pointer_n);
	if (pointer_n == 0 || from[0] != '/')
		return kasa_err_set(err, KASA_EINVAL, "between {{ and }} stands no JSON pointer, as /value1");
	if (pointer_n >= sizeof slot->pointer)
		return kasa_err_set(err, KASA_EINVAL, "a JSON pointer is longer than %d bytes",
		                    TEMPLATE_POINTER_MAX - 1);
	memcpy(slot->pointer, from, pointer_n);
	slot->pointer[pointer_n] = '\0';
	return KASA_OK;
}

int
template_check(const char *text, struct kasa_err *err)
{
	struct slot slot;

	for (const char *at = strstr(text, "{{"); at; at = strstr(slot.end, "{{"))
		if (read_slot(at, &slot, err) != KASA_OK)
			return KASA_EINVAL;
	return KASA_OK;
}

/* ---- values ---- */

/* A number, true and false are themselves; all else is text. */
static json_t *
default_of(const struct slot *slot)
{
	json_t *json = json_loadb(slot->otherwise, slot->otherwise_n, JSON_DECODE_ANY, NULL);

	if (json_is_number(json) || json_is_boolean(json))
		return json;
	json_decref(json);
	return json_stringn(slot->otherwise, slot->otherwise_n);
}

static int
value_of(const struct filling *filling, const struct slot *slot, json_t **out)
{
	*out = filling->lookup(slot->pointer, filling->arg);
	if (*out)
		return KASA_OK;
	if (!slot->otherwise)
		return kasa_err_set(filling->err, KASA_ENOTFOUND,
		                    "there is nothing at %.80s, of which the order is made", slot->pointer);
	*out = default_of(slot);
	return *out ? KASA_OK : nomem(filling->err);
}

static int
add_value(const struct filling *filling, struct kasa_buf *text, const json_t *value)
{
	char *dump = json_is_string(value)
	                     ? NULL
	                     : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(10));
	const char *shown = json_is_string(value) ? json_string_value(value) : dump;
	int rc = shown ? kasa_buf_add(text, shown, strlen(shown)) : KASA_ENOMEM;

	free(dump);
	if (rc == KASA_EPROTO)
		return kasa_err_set(filling->err, KASA_EINVAL, "what is filled in is longer than %d bytes",
		                    TEMPLATE_TEXT_MAX);
	return rc == KASA_OK ? KASA_OK : nomem(filling->err);
}

static int
add_slot(const struct filling *filling, struct kasa_buf *text, const struct slot *slot)
{
	json_t *value = NULL;
	int rc = value_of(filling, slot, &value);

	if (rc == KASA_OK)
		rc = add_value(filling, text, value);
	json_decref(value);
	return rc;
}

/* A text with values in it. */
static int
write_text(const struct filling *filling, const char *text, json_t **out)
{
	struct kasa_buf buf;
	struct slot slot;
	int rc = KASA_OK;

	kasa_buf_init(&buf, TEMPLATE_TEXT_MAX);
	for (const char *at = text; rc == KASA_OK && *at;) {
		const char *mark = strstr(at, "{{");
		size_t n = mark ? (size_t)(mark - at) : strlen(at);

		rc = kasa_buf_add(&buf, at, n) == KASA_OK ? KASA_OK : nomem(filling->err);
		if (rc == KASA_OK && mark)
			rc = read_slot(mark, &slot, filling->err);
		if (rc == KASA_OK && mark)
			rc = add_slot(filling, &buf, &slot);
		at = rc == KASA_OK && mark ? slot.end : at + n;
	}
	*out = rc == KASA_OK ? json_stringn(buf.len > 0 ? (const char *)buf.data : "", buf.len) : NULL;
	kasa_buf_finish(&buf);
	return rc == KASA_OK && !*out ? nomem(filling->err) : rc;
}

static int
fill(const struct filling *filling, const char *text, json_t **out)
{
	struct slot slot;

	if (strncmp(text, "{{", 2) != 0)
		return write_text(filling, text, out);
	if (read_slot(text, &slot, filling->err) != KASA_OK)
		return KASA_EINVAL;
	return slot.end[0] ? write_text(filling, text, out) : value_of(filling, &slot, out);
}

int
template_fill(const char *text, template_lookup_fn *lookup, void *arg, json_t **out, struct kasa_err *err)
{
	const struct filling filling = { lookup, arg, err };

	*out = NULL;
	return fill(&filling, text, out);
}

/* ---- a whole order ---- */

static int fill_inside(const struct filling *filling, json_t *json);

static int
fill_one(const struct filling *filling, json_t *json, json_t **out)
{
	int rc;

	if (json_is_string(json))
		return fill(filling, json_string_value(json), out);
	rc = fill_inside(filling, json);
	*out = rc == KASA_OK ? json_incref(json) : NULL;
	return rc;
}

/* Of the configuration's own, which is not deep. */
static int
fill_inside(const struct filling *filling, json_t *json)
{
	const char *name;
	json_t *value, *filled = NULL;
	size_t i;
	void *next;
	int rc;

	json_object_foreach_safe(json, next, name, value) {
		rc = fill_one(filling, value, &filled);
		if (rc != KASA_OK || json_object_set_new(json, name, filled) != 0)
			return rc != KASA_OK ? rc : nomem(filling->err);
	}
	json_array_foreach(json, i, value) {
		rc = fill_one(filling, value, &filled);
		if (rc != KASA_OK || json_array_set_new(json, i, filled) != 0)
			return rc != KASA_OK ? rc : nomem(filling->err);
	}
	return KASA_OK;
}

/* {"state": …} of a text that is no object. */
static int
fill_state(const struct filling *filling, const char *text, json_t **out)
{
	json_t *value = NULL;
	int rc = fill(filling, text, &value);

	if (rc != KASA_OK)
		return rc;
	*out = json_pack("{so}", "state", value);
	return *out ? KASA_OK : nomem(filling->err);
}

int
template_payload(const char *set, template_lookup_fn *lookup, void *arg, char **out, struct kasa_err *err)
{
	const struct filling filling = { lookup, arg, err };
	json_t *json = json_loads(set, JSON_REJECT_DUPLICATES, NULL);
	int rc;

	*out = NULL;
	if (json_is_object(json)) {
		rc = fill_inside(&filling, json);
	} else {
		json_decref(json);
		json = NULL;
		rc = fill_state(&filling, set, &json);
	}
	if (rc == KASA_OK) {
		*out = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10));
		rc = *out ? KASA_OK : nomem(err);
	}
	json_decref(json);
	return rc;
}

/* ---- pointers ---- */

/* A token with ~1 and ~0 read; false for another ~, and what is too long. */
static bool
read_token(char out[TEMPLATE_POINTER_MAX], const char *token, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char c = token[i];

		if (to + 1 >= TEMPLATE_POINTER_MAX)
			return false;
		if (c == '~') {
			i++;
			if (i >= n || (token[i] != '0' && token[i] != '1'))
				return false;
			c = token[i] == '1' ? '/' : '~';
		}
		out[to++] = c;
	}
	out[to] = '\0';
	return true;
}

/* NULL for what is no place in an array: "01", "-", "x". */
static json_t *
item_of(const json_t *array, const char *token)
{
	size_t n = strlen(token);

	if (n == 0 || n > 6 || strspn(token, "0123456789") != n || (n > 1 && token[0] == '0'))
		return NULL;
	return json_array_get(array, (size_t)strtoul(token, NULL, 10));
}

json_t *
template_point(const json_t *root, const char *pointer)
{
	const json_t *at = root;

	while (at && *pointer == '/') {
		char token[TEMPLATE_POINTER_MAX];
		size_t n = strcspn(pointer + 1, "/");

		if (!read_token(token, pointer + 1, n))
			return NULL;
		at = json_is_array(at) ? item_of(at, token) : json_object_get(at, token);
		pointer += n + 1;
	}
	return *pointer || json_is_null(at) ? NULL : (json_t *)at;
}
