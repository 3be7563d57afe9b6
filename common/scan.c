/* ASCII alone, whatever the locale says. */
#include "common/scan.h"

#include <string.h>

uint64_t
scan_digits(const char **at, size_t *count)
{
	uint64_t value = 0;

	for (*count = 0; **at >= '0' && **at <= '9'; (*at)++, (*count)++) {
		value = value * 10 + (uint64_t)(**at - '0');
		if (value > SCAN_MOST)
			value = SCAN_MOST;
	}
	return value;
}

/* Digits behind a point, as billionths. */
static uint64_t
fraction(const char **at, size_t *count)
{
	uint64_t value = 0, unit = 100000000;

	for (*count = 0; **at >= '0' && **at <= '9'; (*at)++, (*count)++, unit /= 10)
		value += unit * (uint64_t)(**at - '0');
	return value;
}

bool
scan_decimal(const char **at, const char *points, struct scan_decimal *out)
{
	const char *behind = *at;
	size_t digits;

	*out = (struct scan_decimal){ .whole = scan_digits(&behind, &digits) };
	if (*behind && strchr(points, *behind)) {
		behind++;
		out->billionths = fraction(&behind, &out->decimals);
	}
	if (digits + out->decimals == 0)
		return false;
	*at = behind;
	return true;
}

static char
lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c;
}

void
scan_word(const char **at, char word[SCAN_WORD])
{
	char c = lower(**at);
	size_t n = 0;

	while (c >= 'a' && c <= 'z') {
		if (n < SCAN_WORD)
			word[n++] = c;
		(*at)++;
		c = lower(**at);
	}
	if (n == SCAN_WORD)
		memcpy(word, "?", 2);
	else
		word[n] = '\0';
}

void
scan_blanks(const char **at)
{
	*at += strspn(*at, " \t");
}

bool
scan_char(const char **at, char c)
{
	if (**at != c || c == '\0')
		return false;
	(*at)++;
	return true;
}
