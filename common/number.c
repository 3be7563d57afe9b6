/* Decimal digits only: no sign, no exponent, no space, no locale. */
#include "common/number.h"

#include <stddef.h>

/* Reads digits and steps over them; the value stops growing where it could not be told any more. */
static uint64_t
digits(const char **text, size_t *count)
{
	uint64_t value = 0;

	for (*count = 0; **text >= '0' && **text <= '9'; (*text)++, (*count)++)
		if (value < UINT32_MAX)
			value = value * 10 + (uint64_t)(**text - '0');
	return value;
}

bool
number_parse(const char *text, uint32_t least, uint32_t most, uint32_t *out)
{
	size_t count;
	uint64_t value = digits(&text, &count);

	if (count == 0 || *text || value < least || value > most)
		return false;
	*out = (uint32_t)value;
	return true;
}

bool
seconds_parse(const char *text, uint32_t least_ms, uint32_t most_ms, uint32_t *out_ms)
{
	size_t whole_digits, fraction_digits = 0;
	uint64_t ms = digits(&text, &whole_digits) * 1000;

	if (*text == '.') {
		uint64_t unit = 100;

		for (text++; *text >= '0' && *text <= '9'; text++, unit /= 10, fraction_digits++)
			ms += unit * (uint64_t)(*text - '0');
	}
	if (whole_digits + fraction_digits == 0 || *text || ms < least_ms || ms > most_ms)
		return false;
	*out_ms = (uint32_t)ms;
	return true;
}
