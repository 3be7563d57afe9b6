#include "raw.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"

enum {
	PRIVATE = 0xf700, /* and the byte, which is above 0x7f */
	WRAPPED = 3,      /* bytes of such a character */
};

int
sim_raw_wrap(const char *text, size_t len, struct kasa_buf *out)
{
	const char *end = text + len, *next = text;
	char wrapped[4];
	int rc = KASA_OK;

	for (; text < end && rc == KASA_OK; text = next) {
		kasa_utf8_next(&next, end);
		if (next - text == 1 && (unsigned char)*text > 0x7f)
			rc = kasa_buf_add(out, wrapped, kasa_utf8_put(wrapped, PRIVATE + (unsigned char)*text));
		else
			rc = kasa_buf_add(out, text, (size_t)(next - text));
	}
	return rc;
}

static bool
is_wrapped(const uint8_t *text, size_t len)
{
	return len >= WRAPPED && text[0] == 0xef && (text[1] == 0x9e || text[1] == 0x9f);
}

void
sim_raw_unwrap(struct kasa_buf *text)
{
	size_t out = 0;

	for (size_t in = 0; in < text->len; in++) {
		if (is_wrapped(text->data + in, text->len - in)) {
			text->data[out++] = (uint8_t)(text->data[in + 1] << 6 | (text->data[in + 2] & 0x3f));
			in += WRAPPED - 1;
		} else {
			text->data[out++] = text->data[in];
		}
	}
	text->len = out;
}

size_t
sim_raw_length(const char *text)
{
	size_t len = strlen(text), length = 0;

	for (size_t i = 0; i < len; i++, length++)
		if (is_wrapped((const uint8_t *)text + i, len - i))
			i += WRAPPED - 1;
	return length;
}
