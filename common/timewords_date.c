/* Dates, months and years. */
#include "common/timewords.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "common/scan.h"
#include "common/text_show.h"

/* "2026" */
static bool
scan_year(const char **at, int *year)
{
	size_t digits;
	uint64_t value = scan_digits(at, &digits);

	if (digits != 4 || value < YEAR_LEAST || value > YEAR_MOST)
		return false;
	*year = (int)value;
	return true;
}

/* "-7" or "-07" */
static bool
scan_two(const char **at, int most, int *out)
{
	size_t digits;
	uint64_t value;

	if (!scan_char(at, '-'))
		return false;
	value = scan_digits(at, &digits);
	if (digits < 1 || digits > 2 || value < 1 || value > (uint64_t)most)
		return false;
	*out = (int)value;
	return true;
}

static bool
parse_date(const char *at, struct date *date)
{
	return scan_year(&at, &date->year) && scan_two(&at, 12, &date->month) && scan_two(&at, 31, &date->day) && !*at;
}

/* A word that tells a day from today; all that stands here. */
static bool
parse_word(const char *at, const struct date *today, struct date *date)
{
	char word[SCAN_WORD];
	int day;

	scan_word(&at, word);
	if (*at)
		return false;
	if (strcmp(word, "today") == 0)
		return *date = *today, true;
	if (strcmp(word, "tomorrow") == 0)
		return *date = calendar_after(today, 1), true;
	day = days_weekday(word);
	if (day < 0)
		return false;
	*date = calendar_after(today, 1 + (unsigned)(day + 6 - calendar_weekday(today)) % 7);
	return true;
}

int
date_parse(const char *text, const struct date *today, struct date *out, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	struct date date;

	if (!parse_date(text, &date) && !parse_word(text, today, &date))
		return kasa_err_set(
			err, KASA_EINVAL,
			"\"%s\" is no date: 2026-12-24 (years %d to %d), today, tomorrow, or a day as sunday",
			text_show(shown, text), YEAR_LEAST, YEAR_MOST);
	if (!calendar_valid(&date))
		return kasa_err_set(err, KASA_EINVAL, "\"%s\": that month has %d days", text_show(shown, text),
		                    calendar_month_days(date.year, date.month));
	*out = date;
	return KASA_OK;
}

const char *
date_format(char out[DATE_TEXT], const struct date *date)
{
	snprintf(out, DATE_TEXT, "%04d-%02d-%02d", date->year, date->month, date->day);
	return out;
}

int
month_parse(const char *text, struct date *out, struct kasa_err *err)
{
	struct date month = { .day = 1 };
	char shown[TEXT_SHOWN];
	const char *at = text;

	if (!scan_year(&at, &month.year) || !scan_two(&at, 12, &month.month) || *at)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no month: year and month as 2026-07, from %d to %d",
		                    text_show(shown, text), YEAR_LEAST, YEAR_MOST);
	*out = month;
	return KASA_OK;
}

int
year_parse(const char *text, int *year, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	const char *at = text;
	int value;

	if (!scan_year(&at, &value) || *at)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no year: four digits from %d to %d",
		                    text_show(shown, text), YEAR_LEAST, YEAR_MOST);
	*year = value;
	return KASA_OK;
}
