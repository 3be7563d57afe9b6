#include "model/base64.h"

#include <stdbool.h>
#include <string.h>

#include <nettle/base64.h>

#include "base/str.h"

enum {
	TEXT_MAX = 768, /* bytes behind it; names have up to 127, networks 32 */
};

/* The bytes, ended by a NUL. False where they are none, too many, or no text. */
static bool
decode(const char *base64, char text[BASE64_DECODE_LENGTH(TEXT_MAX / 3 * 4) + 1])
{
	struct base64_decode_ctx ctx;
	size_t n = strlen(base64), len = BASE64_DECODE_LENGTH(TEXT_MAX / 3 * 4);

	if (n > TEXT_MAX / 3 * 4)
		return false;
	base64_decode_init(&ctx);
	if (!base64_decode_update(&ctx, &len, (uint8_t *)text, n, base64) || !base64_decode_final(&ctx))
		return false;
	text[len] = '\0';
	return strlen(text) == len && kasa_utf8_valid(text, len);
}

void
kasa_base64_text(const char *base64, char *dst, size_t size)
{
	char text[BASE64_DECODE_LENGTH(TEXT_MAX / 3 * 4) + 1];

	kasa_str_copy(dst, size, decode(base64, text) ? text : base64);
}

int
kasa_base64_quote(struct kasa_buf *out, const char *text)
{
	size_t n = strlen(text), len = BASE64_ENCODE_RAW_LENGTH(n);
	char *at = (char *)kasa_buf_room(out, len + 2);

	if (!at)
		return out->max - out->len < len + 2 ? KASA_EPROTO : KASA_ENOMEM;
	base64_encode_raw(at + 1, n, (const uint8_t *)text);
	at[0] = at[len + 1] = '"';
	out->len += len + 2;
	return KASA_OK;
}
