/* Days of the calendar, beside what gmtime(3) says. */
#include "unit/unit.h"

#include <time.h>

#include "common/calendar.h"

enum {
	DAY_S = 24 * 60 * 60,
};

START_TEST(a_month_has_the_days_that_it_has)
{
	ck_assert_int_eq(calendar_month_days(2026, 2), 28);
	ck_assert_int_eq(calendar_month_days(2028, 2), 29);
	ck_assert_int_eq(calendar_month_days(2100, 2), 28);
	ck_assert_int_eq(calendar_month_days(2000, 2), 29);
	ck_assert_int_eq(calendar_month_days(2026, 4), 30);
	ck_assert_int_eq(calendar_month_days(2026, 12), 31);
	ck_assert_int_eq(calendar_month_days(2026, 0), 0);
	ck_assert_int_eq(calendar_month_days(2026, 13), 0);
}
END_TEST

START_TEST(days_that_are_not_are_told)
{
	ck_assert(calendar_valid(&(struct date){ 2028, 2, 29 }));
	ck_assert(!calendar_valid(&(struct date){ 2026, 2, 29 }));
	ck_assert(!calendar_valid(&(struct date){ 2026, 13, 1 }));
	ck_assert(!calendar_valid(&(struct date){ 2026, 0, 1 }));
	ck_assert(!calendar_valid(&(struct date){ 2026, 1, 0 }));
	ck_assert(!calendar_valid(&(struct date){ 0, 1, 1 }));
	ck_assert(!calendar_valid(&(struct date){ 10000, 1, 1 }));
}
END_TEST

static bool
as_the_system_says(const struct date *date, int64_t days)
{
	time_t at = (time_t)days * DAY_S;
	struct tm tm;

	return gmtime_r(&at, &tm) && tm.tm_year + 1900 == date->year && tm.tm_mon + 1 == date->month
	       && tm.tm_mday == date->day && tm.tm_wday == calendar_weekday(date) && calendar_days(date) == days
	       && calendar_year(days) == date->year;
}

/* From 1600 to 2400, which is two whole cycles. */
START_TEST(every_day_is_counted_as_the_system_does)
{
	struct date date = { 1600, 1, 1 };
	unsigned wrong = 0;

	for (int64_t days = calendar_days(&date); date.year < 2400; days++, date = calendar_after(&date, 1))
		wrong += !as_the_system_says(&date, days);

	ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(later_days_go_over_months_and_years)
{
	struct date date = calendar_after(&(struct date){ 2027, 12, 25 }, 7 + 31 + 29);

	ck_assert_int_eq(date.year, 2028);
	ck_assert_int_eq(date.month, 3);
	ck_assert_int_eq(date.day, 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_month_has_the_days_that_it_has,
		days_that_are_not_are_told,
		every_day_is_counted_as_the_system_does,
		later_days_go_over_months_and_years,
	};

	return unit_run("calendar", tests, UNIT_COUNT(tests));
}
