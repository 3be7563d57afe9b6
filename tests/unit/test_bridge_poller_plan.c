/* Which question comes when. Time is a number here: a device lives through its hours in no time. */
#include "unit/unit.h"

#include "bridge/hub/poller_plan.h"

enum {
	START_MS = 1000000,
	STEP_MS = 10,
};

static const struct config_poll usual = {
	.state_ms = 5000,
	.meter_ms = 10000,
	.outlets_ms = 60000,
	.settings_ms = 300000,
};
static const struct plan_scope plain = { .metered = false }, metered = { .metered = true },
			       strip = { .metered = true, .outlets = 6 }, away = { .metered = true, .missing = true };

/* A plan, the time that it lives in, and what it asked so far. */
struct life {
	struct plan plan;
	struct kasa_rng rng;
	uint64_t now_ms;
	unsigned asked[PLAN_KINDS], late;
	uint64_t last_ms[PLAN_KINDS];
	uint64_t least_gap_ms, most_gap_ms; /* between two that bring the state */
	uint64_t state_ms;
};

static void
begin(struct life *life, const struct plan_scope *scope, const struct config_poll *every)
{
	*life = (struct life){ .rng = { .state = 7 }, .now_ms = START_MS, .least_gap_ms = UINT64_MAX };
	plan_start(&life->plan, life->now_ms, 100, false, &life->rng);
	plan_suit(&life->plan, life->now_ms, every, scope);
}

static void
note_state(struct life *life)
{
	uint64_t gap_ms = life->now_ms - life->state_ms;

	if (life->state_ms && gap_ms < life->least_gap_ms)
		life->least_gap_ms = gap_ms;
	if (life->state_ms && gap_ms > life->most_gap_ms)
		life->most_gap_ms = gap_ms;
	life->state_ms = life->now_ms;
}

/* Whatever is due at this moment. */
static void
turn(struct life *life)
{
	enum plan_kind kind = plan_next(&life->plan, life->now_ms);

	for (; kind != PLAN_KINDS; kind = plan_next(&life->plan, life->now_ms)) {
		life->late += plan_asked(&life->plan, kind, life->now_ms, &life->rng);
		life->asked[kind]++;
		life->last_ms[kind] = life->now_ms;
		if (kind <= PLAN_OUTLETS)
			note_state(life);
	}
}

static void
live(struct life *life, uint64_t ms)
{
	for (uint64_t end_ms = life->now_ms + ms; life->now_ms < end_ms; life->now_ms += STEP_MS)
		turn(life);
}

START_TEST(a_plain_plug_is_asked_for_its_state_every_five_seconds_and_its_settings_every_five_minutes)
{
	struct life life;

	begin(&life, &plain, &usual);
	live(&life, 3600 * 1000);

	ck_assert_uint_ge(life.asked[PLAN_STATE], 720);
	ck_assert_uint_le(life.asked[PLAN_STATE], 721);
	ck_assert_uint_eq(life.asked[PLAN_SETTINGS], 12);
	ck_assert_uint_eq(life.asked[PLAN_METER] + life.asked[PLAN_OUTLETS] + life.asked[PLAN_MOTION], 0);
	ck_assert_uint_eq(life.late, 0);
}
END_TEST

START_TEST(a_meter_brings_the_state_with_it_so_nothing_is_asked_twice)
{
	struct life life;

	begin(&life, &metered, &usual);
	live(&life, 3600 * 1000);

	ck_assert_uint_ge(life.asked[PLAN_METER], 360);
	ck_assert_uint_le(life.asked[PLAN_METER], 361);
	ck_assert_uint_ge(life.asked[PLAN_STATE], 360);
	ck_assert_uint_le(life.asked[PLAN_STATE], 361);
}
END_TEST

START_TEST(the_outlets_of_a_strip_are_each_asked_once_a_minute)
{
	struct life life;

	begin(&life, &strip, &usual);
	live(&life, 3600 * 1000);

	ck_assert_uint_ge(life.asked[PLAN_OUTLETS], 360);
	ck_assert_uint_le(life.asked[PLAN_OUTLETS], 361);
	ck_assert_uint_ge(life.asked[PLAN_STATE], 360);
	ck_assert_uint_le(life.asked[PLAN_STATE], 361);
	ck_assert_uint_eq(life.asked[PLAN_METER], 0);
}
END_TEST

START_TEST(polls_are_spread_by_a_tenth_to_either_side_and_do_not_drift)
{
	struct life life;

	begin(&life, &plain, &usual);
	live(&life, 10 * 1000);
	life.least_gap_ms = UINT64_MAX;
	live(&life, 3600 * 1000);

	ck_assert_uint_ge(life.least_gap_ms, 4000 - STEP_MS);
	ck_assert_uint_lt(life.least_gap_ms, 4500);
	ck_assert_uint_le(life.most_gap_ms, 6000 + STEP_MS);
	ck_assert_uint_gt(life.most_gap_ms, 5500);
}
END_TEST

START_TEST(who_comes_too_late_waits_for_the_next_point_instead_of_catching_up)
{
	struct life life;

	begin(&life, &plain, &usual);
	live(&life, 20 * 1000);
	life.now_ms += 3600 * 1000;
	memset(life.asked, 0, sizeof life.asked);
	turn(&life);

	ck_assert_uint_eq(life.asked[PLAN_STATE], 1);
	ck_assert_uint_eq(life.asked[PLAN_SETTINGS], 1);
	ck_assert_uint_eq(life.late, 2);
}
END_TEST

START_TEST(who_does_not_answer_is_asked_for_the_state_alone_and_soon)
{
	static const struct config_poll slow = { .state_ms = 60000, .meter_ms = 10000, .settings_ms = 300000 };
	struct life life;

	begin(&life, &away, &slow);
	for (int i = 0; i < 100; i++) {
		uint64_t asked_ms = life.now_ms;

		turn(&life);
		plan_missed(&life.plan, life.now_ms);
		life.now_ms = plan_wake(&life.plan);
		ck_assert_uint_le(life.now_ms - asked_ms, PLAN_AGAIN_MS + PLAN_AGAIN_MS / 5);
	}

	ck_assert_uint_ge(life.asked[PLAN_STATE], 99);
	ck_assert_uint_eq(life.asked[PLAN_METER] + life.asked[PLAN_SETTINGS], 0);
}
END_TEST

START_TEST(who_is_back_is_asked_for_everything_at_once)
{
	struct life life;

	begin(&life, &metered, &usual);
	live(&life, 60 * 1000);
	plan_suit(&life.plan, life.now_ms, &usual, &away);
	live(&life, 600 * 1000);
	plan_suit(&life.plan, life.now_ms, &usual, &metered);
	memset(life.asked, 0, sizeof life.asked);
	live(&life, 6 * 1000);

	ck_assert_uint_eq(life.asked[PLAN_METER], 1);
	ck_assert_uint_eq(life.asked[PLAN_SETTINGS], 1);
}
END_TEST

START_TEST(what_is_in_a_hurry_is_due_now_and_its_grid_begins_there)
{
	struct life life;

	begin(&life, &plain, &usual);
	live(&life, 7 * 1000);
	plan_at(&life.plan, PLAN_STATE, life.now_ms);
	ck_assert_int_eq(plan_next(&life.plan, life.now_ms), PLAN_STATE);
	turn(&life);

	ck_assert_int_eq(plan_next(&life.plan, life.now_ms + 3900), PLAN_KINDS);
	ck_assert_uint_le(plan_wake(&life.plan), life.now_ms + 6000);
}
END_TEST

START_TEST(a_shorter_interval_holds_at_once)
{
	static const struct config_poll quick = { .state_ms = 1000, .meter_ms = 10000, .settings_ms = 300000 };
	static const struct config_poll slow = { .state_ms = 600000, .meter_ms = 10000, .settings_ms = 600000 };
	struct life life;

	begin(&life, &plain, &slow);
	live(&life, 10 * 1000);
	plan_suit(&life.plan, life.now_ms, &quick, &plain);
	memset(life.asked, 0, sizeof life.asked);
	live(&life, 10 * 1000);

	ck_assert_uint_ge(life.asked[PLAN_STATE], 9);
}
END_TEST

/* In which half second of a round they are asked. */
static void
count_tenths(uint32_t spread_ms, uint64_t later_ms, unsigned tenths[10])
{
	struct kasa_rng rng = { .state = 3 };

	memset(tenths, 0, 10 * sizeof *tenths);
	for (int i = 0; i < 10000; i++) {
		struct plan plan;
		uint64_t wake_ms;

		plan_start(&plan, START_MS, spread_ms, false, &rng);
		plan_suit(&plan, START_MS, &usual, &plain);
		wake_ms = plan_wake(&plan);
		while (wake_ms < START_MS + later_ms) {
			plan_asked(&plan, plan_next(&plan, wake_ms), wake_ms, &rng);
			wake_ms = plan_wake(&plan);
		}
		tenths[(wake_ms - START_MS - later_ms) / 500 % 10]++;
	}
}

START_TEST(many_devices_begin_spread_over_the_time_that_they_are_given)
{
	unsigned tenths[10];

	count_tenths(5000, 0, tenths);
	for (size_t i = 0; i < UNIT_COUNT(tenths); i++) {
		ck_assert_uint_gt(tenths[i], 800);
		ck_assert_uint_lt(tenths[i], 1200);
	}
}
END_TEST

START_TEST(those_that_began_at_one_moment_are_spread_soon)
{
	unsigned tenths[10];

	count_tenths(1, 60000, tenths);
	for (size_t i = 0; i < UNIT_COUNT(tenths); i++) {
		ck_assert_uint_gt(tenths[i], 600);
		ck_assert_uint_lt(tenths[i], 1500);
	}
}
END_TEST

START_TEST(a_motion_sensor_is_asked_as_often_as_the_state)
{
	static const struct plan_scope watchful = { .motion = true };
	struct life life;

	begin(&life, &watchful, &usual);
	live(&life, 600 * 1000);

	ck_assert_uint_eq(life.asked[PLAN_MOTION], 120);
	ck_assert_uint_ge(life.asked[PLAN_STATE], 120);
	ck_assert_uint_le(life.asked[PLAN_STATE], 121);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plain_plug_is_asked_for_its_state_every_five_seconds_and_its_settings_every_five_minutes,
		a_meter_brings_the_state_with_it_so_nothing_is_asked_twice,
		the_outlets_of_a_strip_are_each_asked_once_a_minute,
		polls_are_spread_by_a_tenth_to_either_side_and_do_not_drift,
		who_comes_too_late_waits_for_the_next_point_instead_of_catching_up,
		who_does_not_answer_is_asked_for_the_state_alone_and_soon,
		who_is_back_is_asked_for_everything_at_once,
		what_is_in_a_hurry_is_due_now_and_its_grid_begins_there,
		a_shorter_interval_holds_at_once,
		many_devices_begin_spread_over_the_time_that_they_are_given,
		those_that_began_at_one_moment_are_spread_soon,
		a_motion_sensor_is_asked_as_often_as_the_state,
	};

	return unit_run("bridge_poller_plan", tests, UNIT_COUNT(tests));
}
