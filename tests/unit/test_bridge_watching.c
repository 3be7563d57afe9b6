/* What watches values, piece by piece: how long something was so, limits with hysteresis, budgets, times of day. */
#include "unit/unit.h"

#include <math.h>
#include <time.h>

#include "bridge/rule/budget.h"
#include "bridge/rule/threshold.h"
#include "bridge/rule/window.h"

/* ---- how long ---- */

START_TEST(what_nobody_knew_does_not_hold)
{
	struct lasting lasting;

	lasting_init(&lasting, 1000);
	ck_assert_int_eq(lasting_holds(&lasting, 99999), KASA_UNKNOWN);
	lasting_set(&lasting, KASA_UNKNOWN, 5);
	ck_assert_uint_eq(lasting_due(&lasting, 5), LASTING_NEVER);
}
END_TEST

START_TEST(it_holds_once_it_was_so_for_long_enough)
{
	struct lasting lasting;

	lasting_init(&lasting, 1000);
	lasting_set(&lasting, 1, 500);
	lasting_set(&lasting, 1, 900);
	ck_assert_int_eq(lasting_holds(&lasting, 1499), 0);
	ck_assert_uint_eq(lasting_due(&lasting, 900), 1500);
	ck_assert_int_eq(lasting_holds(&lasting, 1500), 1);
	ck_assert_uint_eq(lasting_due(&lasting, 1500), LASTING_NEVER);
	lasting_set(&lasting, 0, 1600);
	ck_assert_int_eq(lasting_holds(&lasting, 9999), 0);
}
END_TEST

START_TEST(the_time_of_what_is_not_known_stands_still)
{
	struct lasting lasting;

	lasting_init(&lasting, 1000);
	lasting_set(&lasting, 1, 0);
	lasting_set(&lasting, KASA_UNKNOWN, 600);
	ck_assert_int_eq(lasting_holds(&lasting, 50000), 0);
	ck_assert_uint_eq(lasting_due(&lasting, 50000), LASTING_NEVER);
	lasting_set(&lasting, 1, 50000);
	ck_assert_uint_eq(lasting_due(&lasting, 50000), 50400);
	lasting_set(&lasting, KASA_UNKNOWN, 50100);
	lasting_set(&lasting, 0, 50200);
	lasting_set(&lasting, 1, 50300);
	ck_assert_uint_eq(lasting_due(&lasting, 50300), 51300);
}
END_TEST

START_TEST(who_knows_that_it_began_before_says_so)
{
	struct lasting lasting;

	lasting_init(&lasting, 1000);
	lasting_set(&lasting, 1, 50000);
	lasting_began(&lasting, 700, 50000);
	ck_assert_uint_eq(lasting_due(&lasting, 50000), 50300);
	lasting_began(&lasting, 100, 50000);
	ck_assert_uint_eq(lasting_due(&lasting, 50000), 50300);
	lasting_began(&lasting, 99999999, 50000);
	ck_assert_int_eq(lasting_holds(&lasting, 50000), 1);
}
END_TEST

/* ---- limits ---- */

enum {
	LIMIT_SAMPLES = 10,
};

/* A sample each ten seconds, NAN ends them; and how often it is told, with samples 0 that are NAN in the middle as -1. */
static const struct {
	bool below;
	double limit, hysteresis;
	uint32_t for_ms;
	double watts[LIMIT_SAMPLES]; /* -1: missing */
	unsigned told;
} limits[] = {
	{ false, 2000, 0, 0, { 100, 2001, 2500, 2100, 2000, 1000 }, 1 },
	{ false, 2000, 0, 0, { 2001, 1999, 2001, 1999, 2001 }, 3 },
	{ false, 2000, 50, 0, { 2001, 1999, 2001, 1960, 2001, 1949, 2001 }, 2 },
	{ false, 2000, 0, 20000, { 2001, 2001, 100, 2001, 2001, 100 }, 0 },
	{ false, 2000, 0, 20000, { 2001, 2001, 2001, 2001, 100 }, 1 },
	{ false, 2000, 0, 20000, { 2001, -1, -1, -1, -1, 2001, 100 }, 0 },
	{ false, 2000, 0, 20000, { 2001, 2001, -1, -1, 2001, 2001, 100 }, 1 },
	{ false, 2000, 0, 0, { 2001, -1, 2001, -1, 2001 }, 1 },
	{ true, 5, 0, 10000, { 100, 4, 4, 4, 4 }, 1 },
	{ true, 5, 2, 0, { 100, 4, 6, 4, 6.9, 4, 7.1, 4 }, 2 },
	{ true, 5, 0, 0, { 0, 0, 0 }, 1 },
	{ true, 5, 0, 0, { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 }, 0 },
};

static unsigned
times_told(size_t row)
{
	struct threshold threshold;
	unsigned told = 0;

	threshold_init(&threshold, limits[row].below, limits[row].limit, limits[row].hysteresis, limits[row].for_ms);
	for (size_t i = 0; i < LIMIT_SAMPLES; i++) {
		double watts = limits[row].watts[i];

		threshold_sample(&threshold, watts < 0 ? NAN : watts, i * 10000);
		told += threshold_fires(&threshold, i * 10000);
		told += threshold_fires(&threshold, i * 10000 + 9999);
	}
	return told;
}

START_TEST(limits_are_told_once_until_power_came_back)
{
	/* What is not written in the table is 0 W, which is past each limit below. */
	for (size_t i = 0; i < UNIT_COUNT(limits); i++)
		ck_assert_msg(times_told(i) == limits[i].told, "row %zu: %u", i, times_told(i));
}
END_TEST

START_TEST(what_was_told_before_a_restart_is_not_told_again)
{
	struct threshold threshold;

	threshold_init(&threshold, false, 2000, 50, 0);
	threshold.told = true;
	threshold_sample(&threshold, 1960, 0);
	threshold_sample(&threshold, 2100, 1000);
	ck_assert(!threshold_fires(&threshold, 1000));
	ck_assert_uint_eq(threshold_due(&threshold, 1000), LASTING_NEVER);
	threshold_sample(&threshold, 1000, 2000);
	threshold_sample(&threshold, 2100, 3000);
	ck_assert(threshold_fires(&threshold, 3000));
}
END_TEST

/* ---- budgets ---- */

START_TEST(a_budget_is_told_once_a_day)
{
	struct budget budget;

	budget_init(&budget, 2.5, NAN);
	ck_assert(!budget_day(&budget, NAN, 20261127));
	ck_assert(!budget_day(&budget, 2.5, 20261127));
	ck_assert(budget_day(&budget, 2.51, 20261127));
	ck_assert(!budget_day(&budget, 3, 20261127));
	ck_assert(!budget_month(&budget, 300, 20261127));
	ck_assert(!budget_day(&budget, 0.1, 20261128));
	ck_assert(budget_day(&budget, 2.6, 20261128));
}
END_TEST

START_TEST(a_budget_is_told_once_a_month)
{
	struct budget budget;

	budget_init(&budget, NAN, 60);
	ck_assert(budget_month(&budget, 61, 20261127));
	ck_assert(!budget_month(&budget, 62, 20261130));
	ck_assert(budget_month(&budget, 61, 20261201));
	ck_assert(!budget_day(&budget, 61, 20261201));
}
END_TEST

/* ---- times of day ---- */

static int64_t
at(int year, int month, int day, int hour, int minute)
{
	struct tm tm = { .tm_year = year - 1900,
		         .tm_mon = month - 1,
		         .tm_mday = day,
		         .tm_hour = hour,
		         .tm_min = minute,
		         .tm_isdst = -1 };

	return (int64_t)mktime(&tm);
}

static void
live_in(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

START_TEST(a_window_in_the_day)
{
	const struct window window = { .after = 8 * 60, .before = 12 * 60 + 30, .days = WINDOW_EVERY_DAY };

	live_in("Europe/Berlin");
	ck_assert(!window_holds(&window, at(2026, 11, 27, 7, 59)));
	ck_assert(window_holds(&window, at(2026, 11, 27, 8, 0)));
	ck_assert(window_holds(&window, at(2026, 11, 27, 12, 29)));
	ck_assert(!window_holds(&window, at(2026, 11, 27, 12, 30)));
	ck_assert_int_eq(window_next(&window, at(2026, 11, 27, 7, 0)), at(2026, 11, 27, 8, 0));
	ck_assert_int_eq(window_next(&window, at(2026, 11, 27, 8, 0)), at(2026, 11, 27, 12, 30));
	ck_assert_int_eq(window_next(&window, at(2026, 11, 27, 13, 0)), at(2026, 11, 28, 0, 0));
}
END_TEST

START_TEST(a_window_through_midnight_belongs_to_the_day_it_begins_on)
{
	const struct window window = { .after = 22 * 60, .before = 6 * 60, .days = 1u << 5 }; /* Friday */

	live_in("Europe/Berlin");
	ck_assert(!window_holds(&window, at(2026, 11, 27, 5, 0))); /* a Friday, but Thursday's night */
	ck_assert(window_holds(&window, at(2026, 11, 27, 22, 0)));
	ck_assert(window_holds(&window, at(2026, 11, 28, 5, 59)));
	ck_assert(!window_holds(&window, at(2026, 11, 28, 6, 0)));
	ck_assert(!window_holds(&window, at(2026, 11, 28, 23, 0)));
}
END_TEST

START_TEST(a_window_with_one_end)
{
	const struct window evening = { .after = 20 * 60, .before = WINDOW_OPEN, .days = WINDOW_EVERY_DAY };
	const struct window morning = { .after = WINDOW_OPEN, .before = 9 * 60, .days = WINDOW_EVERY_DAY };
	const struct window sunday = { .after = WINDOW_OPEN, .before = WINDOW_OPEN, .days = 1 };

	live_in("Europe/Berlin");
	ck_assert(window_holds(&evening, at(2026, 11, 27, 23, 59)));
	ck_assert(!window_holds(&evening, at(2026, 11, 28, 0, 0)));
	ck_assert(window_holds(&morning, at(2026, 11, 28, 0, 0)));
	ck_assert(!window_holds(&morning, at(2026, 11, 28, 9, 0)));
	ck_assert(window_holds(&sunday, at(2026, 11, 29, 12, 0)));
	ck_assert(!window_holds(&sunday, at(2026, 11, 30, 0, 0)));
}
END_TEST

/* In Berlin 02:00 to 03:00 is not there on 28 March 2027, and twice on 25 October 2026. */
START_TEST(clocks_that_are_changed_are_followed)
{
	const struct window window = { .after = 2 * 60, .before = 2 * 60 + 30, .days = WINDOW_EVERY_DAY };
	int64_t now_s, end_s;
	unsigned held_s = 0;

	live_in("Europe/Berlin");
	end_s = at(2026, 10, 25, 4, 0);
	for (now_s = at(2026, 10, 25, 1, 0); now_s < end_s; now_s = window_next(&window, now_s)) {
		int64_t next_s = window_next(&window, now_s);

		ck_assert_int_gt(next_s, now_s);
		ck_assert_int_eq(window_holds(&window, now_s), window_holds(&window, next_s - 1));
		held_s += window_holds(&window, now_s) ? (unsigned)(next_s - now_s) : 0;
	}
	ck_assert_uint_eq(held_s, 2 * 30 * 60);
	end_s = at(2027, 3, 28, 5, 0);
	for (now_s = at(2027, 3, 28, 1, 0); now_s < end_s; now_s = window_next(&window, now_s))
		ck_assert(!window_holds(&window, now_s));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_nobody_knew_does_not_hold,
		it_holds_once_it_was_so_for_long_enough,
		the_time_of_what_is_not_known_stands_still,
		who_knows_that_it_began_before_says_so,
		limits_are_told_once_until_power_came_back,
		what_was_told_before_a_restart_is_not_told_again,
		a_budget_is_told_once_a_day,
		a_budget_is_told_once_a_month,
		a_window_in_the_day,
		a_window_through_midnight_belongs_to_the_day_it_begins_on,
		a_window_with_one_end,
		clocks_that_are_changed_are_followed,
	};

	return unit_run("bridge_watching", tests, UNIT_COUNT(tests));
}
