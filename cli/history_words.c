/* Time of use and costs as cells. */
#include "cli/history_words.h"

#include <math.h>
#include <stdio.h>

#include <kasa/state.h>

#include "base/err.h"
#include "base/round.h"
#include "cli/sheet.h"
#include "common/amount.h"

void
usage_add(struct sheet *sheet, const char *key, const char *label, double minutes)
{
	bool known = minutes >= 0 && minutes < INT32_MAX; /* so that NAN is none */
	int64_t whole = known ? kasa_round(minutes) : KASA_UNKNOWN;
	char shown[SHEET_WORD];

	sheet_int(sheet, key, label, whole);
	if (!known)
		return;
	snprintf(shown, sizeof shown, "%d:%02d", (int)(whole / 60), (int)(whole % 60));
	sheet_shown(sheet, shown);
}

bool
cost_price(const struct options *opts, uint32_t *price)
{
	const char *text = options_text(opts, "price");
	struct kasa_err err;

	return text && amount_parse(text, price, &err) == KASA_OK;
}

void
cost_add(struct sheet *sheet, const struct options *opts, double kwh)
{
	char shown[AMOUNT_TEXT];
	int64_t hundredths;
	uint32_t price;

	if (!cost_price(opts, &price))
		return;
	if (!amount_cost(price, kwh, &hundredths)) {
		sheet_real(sheet, "cost", "cost", NAN, 2);
		return;
	}
	sheet_real(sheet, "cost", "cost", (double)hundredths / 100, 2);
	sheet_shown(sheet, amount_format(shown, hundredths));
}

int
cost_check(const struct options *opts, struct kasa_err *err)
{
	const char *text = options_text(opts, "price");
	char from[OPTION_FROM];
	struct kasa_err why;
	uint32_t price;

	if (!text || amount_parse(text, &price, &why) == KASA_OK)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %s", options_from(opts, "price", from), why.text);
}
