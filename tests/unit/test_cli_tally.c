/* Energy since a moment, and since midnight, in a time zone where midnight is not UTC's. */
#include "unit/unit.h"

#include <math.h>
#include <time.h>

#include "cli/tally.h"

enum {
	MIDNIGHT = 1763766000, /* 2025-11-22 00:00 in Berlin */
};

static struct tally
after(const struct tally *tally, double total_kwh, time_t now)
{
	struct tally next = *tally;

	tally_add(&next, total_kwh, now);
	return next;
}

static const struct tally nothing;

START_TEST(it_counts_from_the_first_reading_and_says_so)
{
	struct tally tally = after(&nothing, 12.5, MIDNIGHT + 3600);

	tally = after(&tally, 12.75, MIDNIGHT + 3600); /* in the same second */
	tally = after(&tally, 13, MIDNIGHT + 7200);

	ck_assert(tally.counting && !tally.today);
	ck_assert_int_eq(tally.since, MIDNIGHT + 3600);
	ck_assert_double_eq_tol(tally.used_kwh, 0.5, 1e-9);
}
END_TEST

START_TEST(what_is_unknown_counts_as_nothing)
{
	struct tally tally = after(&nothing, NAN, MIDNIGHT + 3600);

	ck_assert(!tally.counting);
	tally = after(&tally, 1, MIDNIGHT + 3610);
	tally = after(&tally, NAN, MIDNIGHT + 3620);
	tally = after(&tally, 2, MIDNIGHT + 3630);
	ck_assert_double_eq_tol(tally.used_kwh, 1, 1e-9);
	ck_assert_int_eq(tally.since, MIDNIGHT + 3610);
}
END_TEST

START_TEST(who_looks_on_at_midnight_knows_all_of_the_new_day)
{
	struct tally tally = after(&nothing, 10, MIDNIGHT - 3600);

	tally = after(&tally, 11, MIDNIGHT - 2);
	ck_assert(!tally.today);
	tally = after(&tally, 11.25, MIDNIGHT);
	ck_assert(tally.today);
	ck_assert_double_eq_tol(tally.used_kwh, 0.25, 1e-9);
	tally = after(&tally, 12, MIDNIGHT + 86399);
	ck_assert(tally.today);
	ck_assert_double_eq_tol(tally.used_kwh, 1, 1e-9);
	tally = after(&tally, 12.5, MIDNIGHT + 86400);
	ck_assert(tally.today);
	ck_assert_double_eq_tol(tally.used_kwh, 0.5, 1e-9);
}
END_TEST

START_TEST(after_a_night_without_readings_nothing_is_known_of_the_day)
{
	struct tally tally = after(&nothing, 10, MIDNIGHT - 3600);

	tally = after(&tally, 14, MIDNIGHT + 3600);
	ck_assert(!tally.today);
	ck_assert_int_eq(tally.since, MIDNIGHT + 3600);
	ck_assert_double_eq(tally.used_kwh, 0);
}
END_TEST

START_TEST(a_silence_within_a_day_loses_nothing)
{
	struct tally tally = after(&nothing, 10, MIDNIGHT + 3600);

	tally = after(&tally, 14, MIDNIGHT + 40000);
	ck_assert_double_eq_tol(tally.used_kwh, 4, 1e-9);
	ck_assert_int_eq(tally.since, MIDNIGHT + 3600);
}
END_TEST

START_TEST(an_erased_meter_counts_on_from_0)
{
	struct tally tally = after(&nothing, 100, MIDNIGHT + 60);

	tally = after(&tally, 101, MIDNIGHT + 70);
	tally = after(&tally, 0.25, MIDNIGHT + 80);
	tally = after(&tally, 0.5, MIDNIGHT + 90);
	ck_assert_double_eq_tol(tally.used_kwh, 1.5, 1e-9);
}
END_TEST

START_TEST(what_the_device_says_of_the_day_is_counted_on)
{
	struct tally tally = after(&nothing, 100, MIDNIGHT + 3600);

	tally_today(&tally, 0.75, MIDNIGHT + 3601);
	tally = after(&tally, 100.25, MIDNIGHT + 3610);
	ck_assert(tally.today);
	ck_assert_double_eq_tol(tally.used_kwh, 1, 1e-9);

	tally_today(&tally, NAN, MIDNIGHT + 3620);
	ck_assert_double_eq_tol(tally.used_kwh, 1, 1e-9);
	tally = after(&tally, 100.5, MIDNIGHT + 86400 + 5000);
	ck_assert_msg(!tally.today, "after a night without readings it has to be asked anew");
}
END_TEST

START_TEST(a_meter_without_a_total_has_the_day_that_the_device_tells)
{
	struct tally tally = after(&nothing, NAN, MIDNIGHT + 3600);

	tally_today(&tally, 0.5, MIDNIGHT + 3601);
	tally = after(&tally, NAN, MIDNIGHT + 3610);
	ck_assert(tally.counting && tally.today);
	ck_assert_double_eq_tol(tally.used_kwh, 0.5, 1e-9);

	tally = after(&tally, 7, MIDNIGHT + 3620);
	tally = after(&tally, 7.25, MIDNIGHT + 3630);
	ck_assert_double_eq_tol(tally.used_kwh, 0.75, 1e-9);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		it_counts_from_the_first_reading_and_says_so,
		what_is_unknown_counts_as_nothing,
		who_looks_on_at_midnight_knows_all_of_the_new_day,
		after_a_night_without_readings_nothing_is_known_of_the_day,
		a_silence_within_a_day_loses_nothing,
		an_erased_meter_counts_on_from_0,
		what_the_device_says_of_the_day_is_counted_on,
		a_meter_without_a_total_has_the_day_that_the_device_tells,
	};

	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1); /* needs no file */
	tzset();
	return unit_run("cli tally", tests, UNIT_COUNT(tests));
}
