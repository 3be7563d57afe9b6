/* When the rules of simulated devices come: weekdays, dates, the sun. */
#include "unit/unit.h"

#include "contrib/sim/calendar.h"
#include "contrib/sim/rule.h"
#include "contrib/sim/sun.h"
#include "contrib/sim/zone.h"

/* Saturday. */
static const struct sim_date start = { 2026, 11, 21 };

static const struct sim_sky nowhere = { .zone = SIM_ZONE_UTC };

static int64_t
at(int days, int hour, int minute)
{
	return (int64_t)(sim_day_number(start) + days) * SIM_DAY_S + hour * 3600 + minute * 60;
}

static struct sim_rule
rule(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);
	struct sim_rule read = sim_rule_read(json);

	ck_assert_ptr_nonnull(json);
	json_decref(json);
	return read;
}

static void
expect(const struct sim_rule *it, int64_t after, int64_t next, bool ends)
{
	struct sim_due due;

	ck_assert(sim_rule_next(it, &nowhere, after, &due));
	ck_assert_int_eq(due.local_s, next);
	ck_assert_int_eq(due.ends, ends);
}

static void
expect_never(const struct sim_rule *it, int64_t after)
{
	struct sim_due due;

	ck_assert(!sim_rule_next(it, &nowhere, after, &due));
}

START_TEST(a_weekly_rule_comes_on_its_next_weekday)
{
	struct sim_rule mondays = rule("{\"enable\":1,\"repeat\":1,\"wday\":[0,1,0,0,0,0,0],\"stime_opt\":0,"
	                               "\"smin\":450,\"etime_opt\":-1}");

	expect(&mondays, at(0, 12, 0), at(2, 7, 30), false);
	expect(&mondays, at(2, 7, 29), at(2, 7, 30), false);
}
END_TEST

START_TEST(a_rule_whose_minute_is_now_comes_a_week_later)
{
	struct sim_rule saturdays = rule("{\"enable\":1,\"repeat\":1,\"wday\":[0,0,0,0,0,0,1],\"stime_opt\":0,"
	                                 "\"smin\":720}");

	expect(&saturdays, at(0, 12, 0) - 1, at(0, 12, 0), false);
	expect(&saturdays, at(0, 12, 0), at(7, 12, 0), false);
}
END_TEST

START_TEST(a_rule_that_is_off_or_has_no_day_or_time_never_comes)
{
	struct sim_rule none = rule("{\"enable\":1,\"repeat\":1,\"wday\":[0,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":1}");
	struct sim_rule off = rule("{\"enable\":0,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":0,\"smin\":1}");
	struct sim_rule timeless = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":-1}");
	struct sim_rule empty = rule("{}");
	struct sim_rule late = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":0,"
	                            "\"smin\":9999999999}");

	expect_never(&none, at(0, 0, 0));
	expect_never(&off, at(0, 0, 0));
	expect_never(&timeless, at(0, 0, 0));
	expect_never(&empty, at(0, 0, 0));
	expect_never(&late, at(0, 0, 0));
}
END_TEST

START_TEST(a_rule_for_once_comes_on_its_date_and_not_again)
{
	struct sim_rule once = rule("{\"enable\":1,\"repeat\":0,\"wday\":[0,0,0,0,0,0,0],\"year\":2027,\"month\":2,"
	                            "\"day\":28,\"stime_opt\":0,\"smin\":60}");
	int days = sim_day_number((struct sim_date){ 2027, 2, 28 }) - sim_day_number(start);

	expect(&once, at(0, 0, 0), at(days, 1, 0), false);
	expect_never(&once, at(days, 1, 0));
}
END_TEST

START_TEST(a_rule_for_once_without_a_date_that_exists_never_comes)
{
	struct sim_rule once = rule("{\"enable\":1,\"repeat\":0,\"year\":2026,\"month\":2,\"day\":30,\"stime_opt\":0,"
	                            "\"smin\":60}");

	expect_never(&once, 0);
	expect_never(&once, -2 * SIM_DAY_S);
}
END_TEST

START_TEST(a_period_begins_and_ends)
{
	struct sim_rule evening = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":0,"
	                               "\"smin\":1080,\"etime_opt\":0,\"emin\":1320}");

	expect(&evening, at(0, 12, 0), at(0, 18, 0), false);
	expect(&evening, at(0, 18, 0), at(0, 22, 0), true);
	expect(&evening, at(0, 22, 0), at(1, 18, 0), false);
}
END_TEST

START_TEST(a_period_over_midnight_ends_on_the_day_after)
{
	struct sim_rule fridays = rule("{\"enable\":1,\"repeat\":1,\"wday\":[0,0,0,0,0,1,0],\"stime_opt\":0,"
	                               "\"smin\":1380,\"etime_opt\":0,\"emin\":60}");

	expect(&fridays, at(0, 0, 0), at(0, 1, 0), true); /* of the day before */
	expect(&fridays, at(0, 1, 0), at(6, 23, 0), false);
	expect(&fridays, at(6, 23, 0), at(7, 1, 0), true);
}
END_TEST

START_TEST(without_a_place_the_sun_keeps_office_hours)
{
	struct sim_rule dusk = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":2,"
	                            "\"soffset\":-30,\"smin\":5}");
	struct sim_rule dawn = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":1,"
	                            "\"soffset\":15}");

	expect(&dusk, at(0, 0, 0), at(0, 17, 30), false);
	expect(&dawn, at(0, 0, 0), at(0, 6, 15), false);
}
END_TEST

START_TEST(an_offset_does_not_leave_the_day)
{
	struct sim_rule early = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":1,"
	                             "\"soffset\":-1000}");
	struct sim_rule late = rule("{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":2,"
	                            "\"soffset\":1000}");

	expect(&early, at(0, 12, 0), at(1, 0, 0), false);
	expect(&late, at(0, 12, 0), at(0, 23, 59), false);
}
END_TEST

// clang-format off
/* Minutes of almanacs: local time of the place. */
static const struct { const char *name; double latitude, longitude; struct sim_date date; int ahead_min, rise, set; } suns[] = {
	{ "Berlin, summer",    52.52,   13.405,  { 2026, 6, 21 },   120, 4 * 60 + 43, 21 * 60 + 33 },
	{ "Berlin, winter",    52.52,   13.405,  { 2026, 12, 21 },  60,  8 * 60 + 15, 15 * 60 + 54 },
	{ "London, March",     51.5074, -0.1278, { 2026, 3, 20 },   0,   6 * 60 + 4,  18 * 60 + 13 },
	{ "New York, winter",  40.7128, -74.006, { 2026, 12, 21 }, -300, 7 * 60 + 17, 16 * 60 + 32 },
	{ "Sydney, December", -33.8688, 151.209, { 2026, 12, 21 },  660, 5 * 60 + 41, 20 * 60 + 5 },
	{ "Quito, June",       -0.1807, -78.468, { 2026, 6, 21 },  -300, 6 * 60 + 12, 18 * 60 + 19 },
};
// clang-format on

START_TEST(the_sun_rises_and_sets_as_almanacs_say_to_a_few_minutes)
{
	for (size_t i = 0; i < UNIT_COUNT(suns); i++) {
		struct sim_place place = { suns[i].latitude, suns[i].longitude, .known = true };
		int32_t day = sim_day_number(suns[i].date);
		int rise = sim_sun_minute(&place, day, 60 * suns[i].ahead_min, false);
		int set = sim_sun_minute(&place, day, 60 * suns[i].ahead_min, true);

		ck_assert_msg(abs(rise - suns[i].rise) <= 3, "%s: rises at minute %d", suns[i].name, rise);
		ck_assert_msg(abs(set - suns[i].set) <= 3, "%s: sets at minute %d", suns[i].name, set);
	}
}
END_TEST

START_TEST(where_the_sun_does_not_set_the_fixed_minutes_hold)
{
	struct sim_place tromso = { 69.65, 18.96, .known = true };
	int32_t day = sim_day_number((struct sim_date){ 2026, 6, 21 });

	ck_assert_int_eq(sim_sun_minute(&tromso, day, 7200, false), SIM_SUNRISE_MIN);
	ck_assert_int_eq(sim_sun_minute(&tromso, day, 7200, true), SIM_SUNSET_MIN);
}
END_TEST

START_TEST(summer_time_moves_the_sun_by_an_hour)
{
	struct sim_sky amsterdam = { .place = { 52.37, 4.9, .known = true }, .zone = 41 };
	struct sim_moment dusk = { .option = SIM_TIME_SUNSET };
	int32_t before = sim_day_number((struct sim_date){ 2026, 3, 28 });
	int moved = sim_moment_minute(&dusk, &amsterdam, before + 1) - sim_moment_minute(&dusk, &amsterdam, before);

	ck_assert_int_ge(moved, 60);
	ck_assert_int_le(moved, 64);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_weekly_rule_comes_on_its_next_weekday,
		a_rule_whose_minute_is_now_comes_a_week_later,
		a_rule_that_is_off_or_has_no_day_or_time_never_comes,
		a_rule_for_once_comes_on_its_date_and_not_again,
		a_rule_for_once_without_a_date_that_exists_never_comes,
		a_period_begins_and_ends,
		a_period_over_midnight_ends_on_the_day_after,
		without_a_place_the_sun_keeps_office_hours,
		an_offset_does_not_leave_the_day,
		the_sun_rises_and_sets_as_almanacs_say_to_a_few_minutes,
		where_the_sun_does_not_set_the_fixed_minutes_hold,
		summer_time_moves_the_sun_by_an_hour,
	};

	return unit_run("sim_rule", tests, UNIT_COUNT(tests));
}
