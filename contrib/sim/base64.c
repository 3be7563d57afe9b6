#include "base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
sim_base64_encode(const char *text, size_t len, char *out)
{
	const uint8_t *in = (const uint8_t *)text;

	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t bits = (uint32_t)in[i] << 16 | (n > 1 ? in[i + 1] : 0u) << 8 | (n > 2 ? in[i + 2] : 0u);

		*out++ = digits[bits >> 18];
		*out++ = digits[bits >> 12 & 63];
		*out++ = n > 1 ? digits[bits >> 6 & 63] : '=';
		*out++ = n > 2 ? digits[bits & 63] : '=';
	}
	*out = '\0';
}

bool
sim_base64_decode(const char *text, char *out, size_t size)
{
	size_t len = strlen(text), used = 0;
	uint32_t bits = 0;

	if (len % 4 != 0)
		return false;
	while (len > 0 && text[len - 1] == '=' && strlen(text) - len < 2)
		len--;
	for (size_t i = 0; i < len; i++) {
		const char *digit = strchr(digits, text[i]);

		if (!digit)
			return false;
		bits = bits << 6 | (uint32_t)(digit - digits);
		if (i % 4 == 0)
			continue;
		if (used + 1 >= size)
			return false;
		out[used] = (char)(bits >> (6 - 2 * (i % 4)));
		if (out[used++] == '\0')
			return false;
	}
	out[used] = '\0';
	return true;
}
