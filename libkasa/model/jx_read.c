/* Reading JSON: one pass over the text, which leaves a flat array of what stands where. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/jx.h"
#include "model/jx_value.h"

/* Where the reading is. Values are counted, not pointed to: their array moves as it grows. */
struct reader {
	struct kasa_jx_doc *doc;
	const char *begin, *at, *end;
	struct kasa_err *err;
};

static bool
refuse(const struct reader *in, const char *why)
{
	kasa_err_set(in->err, KASA_EPROTO, "not JSON: %s at byte %td", why, in->at - in->begin);
	return false;
}

static void
skip_blanks(struct reader *in)
{
	while (in->at < in->end && (*in->at == ' ' || *in->at == '\t' || *in->at == '\n' || *in->at == '\r'))
		in->at++;
}

/* Steps over @p c, where it stands. */
static bool
take(struct reader *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static bool
grow(struct reader *in)
{
	struct kasa_jx_doc *doc = in->doc;
	size_t cap = doc->cap ? doc->cap * 2 : 64; /* a plug's answer has about 45 values */
	struct kasa_jx *values = realloc(doc->values, cap * sizeof *values);

	if (!values) {
		kasa_err_set(in->err, KASA_ENOMEM, "no memory for %zu values of JSON", cap);
		return false;
	}
	doc->values = values;
	doc->cap = cap;
	return true;
}

/* A new value at the end of all, whose text begins here. */
static bool
begin_value(struct reader *in, enum kasa_jx_type type, const struct kasa_jx *key)
{
	struct kasa_jx_doc *doc = in->doc;

	if (doc->count == doc->cap && !grow(in))
		return false;
	doc->values[doc->count++] = (struct kasa_jx){
		.type = type,
		.key = key->text,
		.key_len = key->len,
		.key_escaped = key->key_escaped,
		.text = in->at,
		.size = 1,
	};
	return true;
}

static void
end_value(struct reader *in, size_t index, const char *end)
{
	struct kasa_jx *value = &in->doc->values[index];

	value->len = (uint32_t)(end - value->text);
	value->size = (uint32_t)(in->doc->count - index);
}

/* Behind a \u: one character, in one or two parts. A NUL would end the text early for every reader in C. */
static bool
check_unicode(struct reader *in)
{
	int n = kasa_jx_hex4(in->at, in->end);

	if (n <= 0 || kasa_jx_is_low(n))
		return refuse(in, "a \\u that is no character");
	in->at += 4;
	if (!kasa_jx_is_high(n))
		return true;
	if (in->end - in->at < 6 || in->at[0] != '\\' || in->at[1] != 'u'
	    || !kasa_jx_is_low(kasa_jx_hex4(in->at + 2, in->end)))
		return refuse(in, "half a character");
	in->at += 6;
	return true;
}

/* Steps behind the closing quote; @p string tells what stands between the two. */
static bool
read_string(struct reader *in, struct kasa_jx *string)
{
	static const char escapes[] = { '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u' };

	string->text = ++in->at;
	while (in->at < in->end && *in->at != '"') {
		if ((unsigned char)*in->at < 0x20)
			return refuse(in, "a control character in a string");
		if (*in->at++ != '\\')
			continue;
		if (in->at == in->end || !memchr(escapes, *in->at, sizeof escapes))
			return refuse(in, "an escape that there is not");
		if (*in->at++ == 'u' && !check_unicode(in))
			return false;
	}
	if (in->at == in->end)
		return refuse(in, "a string without end");
	string->len = (uint32_t)(in->at - string->text);
	in->at++;
	return true;
}

static bool
read_digits(struct reader *in)
{
	const char *from = in->at;

	while (in->at < in->end && *in->at >= '0' && *in->at <= '9')
		in->at++;
	return in->at > from;
}

/* The type is known, and where it ends. */
static bool
check_number(struct reader *in, const struct kasa_jx *number)
{
	double real;

	if (number->type == KASA_JX_INTEGER)
		return kasa_jx_fits(number) || refuse(in, "a number that is too large");
	real = kasa_jx_real(number);
	if (isnan(real)) {
		kasa_err_set(in->err, KASA_ENOMEM, "no memory for a number of %u digits", (unsigned)number->len);
		return false;
	}
	return isfinite(real) || refuse(in, "a number that is too large");
}

static bool
read_number(struct reader *in, const struct kasa_jx *key)
{
	size_t index = in->doc->count;
	struct kasa_jx *value;

	if (!begin_value(in, KASA_JX_INTEGER, key))
		return false;
	value = &in->doc->values[index];
	take(in, '-');
	if (!take(in, '0') && !read_digits(in))
		return refuse(in, "no value");
	if (take(in, '.')) {
		value->type = KASA_JX_REAL;
		if (!read_digits(in))
			return refuse(in, "a number without digits behind its point");
	}
	if (in->at < in->end && (*in->at | ' ') == 'e') {
		in->at++;
		value->type = KASA_JX_REAL;
		if (!take(in, '+'))
			take(in, '-');
		if (!read_digits(in))
			return refuse(in, "a number without an exponent");
	}
	end_value(in, index, in->at);
	return check_number(in, value);
}

static bool
read_word(struct reader *in, const char *word, enum kasa_jx_type type, const struct kasa_jx *key)
{
	size_t n = strlen(word), index = in->doc->count;

	if ((size_t)(in->end - in->at) < n || memcmp(in->at, word, n) != 0)
		return refuse(in, "no value");
	if (!begin_value(in, type, key))
		return false;
	in->at += n;
	end_value(in, index, in->at);
	return true;
}

static bool read_value(struct reader *in, const struct kasa_jx *key, int depth);

static bool
read_array(struct reader *in, const struct kasa_jx *key, int depth)
{
	const struct kasa_jx none = { .text = NULL };
	size_t index = in->doc->count;

	if (!begin_value(in, KASA_JX_ARRAY, key))
		return false;
	in->at++;
	skip_blanks(in);
	if (!take(in, ']')) {
		do {
			if (!read_value(in, &none, depth))
				return false;
			skip_blanks(in);
		} while (take(in, ','));
		if (!take(in, ']'))
			return refuse(in, "an array without ']'");
	}
	end_value(in, index, in->at);
	return true;
}

/* Which of the two would count is nobody's guess. */
static bool
twice(const struct reader *in, size_t index, const struct kasa_jx *key)
{
	const struct kasa_jx named = { .key = key->text, .key_len = key->len, .key_escaped = key->key_escaped };
	const struct kasa_jx *values = in->doc->values;

	for (size_t i = index + 1; i < in->doc->count; i += values[i].size)
		if (kasa_jx_same_name(&values[i], &named))
			return true;
	return false;
}

static bool
read_member(struct reader *in, size_t index, int depth)
{
	struct kasa_jx key;

	skip_blanks(in);
	if (in->at == in->end || *in->at != '"')
		return refuse(in, "no name of a member");
	if (!read_string(in, &key))
		return false;
	key.key_escaped = memchr(key.text, '\\', key.len);
	if (twice(in, index, &key))
		return refuse(in, "a duplicate key");
	skip_blanks(in);
	if (!take(in, ':'))
		return refuse(in, "no ':'");
	return read_value(in, &key, depth);
}

static bool
read_object(struct reader *in, const struct kasa_jx *key, int depth)
{
	size_t index = in->doc->count, members = 0;

	if (!begin_value(in, KASA_JX_OBJECT, key))
		return false;
	in->at++;
	skip_blanks(in);
	if (!take(in, '}')) {
		do {
			if (++members > KASA_JX_MEMBERS)
				return refuse(in, "an object with too many members");
			if (!read_member(in, index, depth))
				return false;
			skip_blanks(in);
		} while (take(in, ','));
		if (!take(in, '}'))
			return refuse(in, "an object without '}'");
	}
	end_value(in, index, in->at);
	return true;
}

static bool
read_text(struct reader *in, const struct kasa_jx *key)
{
	size_t index = in->doc->count;
	struct kasa_jx string;

	if (!begin_value(in, KASA_JX_STRING, key) || !read_string(in, &string))
		return false;
	in->doc->values[index].text = string.text;
	end_value(in, index, string.text + string.len);
	return true;
}

static bool
read_value(struct reader *in, const struct kasa_jx *key, int depth)
{
	skip_blanks(in);
	if (in->at == in->end)
		return refuse(in, "the text ends early");
	if (depth == KASA_JX_DEPTH && (*in->at == '{' || *in->at == '['))
		return refuse(in, "nested too deeply");
	switch (*in->at) {
	case '{':
		return read_object(in, key, depth + 1);
	case '[':
		return read_array(in, key, depth + 1);
	case '"':
		return read_text(in, key);
	case 't':
		return read_word(in, "true", KASA_JX_TRUE, key);
	case 'f':
		return read_word(in, "false", KASA_JX_FALSE, key);
	case 'n':
		return read_word(in, "null", KASA_JX_NULL, key);
	default:
		return read_number(in, key);
	}
}

static bool
read_root(struct reader *in)
{
	const struct kasa_jx none = { .text = NULL };

	if (!read_value(in, &none, 0))
		return false;
	skip_blanks(in);
	if (in->at != in->end)
		return refuse(in, "something behind the end");
	return in->doc->values[0].type == KASA_JX_OBJECT || refuse(in, "not an object");
}

int
kasa_jx_parse(struct kasa_jx_doc *doc, const char *text, size_t len, struct kasa_err *err)
{
	struct kasa_err ignored;
	struct reader in = { .doc = doc, .begin = text, .at = text, .end = text + len, .err = err ? err : &ignored };
	int rc;

	*doc = (struct kasa_jx_doc){ .values = NULL };
	if (read_root(&in))
		return KASA_OK;
	rc = (int)in.err->code;
	kasa_jx_finish(doc);
	return rc;
}

void
kasa_jx_finish(struct kasa_jx_doc *doc)
{
	free(doc->values);
	*doc = (struct kasa_jx_doc){ .values = NULL };
}
