/* What becomes of orders that wait, and how fast a relay may be switched. */
#include "unit/unit.h"

#include <kasa/state.h>

#include "bridge/hub/lane.h"

static struct order
made(enum order_kind kind, unsigned outlet)
{
	struct order order;

	order_init(&order, kind);
	order.outlet = outlet;
	return order;
}

static struct order
switching(int on)
{
	struct order order = made(ORDER_SWITCH, 0);

	order.on = on;
	return order;
}

/* ---- merging ---- */

START_TEST(the_newer_switching_stands_for_both)
{
	struct order older = switching(1), newer = switching(0);

	lane_merge(&older, &newer);
	ck_assert_int_eq(newer.kind, ORDER_SWITCH);
	ck_assert_int_eq(newer.on, 0);
}
END_TEST

START_TEST(a_toggle_behind_on_is_off_and_behind_off_is_on)
{
	struct order on = switching(1), off = switching(0), first = switching(ORDER_TOGGLE), second = first;

	lane_merge(&on, &first);
	ck_assert_int_eq(first.on, 0);
	lane_merge(&off, &second);
	ck_assert_int_eq(second.on, 1);
}
END_TEST

START_TEST(two_toggles_only_look)
{
	struct order older = switching(ORDER_TOGGLE), newer = switching(ORDER_TOGGLE);

	lane_merge(&older, &newer);
	ck_assert_int_eq(newer.kind, ORDER_READ);
	ck_assert_uint_eq(newer.what, 0);
}
END_TEST

START_TEST(a_light_keeps_what_the_newer_order_does_not_say)
{
	struct order older = made(ORDER_LIGHT, 0), newer = made(ORDER_LIGHT, 0);

	older.light.on = 1;
	older.light.brightness = 40;
	older.light.hue = 120;
	older.light.saturation = 80;
	newer.light.brightness = 60;
	lane_merge(&older, &newer);
	ck_assert_int_eq(newer.light.on, 1);
	ck_assert_int_eq(newer.light.brightness, 60);
	ck_assert_int_eq(newer.light.hue, 120);
	ck_assert_int_eq(newer.light.saturation, 80);
	ck_assert_int_eq(newer.light.color_temp_k, KASA_UNKNOWN);
}
END_TEST

START_TEST(a_white_replaces_a_colour_and_a_colour_a_white)
{
	struct order color = made(ORDER_LIGHT, 0), white = made(ORDER_LIGHT, 0), second = made(ORDER_LIGHT, 0);

	color.light.hue = 120;
	color.light.saturation = 80;
	white.light.color_temp_k = 2700;
	lane_merge(&color, &white);
	ck_assert_int_eq(white.light.color_temp_k, 2700);
	ck_assert_int_eq(white.light.hue, KASA_UNKNOWN);
	ck_assert_int_eq(white.light.saturation, KASA_UNKNOWN);
	second.light.hue = 10;
	lane_merge(&white, &second);
	ck_assert_int_eq(second.light.color_temp_k, KASA_UNKNOWN);
	ck_assert_int_eq(second.light.hue, 10);
}
END_TEST

START_TEST(what_decides_how_a_part_stands_keeps_its_order)
{
	struct order light = made(ORDER_LIGHT, 0), whole = switching(0), second = made(ORDER_SWITCH, 2),
		     third = made(ORDER_SWITCH, 3), led = made(ORDER_LED, 0), raw = made(ORDER_RAW, 0);

	ck_assert(lane_touches(&light, &whole));
	ck_assert(lane_touches(&whole, &second));
	ck_assert(!lane_touches(&second, &third));
	ck_assert(!lane_touches(&led, &whole));
	ck_assert(lane_touches(&led, &led));
	ck_assert(!lane_touches(&raw, &raw));
	ck_assert(!order_same(&light, &whole));
}
END_TEST

START_TEST(settings_of_a_dimmer_are_told_apart)
{
	struct order fade = made(ORDER_DIMMER, 0), rate = made(ORDER_DIMMER, 0);

	fade.setting = KASA_DIMMER_FADE_ON;
	rate.setting = KASA_DIMMER_RAMP_RATE;
	ck_assert(!order_same(&fade, &rate));
	ck_assert(order_same(&fade, &fade));
}
END_TEST

/* ---- pace ---- */

enum {
	START_MS = 1000000,
	LEAST_MS = 1000,
	BURST = 3,
};

START_TEST(a_burst_is_free_and_then_one_each_interval)
{
	struct pace pace = { 0 };
	uint64_t now_ms = START_MS;

	for (int i = 0; i < BURST; i++) {
		ck_assert_uint_eq(pace_ready_ms(&pace, LEAST_MS, BURST, now_ms), now_ms);
		pace_spend(&pace, LEAST_MS, BURST, now_ms);
	}
	ck_assert_uint_gt(pace_ready_ms(&pace, LEAST_MS, BURST, now_ms), now_ms + LEAST_MS - 2);
	ck_assert_uint_le(pace_ready_ms(&pace, LEAST_MS, BURST, now_ms), now_ms + LEAST_MS + 2);
	now_ms += LEAST_MS + 2;
	ck_assert_uint_eq(pace_ready_ms(&pace, LEAST_MS, BURST, now_ms), now_ms);
}
END_TEST

START_TEST(a_burst_comes_back_with_time_and_no_further)
{
	struct pace pace = { 0 };
	uint64_t now_ms = START_MS;
	int free_ones = 0;

	for (int i = 0; i < BURST; i++)
		pace_spend(&pace, LEAST_MS, BURST, now_ms);
	now_ms += 100 * LEAST_MS;
	while (pace_ready_ms(&pace, LEAST_MS, BURST, now_ms) == now_ms && free_ones < 100) {
		pace_spend(&pace, LEAST_MS, BURST, now_ms);
		free_ones++;
	}
	ck_assert_int_eq(free_ones, BURST);
}
END_TEST

START_TEST(orders_that_overtake_each_other_leave_no_burst)
{
	struct pace pace = { 0 };

	pace_spend(&pace, LEAST_MS, BURST, START_MS);
	pace.rushed_ms = START_MS + 10;
	ck_assert_uint_eq(pace_ready_ms(&pace, LEAST_MS, BURST, START_MS + 20), START_MS + LEAST_MS);
	ck_assert_uint_eq(pace_ready_ms(&pace, LEAST_MS, BURST, START_MS + 1500), START_MS + 1500);
	ck_assert_uint_eq(pace_ready_ms(&pace, LEAST_MS, BURST, START_MS + 10 + LANE_FLOOD_MS),
	                  START_MS + 10 + LANE_FLOOD_MS);
}
END_TEST

START_TEST(no_limit_is_no_limit)
{
	struct pace pace = { 0 };

	for (int i = 0; i < 1000; i++) {
		pace.rushed_ms = START_MS;
		ck_assert_uint_eq(pace_ready_ms(&pace, 0, BURST, START_MS), START_MS);
		pace_spend(&pace, 0, BURST, START_MS);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_newer_switching_stands_for_both,
		a_toggle_behind_on_is_off_and_behind_off_is_on,
		two_toggles_only_look,
		a_light_keeps_what_the_newer_order_does_not_say,
		a_white_replaces_a_colour_and_a_colour_a_white,
		what_decides_how_a_part_stands_keeps_its_order,
		settings_of_a_dimmer_are_told_apart,
		a_burst_is_free_and_then_one_each_interval,
		a_burst_comes_back_with_time_and_no_further,
		orders_that_overtake_each_other_leave_no_burst,
		no_limit_is_no_limit,
	};

	return unit_run("bridge lane", tests, UNIT_COUNT(tests));
}
