/* Dates and time zones of the simulated devices; the oracle is libc. */
#include "unit/unit.h"

#include <time.h>

#include <kasa/clock.h>

#include "contrib/sim/calendar.h"
#include "contrib/sim/clock.h"
#include "contrib/sim/zone.h"

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	return (int64_t)sim_day_number((struct sim_date){ year, month, day }) * SIM_DAY_S + hour * 3600 + minute * 60;
}

static bool
as_libc_says(struct sim_ahead ahead, time_t at)
{
	struct tm tm;

	localtime_r(&at, &tm);
	return ahead.total_s == tm.tm_gmtoff && (ahead.summer_s > 0) == tm.tm_isdst;
}

START_TEST(days_of_more_than_a_century_are_where_libc_puts_them)
{
	for (int32_t day = -3000; day < 50000; day += 5) { /* all weekdays come */
		time_t seconds = (time_t)day * SIM_DAY_S;
		struct tm tm;
		struct sim_date date = sim_day_date(day);

		gmtime_r(&seconds, &tm);
		ck_assert_int_eq(date.year, tm.tm_year + 1900);
		ck_assert_int_eq(date.month, tm.tm_mon + 1);
		ck_assert_int_eq(date.day, tm.tm_mday);
		ck_assert_int_eq(sim_day_wday(day), tm.tm_wday);
		ck_assert_int_eq(sim_day_number(date), day);
	}
}
END_TEST

START_TEST(dates_that_are_none_are_told_from_those_that_are)
{
	ck_assert(sim_date_valid((struct sim_date){ 2024, 2, 29 }));
	ck_assert(sim_date_valid((struct sim_date){ 2000, 2, 29 }));
	ck_assert(sim_date_valid((struct sim_date){ 2099, 12, 31 }));
	ck_assert(!sim_date_valid((struct sim_date){ 2026, 2, 29 }));
	ck_assert(!sim_date_valid((struct sim_date){ 2026, 0, 1 }));
	ck_assert(!sim_date_valid((struct sim_date){ 2026, 13, 1 }));
	ck_assert(!sim_date_valid((struct sim_date){ 2026, 6, 31 }));
	ck_assert(!sim_date_valid((struct sim_date){ 2026, 6, 0 }));
	ck_assert(!sim_date_valid((struct sim_date){ 0, 0, 0 }));
}
END_TEST

START_TEST(seconds_before_the_first_day_belong_to_the_days_before)
{
	ck_assert_int_eq(sim_day_of(-1), -1);
	ck_assert_int_eq(sim_second_of(-1), SIM_DAY_S - 1);
	ck_assert_int_eq(sim_day_of(SIM_DAY_S), 1);
	ck_assert_int_eq(sim_second_of(SIM_DAY_S), 0);
}
END_TEST

/* Each hour of two years, which have all turns of the clocks. */
START_TEST(each_zone_is_ahead_of_utc_as_libc_reads_its_rule)
{
	for (int zone = 0; zone < SIM_ZONES; zone++) {
		int wrong = 0;

		setenv("TZ", sim_zone_rule(zone), 1);
		tzset();
		for (int64_t at = utc(2026, 1, 1, 0, 30); at < utc(2028, 1, 5, 0, 0); at += 3600)
			wrong += !as_libc_says(sim_zone_ahead(zone, at), (time_t)at);
		ck_assert_msg(wrong == 0, "%s: %d hours of two years", sim_zone_name(zone), wrong);
	}
}
END_TEST

START_TEST(zones_have_the_numbers_that_the_library_knows_them_by)
{
	ck_assert_int_eq(kasa_zone_count(), SIM_ZONES);
	for (int zone = 0; zone < SIM_ZONES; zone++)
		ck_assert_str_eq(sim_zone_name(zone), kasa_zone_name(zone));
}
END_TEST

/* An hour that comes twice is told by its first. */
START_TEST(local_time_comes_back_to_the_same_utc)
{
	int wrong = 0;

	for (int zone = 0; zone < SIM_ZONES; zone++)
		for (int64_t at = utc(2026, 1, 1, 0, 15); at < utc(2027, 1, 1, 0, 0); at += 6 * 3600) {
			int64_t local = at + sim_zone_ahead(zone, at).total_s, back = sim_zone_utc_s(zone, local);

			wrong += back + sim_zone_ahead(zone, back).total_s != local || back > at || back < at - 3600;
		}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

/* Also where clocks are changed at midnight. */
START_TEST(the_next_midnight_is_ahead_and_begins_a_day)
{
	int wrong = 0;

	for (int zone = 0; zone < SIM_ZONES; zone++) {
		struct sim_clock clock = { .zone = zone };

		for (int64_t at = utc(2026, 1, 1, 0, 15); at < utc(2027, 1, 1, 0, 0); at += 6 * 3600) {
			int64_t now = at * 1000, next = sim_clock_midnight_ms(&clock, now);

			wrong += next <= now || next > now + 25 * 3600000
			         || sim_clock_day(&clock, next) != sim_clock_day(&clock, now) + 1;
		}
	}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(an_hour_that_is_left_out_is_taken_as_if_it_were_not)
{
	int amsterdam = 41;

	ck_assert_int_eq(sim_zone_utc_s(amsterdam, utc(2026, 3, 29, 2, 30)), utc(2026, 3, 29, 1, 30));
	ck_assert_int_eq(sim_zone_utc_s(amsterdam, utc(2026, 3, 29, 3, 0)), utc(2026, 3, 29, 1, 0));
}
END_TEST

START_TEST(zones_are_found_by_name_in_any_case)
{
	int index;

	ck_assert(sim_zone_find("europe/amsterdam", &index));
	ck_assert_int_eq(index, 41);
	ck_assert(sim_zone_find("Etc/GMT-14", &index));
	ck_assert_int_eq(index, SIM_ZONES - 1);
	ck_assert(sim_zone_find("UCT", &index));
	ck_assert_int_eq(index, SIM_ZONE_UTC);
	ck_assert(!sim_zone_find("Europe/Atlantis", &index));
}
END_TEST

START_TEST(a_clock_goes_on_from_where_it_was_put)
{
	struct sim_clock clock = { .epoch_ms = utc(2026, 7, 1, 12, 0) * 1000, .zone = 41 };

	ck_assert_int_eq(sim_clock_local_s(&clock, 1500), utc(2026, 7, 1, 14, 0) + 1);
	sim_clock_put(&clock, utc(2030, 1, 1, 0, 0), 5000);
	ck_assert_int_eq(sim_clock_local_s(&clock, 5000), utc(2030, 1, 1, 0, 0));
	ck_assert_int_eq(sim_clock_local_s(&clock, 65999), utc(2030, 1, 1, 0, 1));
	ck_assert_int_eq(sim_clock_day(&clock, 4999), sim_day_number((struct sim_date){ 2029, 12, 31 }));
	ck_assert_int_eq(sim_clock_when_ms(&clock, utc(2030, 1, 1, 0, 1)), 65000);
	ck_assert(clock.set);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		days_of_more_than_a_century_are_where_libc_puts_them,
		dates_that_are_none_are_told_from_those_that_are,
		seconds_before_the_first_day_belong_to_the_days_before,
		each_zone_is_ahead_of_utc_as_libc_reads_its_rule,
		zones_have_the_numbers_that_the_library_knows_them_by,
		local_time_comes_back_to_the_same_utc,
		the_next_midnight_is_ahead_and_begins_a_day,
		an_hour_that_is_left_out_is_taken_as_if_it_were_not,
		zones_are_found_by_name_in_any_case,
		a_clock_goes_on_from_where_it_was_put,
	};

	return unit_run("sim_calendar", tests, UNIT_COUNT(tests));
}
