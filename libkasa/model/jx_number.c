/* Numbers of JSON, exactly. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/jx_value.h"

bool
kasa_jx_fits(const struct kasa_jx *integer)
{
	int64_t sum = 0;
	bool minus = integer->text[0] == '-';

	for (uint32_t i = minus; i < integer->len; i++) {
		int digit = integer->text[i] - '0';

		if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	return minus || sum != INT64_MIN;
}

/* As strtod() reads it, in every locale. */
static double
real_by_library(const struct kasa_jx *number)
{
	const char *point = localeconv()->decimal_point;
	char *copy = malloc(number->len + strlen(point) + 1), *dst = copy;
	double value;

	if (!copy)
		return NAN;
	for (uint32_t i = 0; i < number->len; i++) {
		if (number->text[i] == '.')
			dst = stpcpy(dst, point);
		else
			*dst++ = number->text[i];
	}
	*dst = '\0';
	value = strtod(copy, NULL);
	free(copy);
	return value;
}

/*
 * Digits that fit into the 53 bits of a double, divided by a power of ten that does, are rounded once and so as they
 * should be (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990). A meter's numbers all are like that.
 */
double
kasa_jx_real(const struct kasa_jx *number)
{
	static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
		                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	uint64_t digits = 0;
	unsigned behind = 0;
	bool pointed = false;

	for (uint32_t i = number->text[0] == '-'; i < number->len; i++) {
		char c = number->text[i];

		if (c == '.') {
			pointed = true;
			continue;
		}
		digits = digits * 10 + (uint64_t)(c - '0');
		behind += pointed;
		if ((c | ' ') == 'e' || digits > 1ull << 53 || behind >= sizeof tens / sizeof tens[0])
			return real_by_library(number);
	}
	return (number->text[0] == '-' ? -1 : 1) * ((double)digits / tens[behind]);
}
