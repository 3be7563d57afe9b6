/* Strings of JSON: escapes resolved on the way out, made on the way in. */
#include <string.h>

#include "base/str.h"
#include "model/jx.h"
#include "model/jx_value.h"

/* The four digits of a \u, or -1. */
int
kasa_jx_hex4(const char *at, const char *end)
{
	int n = 0;

	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = kasa_hex_digit(at[i]);

		if (digit < 0)
			return -1;
		n = n << 4 | digit;
	}
	return n;
}

/* The character behind a backslash. Surrogates were checked to come in pairs. */
static uint32_t
unescape(const char **at, const char *end)
{
	static const char names[] = "bfnrt", means[] = "\b\f\n\r\t";
	char c = *(*at)++;
	const char *name = memchr(names, c, sizeof names - 1);
	uint32_t n;

	if (c != 'u')
		return (unsigned char)(name ? means[name - names] : c);
	n = (uint32_t)kasa_jx_hex4(*at, end);
	*at += 4;
	if (!kasa_jx_is_high((int)n))
		return n;
	n = 0x10000 + ((n & 0x3ff) << 10) + ((uint32_t)kasa_jx_hex4(*at + 2, end) & 0x3ff);
	*at += 6;
	return n;
}

/* The next character of a string, its escape resolved. */
static uint32_t
next_character(const char **at, const char *end)
{
	if (**at != '\\')
		return kasa_utf8_next(at, end);
	++*at;
	return unescape(at, end);
}

bool
kasa_jx_same_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	const char *a_end = a + a_len, *b_end = b + b_len;

	while (a < a_end && b < b_end)
		if (next_character(&a, a_end) != next_character(&b, b_end))
			return false;
	return a == a_end && b == b_end;
}

void
kasa_jx_copy_text(const char *text, size_t len, char *dst, size_t size)
{
	const char *end = text + len;
	size_t used = 0;

	while (text < end) {
		char utf8[4];
		size_t n = kasa_utf8_put(utf8, next_character(&text, end));

		if (used + n >= size)
			break;
		memcpy(dst + used, utf8, n);
		used += n;
	}
	dst[used] = '\0';
}

int
kasa_jx_add(struct kasa_buf *out, const struct kasa_jx *value)
{
	const char *quote = value->type == KASA_JX_STRING ? "\"" : "";

	return kasa_buf_printf(out, "%s%.*s%s", quote, (int)value->len, value->text, quote);
}

int
kasa_jx_add_member(struct kasa_buf *out, const struct kasa_jx *member)
{
	int rc = kasa_buf_printf(out, "\"%.*s\":", (int)member->key_len, member->key);

	return rc == KASA_OK ? kasa_jx_add(out, member) : rc;
}

int
kasa_jx_quote(struct kasa_buf *out, const char *text)
{
	size_t before = out->len;
	int rc = kasa_buf_add(out, "\"", 1);

	for (; *text && rc == KASA_OK; text++) {
		if ((unsigned char)*text < 0x20)
			rc = kasa_buf_printf(out, "\\u%04x", (unsigned)*text);
		else if (*text == '"' || *text == '\\')
			rc = kasa_buf_printf(out, "\\%c", *text);
		else
			rc = kasa_buf_add(out, text, 1);
	}
	if (rc == KASA_OK)
		rc = kasa_buf_add(out, "\"", 1);
	if (rc != KASA_OK)
		out->len = before;
	return rc;
}
