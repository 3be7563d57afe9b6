/* Decimal digits only: no sign, no exponent, no space, no locale. */
#include "common/number.h"

#include "common/scan.h"

bool
number_parse(const char *text, uint32_t least, uint32_t most, uint32_t *out)
{
	size_t count;
	uint64_t value = scan_digits(&text, &count);

	if (count == 0 || *text || value < least || value > most)
		return false;
	*out = (uint32_t)value;
	return true;
}

bool
seconds_parse(const char *text, uint32_t least_ms, uint32_t most_ms, uint32_t *out_ms)
{
	struct scan_decimal s;
	uint64_t ms;

	if (!scan_decimal(&text, ".", &s) || *text)
		return false;
	ms = s.whole * 1000 + s.billionths / 1000000;
	if (ms < least_ms || ms > most_ms)
		return false;
	*out_ms = (uint32_t)ms;
	return true;
}
