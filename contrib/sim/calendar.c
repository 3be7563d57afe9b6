#include "calendar.h"

static bool
leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
sim_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && leap(year));
}

bool
sim_date_valid(struct sim_date date)
{
	return date.year >= 1970 && date.year <= 2099 && date.month >= 1 && date.month <= 12 && date.day >= 1
	       && date.day <= sim_month_days(date.year, date.month);
}

/* Days from the year 1 to the beginning of @p year. */
static int32_t
days_before(int year)
{
	int past = year - 1;

	return 365 * past + past / 4 - past / 100 + past / 400;
}

int32_t
sim_day_number(struct sim_date date)
{
	int32_t day = days_before(date.year) - days_before(1970) + date.day - 1;

	for (int month = 1; month < date.month; month++)
		day += sim_month_days(date.year, month);
	return day;
}

struct sim_date
sim_day_date(int32_t day)
{
	struct sim_date date = { .year = 1970 + day / 366, .month = 1 }; /* near */

	while (days_before(date.year + 1) - days_before(1970) <= day)
		date.year++;
	while (days_before(date.year) - days_before(1970) > day)
		date.year--;
	day -= days_before(date.year) - days_before(1970);
	for (; day >= sim_month_days(date.year, date.month); date.month++)
		day -= sim_month_days(date.year, date.month);
	date.day = day + 1;
	return date;
}

int
sim_day_wday(int32_t day)
{
	return (day % 7 + 7 + 4) % 7; /* day 0 was a Thursday */
}

int32_t
sim_second_of(int64_t seconds)
{
	return (int32_t)((seconds % SIM_DAY_S + SIM_DAY_S) % SIM_DAY_S);
}

int32_t
sim_day_of(int64_t seconds)
{
	return (int32_t)((seconds - sim_second_of(seconds)) / SIM_DAY_S);
}
