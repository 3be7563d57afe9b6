/* Counts whole years and months: there is no table that ends one day. */
#include "common/calendar.h"

enum {
	EPOCH_YEAR = 1970,
	EPOCH_WEEKDAY = 4, /* 1970-01-01 was a Thursday */
	CYCLE_YEARS = 400, /* after that many the calendar begins anew */
	CYCLE_DAYS = 146097,
};

static bool
leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
calendar_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && leap(year));
}

bool
calendar_valid(const struct date *date)
{
	return date->year >= 1 && date->year <= 9999 && date->day >= 1
	       && date->day <= calendar_month_days(date->year, date->month);
}

/* Days from the beginning of the year 1 to that of another. */
static int64_t
days_before(int64_t year)
{
	int64_t past = year - 1;

	return past * 365 + past / 4 - past / 100 + past / 400;
}

int64_t
calendar_days(const struct date *date)
{
	int64_t days = days_before(date->year) - days_before(EPOCH_YEAR) + date->day - 1;

	for (int month = 1; month < date->month; month++)
		days += calendar_month_days(date->year, month);
	return days;
}

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int
calendar_year(int64_t days)
{
	int64_t since = days + days_before(EPOCH_YEAR); /* days since the beginning of the year 1 */
	int64_t cycle = floor_divide(since, CYCLE_DAYS);
	int64_t rest = since - cycle * CYCLE_DAYS;
	int64_t year = rest / 366 + 1; /* not too late */

	while (days_before(year + 1) <= rest)
		year++;
	return (int)(cycle * CYCLE_YEARS + year);
}

int
calendar_weekday(const struct date *date)
{
	int64_t days = calendar_days(date) + EPOCH_WEEKDAY;

	return (int)(days - floor_divide(days, 7) * 7);
}

struct date
calendar_after(const struct date *date, unsigned days)
{
	struct date day = *date;

	for (; days > 0; days--) {
		if (++day.day <= calendar_month_days(day.year, day.month))
			continue;
		day.day = 1;
		day.month = day.month % 12 + 1;
		day.year += day.month == 1;
	}
	return day;
}
