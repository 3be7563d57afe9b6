/* Money without a currency: what a kilowatt hour costs, and what many did. */
#ifndef KASA_COMMON_AMOUNT_H
#define KASA_COMMON_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/error.h>

enum {
	AMOUNT_TEXT = 24,
	AMOUNT_UNIT = 1000000, /* a price is told in millionths: tariffs have up to four decimals, some have more */
};

/*
 * Reads the price of a kWh, from 0 to 1000, in millionths. The point may be a comma, as many bills have it; "1,234",
 * which means one thing here and another there, is refused.
 *
 * KASA_EINVAL, with a sentence that says what is allowed; @p price is untouched then.
 */
int amount_parse(const char *text, uint32_t *price, struct kasa_err *err);

/* What that much energy costs, in hundredths, rounded. False when @p kwh is unknown, negative, or beyond all meters. */
bool amount_cost(uint32_t price, double kwh, int64_t *hundredths);

/* Writes "12.30": two decimals, always a point; returns @p out. */
const char *amount_format(char out[AMOUNT_TEXT], int64_t hundredths);

#endif
