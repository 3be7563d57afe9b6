#include "bridge/rest/rest_query.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "bridge/hub/device.h"
#include "bridge/rest/recent.h"
#include "common/text_show.h"

enum {
	YEAR_FIRST = 2000, /* as kasa_energy_days() has it */
	YEAR_LAST = 2099,
	DIGITS_MAX = 9,
};

/* Digits alone, so many of them at most. */
static bool
digits(const char *text, size_t n, unsigned *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(text[i] - '0');
	}
	return n > 0 && n <= DIGITS_MAX;
}

int
query_number(const char *name, const char *text, unsigned least, unsigned most, unsigned otherwise, unsigned *out,
             struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	*out = otherwise;
	if (!text)
		return KASA_OK;
	if (strlen(text) <= DIGITS_MAX && digits(text, strlen(text), out) && *out >= least && *out <= most)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%.40s\" is not possible; %u to %u are", name,
	                    text_show(shown, text), least, most);
}

static int
read_month(const char *text, struct history_query *out, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	unsigned year, month;

	if (!text)
		return KASA_OK;
	if (strlen(text) == 7 && text[4] == '-' && digits(text, 4, &year) && digits(text + 5, 2, &month)
	    && year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12) {
		out->year = (int)year;
		out->month = (int)month;
		return KASA_OK;
	}
	return kasa_err_set(err, KASA_EINVAL, "month: \"%.40s\" is not possible; one is written 2026-11",
	                    text_show(shown, text));
}

static int
read_year(const char *text, struct history_query *out, struct kasa_err *err)
{
	unsigned year;
	int rc = query_number("year", text, YEAR_FIRST, YEAR_LAST, (unsigned)out->year, &year, err);

	out->year = (int)year;
	out->month = 0;
	return rc;
}

static int
read_by(const char *text, enum history_by *out, struct kasa_err *err)
{
	static const char *const words[] = { "day", "month", "recent" };
	char shown[TEXT_SHOWN];

	*out = HISTORY_DAYS;
	if (!text)
		return KASA_OK;
	for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], text) == 0) {
			*out = (enum history_by)i;
			return KASA_OK;
		}
	return kasa_err_set(err, KASA_EINVAL, "by: \"%.40s\" is none of day, month and recent", text_show(shown, text));
}

/* What does not belong to the others would be ignored without a word. */
static int
check_alone(enum history_by by, const char *month, const char *year, const char *minutes, struct kasa_err *err)
{
	if (month && by != HISTORY_DAYS)
		return kasa_err_set(err, KASA_EINVAL, "month: it goes with by=day");
	if (year && by != HISTORY_MONTHS)
		return kasa_err_set(err, KASA_EINVAL, "year: it goes with by=month");
	if (minutes && by != HISTORY_RECENT)
		return kasa_err_set(err, KASA_EINVAL, "minutes: it goes with by=recent");
	return KASA_OK;
}

int
query_history(const char *by, const char *month, const char *year, const char *minutes, int32_t today,
              struct history_query *out, struct kasa_err *err)
{
	int rc;

	*out = (struct history_query){ .year = today / 10000, .month = today / 100 % 100, .minutes = RECENT_MINUTES };
	rc = read_by(by, &out->by, err);
	if (rc == KASA_OK)
		rc = check_alone(out->by, month, year, minutes, err);
	if (rc != KASA_OK)
		return rc;
	switch (out->by) {
	case HISTORY_DAYS:
		return read_month(month, out, err);
	case HISTORY_MONTHS:
		return read_year(year, out, err);
	case HISTORY_RECENT:
		return query_number("minutes", minutes, 1, RECENT_MINUTES, RECENT_MINUTES, &out->minutes, err);
	}
	return KASA_EINVAL;
}

int
query_availability(const char *text, int *out, struct kasa_err *err)
{
	static const char *const words[] = {
		[AVAILABILITY_UNKNOWN] = "unknown", [AVAILABILITY_ONLINE] = "online", [AVAILABILITY_OFFLINE] = "offline"
	};
	char shown[TEXT_SHOWN];

	*out = -1;
	if (!text)
		return KASA_OK;
	for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], text) == 0) {
			*out = (int)i;
			return KASA_OK;
		}
	return kasa_err_set(err, KASA_EINVAL, "availability: \"%.40s\" is none of online, offline and unknown",
	                    text_show(shown, text));
}
