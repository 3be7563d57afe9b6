#include "base/str.h"

#include <string.h>

bool
kasa_str_copy(char *dst, size_t size, const char *src)
{
	size_t n = strlen(src);

	if (n < size) {
		memcpy(dst, src, n + 1);
		return true;
	}
	n = size - 1;
	while (n > 0 && ((unsigned char)src[n] & 0xc0) == 0x80)
		n--;
	memcpy(dst, src, n);
	dst[n] = '\0';
	return false;
}

bool
kasa_str_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0)             /* C0, DEL, C1 */
	       || c == 0x200e || c == 0x200f || c == 0x61c     /* direction marks */
	       || (c >= 0x2028 && c <= 0x202e)                 /* line ends, embeddings, overrides */
	       || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff; /* isolates, byte order mark */
}

/* How many bytes a character takes by its first one, and that byte's own bits; 0 for no first byte. */
static size_t
utf8_length(unsigned char first, uint32_t *bits)
{
	if (first < 0x80)
		return *bits = first, 1;
	if (first >= 0xc2 && first < 0xe0)
		return *bits = first & 0x1fu, 2;
	if (first >= 0xe0 && first < 0xf0)
		return *bits = first & 0x0fu, 3;
	if (first >= 0xf0 && first < 0xf5)
		return *bits = first & 0x07u, 4;
	return 0;
}

uint32_t
kasa_utf8_next(const char **text, const char *end)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const char *p = *text;
	uint32_t c = 0;
	size_t n = utf8_length((unsigned char)*p, &c);

	*text = p + 1;
	if (n == 0 || n > (size_t)(end - p))
		return 0xfffd;
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 0xfffd;
		c = c << 6 | ((unsigned char)p[i] & 0x3fu);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0xfffd;
	*text = p + n;
	return c;
}

void
kasa_str_plain(char *text)
{
	const char *at = text, *end = text + strlen(text);

	while (at < end) {
		const char *from = at;
		uint32_t c = kasa_utf8_next(&at, end);
		bool broken = c == 0xfffd && at - from == 1;

		if (broken || kasa_str_unsafe(c))
			memset(text + (from - text), '?', (size_t)(at - from));
	}
}

size_t
kasa_utf8_put(char *dst, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char mark[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		dst[i] = (char)(0x80 | (c & 0x3f));
	dst[0] = (char)(mark[n] | c);
	return n;
}

static bool
ascii(const char *text, size_t n)
{
	unsigned char any = 0;

	for (size_t i = 0; i < n; i++)
		any |= (unsigned char)text[i];
	return any < 0x80;
}

bool
kasa_utf8_valid(const char *text, size_t n)
{
	const char *end = text + n;

	if (ascii(text, n))
		return true;
	while (text < end) {
		const char *at = text;

		/* a whole U+FFFD is three bytes; a broken byte is told as U+FFFD of one */
		if (kasa_utf8_next(&text, end) == 0xfffd && text - at == 1)
			return false;
	}
	return true;
}

uint32_t
kasa_str_fold(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
		return c + 32;
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x460 && c <= 0x481))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c;
}

int
kasa_str_match(const char *text, const char *prefix)
{
	const char *text_end = text + strlen(text), *prefix_end = prefix + strlen(prefix);

	while (prefix < prefix_end) {
		if (text == text_end)
			return 0;
		if (kasa_str_fold(kasa_utf8_next(&text, text_end))
		    != kasa_str_fold(kasa_utf8_next(&prefix, prefix_end)))
			return 0;
	}
	return text == text_end ? 2 : 1;
}

int
kasa_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
kasa_mac_parse(const char *text, uint8_t mac[6])
{
	size_t digits = 0;
	bool between = false; /* a separator may stand here */

	memset(mac, 0, 6);
	for (; *text; text++) {
		int d = kasa_hex_digit(*text);

		if (d < 0 && between && strchr(":-.", *text)) {
			between = false;
			continue;
		}
		if (d < 0 || digits == 12)
			return false;
		mac[digits / 2] = (uint8_t)(mac[digits / 2] << 4 | d);
		digits++;
		between = digits % 2 == 0 && digits < 12;
	}
	return digits == 12;
}

void
kasa_mac_format(const uint8_t mac[6], char out[KASA_MAC_TEXT])
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < 6; i++) {
		out[3 * i] = hex[mac[i] >> 4];
		out[3 * i + 1] = hex[mac[i] & 15];
		out[3 * i + 2] = i < 5 ? ':' : '\0';
	}
}
