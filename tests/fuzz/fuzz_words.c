/* What people type to say how long, when and for what price: read, or refused with a sentence; what is shown for it means the same. */
#include "base/str.h"
#include "common/amount.h"
#include "common/duration.h"
#include "common/timewords.h"
#include "fuzz/fuzz.h"

static void
check_refusal(const struct kasa_err *err)
{
	PROMISE(err->code == KASA_EINVAL && err->text[0]);
	PROMISE(kasa_utf8_valid(err->text, strlen(err->text)));
}

static void
take_duration(const char *text)
{
	char shown[DURATION_TEXT];
	uint64_t ms, again;
	struct kasa_err err;

	if (duration_parse(text, 1, DURATION_MOST, &ms, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(ms >= 1 && ms <= DURATION_MOST);
	PROMISE(duration_parse(duration_format(shown, ms), ms, ms, &again, NULL) == KASA_OK && again == ms);
}

static void
take_moment(const char *text)
{
	char shown[MOMENT_TEXT];
	struct moment moment, again;
	struct kasa_err err;

	if (moment_parse(text, &moment, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(moment.minutes >= (moment.kind == MOMENT_CLOCK ? 0 : -720));
	PROMISE(moment.minutes <= (moment.kind == MOMENT_CLOCK ? 1439 : 720));
	PROMISE(moment_parse(moment_format(shown, &moment), &again, NULL) == KASA_OK);
	PROMISE(again.kind == moment.kind && again.minutes == moment.minutes);
}

static void
take_days(const char *text)
{
	char shown[DAYS_TEXT];
	unsigned days, again;
	struct kasa_err err;

	if (days_parse(text, &days, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(days > 0 && days <= DAYS_ALL);
	PROMISE(days_parse(days_format(shown, days), &again, NULL) == KASA_OK && again == days);
}

static void
take_date(const char *text)
{
	static const struct date today = { 2026, 12, 30 };
	char shown[DATE_TEXT];
	struct date date, again;
	struct kasa_err err;

	if (date_parse(text, &today, &date, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(calendar_valid(&date));
	PROMISE(date_parse(date_format(shown, &date), &today, &again, NULL) == KASA_OK);
	PROMISE(calendar_days(&again) == calendar_days(&date));
}

static void
take_month(const char *text)
{
	struct date month = { 0 };
	struct kasa_err err;
	int year;

	if (month_parse(text, &month, &err) != KASA_OK)
		check_refusal(&err);
	else
		PROMISE(calendar_valid(&month) && month.day == 1);
	if (year_parse(text, &year, &err) != KASA_OK)
		check_refusal(&err);
	else
		PROMISE(year >= YEAR_LEAST && year <= YEAR_MOST);
}

static void
take_price(const char *text)
{
	struct kasa_err err;
	uint32_t price;

	if (amount_parse(text, &price, &err) != KASA_OK)
		check_refusal(&err);
	else
		PROMISE(price <= 1000u * AMOUNT_UNIT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	take_duration(text);
	take_moment(text);
	take_days(text);
	take_date(text);
	take_month(text);
	take_price(text);
	free(text);
	return 0;
}
