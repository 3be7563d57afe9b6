/* Whole millionths and hundredths: a price is exactly what was typed. */
#include "common/amount.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/err.h"
#include "base/round.h"
#include "common/scan.h"
#include "common/text_show.h"

enum {
	PRICE_MOST = 1000,
	DECIMALS_MOST = 6,
	THOUSAND_DIGITS = 3,
	PER_HUNDREDTH = AMOUNT_UNIT / 100,
	KWH_MOST = 1000000000, /* a plug at its limit of 16 A draws that much in 30 000 years */
};

/* "1,234" is a thousand and more to some, and little more than one to others. */
static bool
ambiguous(const char *text, const struct scan_decimal *number)
{
	const char *at = text;
	size_t digits;

	scan_digits(&at, &digits);
	return *at == ',' && number->whole > 0 && number->decimals == THOUSAND_DIGITS;
}

int
amount_parse(const char *text, uint32_t *price, struct kasa_err *err)
{
	struct scan_decimal number;
	char shown[TEXT_SHOWN];
	const char *at = text;
	uint64_t value;

	if (scan_decimal(&at, ".,", &number) && !*at && ambiguous(text, &number))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\": a comma before three digits has two meanings, use a point",
		                    text_show(shown, text));
	value = number.whole * AMOUNT_UNIT + number.billionths / 1000;
	if (at == text || *at || number.decimals > DECIMALS_MOST || value > (uint64_t)PRICE_MOST * AMOUNT_UNIT)
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\" is no price of a kWh: a number from 0 to %d, as 0.30, at most %d decimals",
		                    text_show(shown, text), PRICE_MOST, DECIMALS_MOST);
	*price = (uint32_t)value;
	return KASA_OK;
}

bool
amount_cost(uint32_t price, double kwh, int64_t *hundredths)
{
	if (!(kwh >= 0 && kwh <= KWH_MOST)) /* so that NAN is refused too */
		return false;
	*hundredths = kasa_round(kwh * price / PER_HUNDREDTH);
	return true;
}

const char *
amount_format(char out[AMOUNT_TEXT], int64_t hundredths)
{
	uint64_t value = hundredths < 0 ? -(uint64_t)hundredths : (uint64_t)hundredths;

	snprintf(out, AMOUNT_TEXT, "%s%" PRIu64 ".%02u", hundredths < 0 ? "-" : "", value / 100,
	         (unsigned)(value % 100));
	return out;
}
