/* The ring of the last two hours. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/rest/recent.h"

enum {
	NOW = 1795824000, /* a multiple of ten */
};

static struct recent ring;
static struct recent_point points[RECENT_SLOTS];

static size_t
read_at(int64_t now_s, unsigned minutes)
{
	return recent_read(&ring, now_s, minutes, points);
}

static void
point_is(size_t i, int64_t time_s, double power_w)
{
	ck_assert_int_eq(points[i].time_s, time_s);
	ck_assert_double_eq_tol(points[i].power_w, power_w, 1e-9);
}

START_TEST(without_a_reading_there_is_no_point)
{
	recent_init(&ring);

	ck_assert_uint_eq(read_at(NOW, RECENT_MINUTES), 0);
}
END_TEST

START_TEST(readings_become_points_the_oldest_first)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 1.5);
	recent_add(&ring, NOW + 10, 2.5);
	recent_add(&ring, NOW + 40, 0);

	ck_assert_uint_eq(read_at(NOW + 45, RECENT_MINUTES), 3);
	point_is(0, NOW, 1.5);
	point_is(1, NOW + 10, 2.5);
	point_is(2, NOW + 40, 0);
}
END_TEST

START_TEST(several_readings_of_one_slot_are_their_mean)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 10);
	recent_add(&ring, NOW + 5, 20);
	recent_add(&ring, NOW + 9, 30);

	ck_assert_uint_eq(read_at(NOW + 9, 1), 1);
	point_is(0, NOW, 20);
}
END_TEST

START_TEST(only_the_minutes_that_are_asked_for_are_told)
{
	recent_init(&ring);
	for (int i = 0; i < 30; i++)
		recent_add(&ring, NOW + i * 10, i);

	ck_assert_uint_eq(read_at(NOW + 290, 1), 6);
	point_is(0, NOW + 240, 24);
	point_is(5, NOW + 290, 29);
}
END_TEST

START_TEST(after_two_hours_points_are_forgotten)
{
	recent_init(&ring);
	for (int i = 0; i < RECENT_SLOTS + 3; i++)
		recent_add(&ring, NOW + i * 10, i % 100);

	ck_assert_uint_eq(read_at(NOW + (RECENT_SLOTS + 2) * 10, RECENT_MINUTES), RECENT_SLOTS);
	point_is(0, NOW + 30, 3);
}
END_TEST

START_TEST(what_lay_in_a_gap_is_not_known)
{
	recent_init(&ring);
	for (int i = 0; i < RECENT_SLOTS; i++)
		recent_add(&ring, NOW + i * 10, 5);
	recent_add(&ring, NOW + (RECENT_SLOTS + 99) * 10, 7);

	ck_assert_uint_eq(read_at(NOW + (RECENT_SLOTS + 99) * 10, RECENT_MINUTES), RECENT_SLOTS - 99);
}
END_TEST

START_TEST(after_a_long_gap_it_begins_anew)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 5);
	recent_add(&ring, NOW + 100000, 7);

	ck_assert_uint_eq(read_at(NOW + 100000, RECENT_MINUTES), 1);
	point_is(0, NOW + 100000, 7);
}
END_TEST

START_TEST(a_device_that_is_away_leaves_its_points_to_age)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 5);

	ck_assert_uint_eq(read_at(NOW + 7100, RECENT_MINUTES), 1);
	ck_assert_uint_eq(read_at(NOW + 7200, RECENT_MINUTES), 0);
}
END_TEST

START_TEST(a_clock_set_back_a_little_loses_readings_far_back_begins_anew)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 5);
	recent_add(&ring, NOW - 60, 9);
	ck_assert_uint_eq(read_at(NOW, RECENT_MINUTES), 1);
	recent_add(&ring, NOW - 100000, 9);

	ck_assert_uint_eq(read_at(NOW - 100000, RECENT_MINUTES), 1);
	point_is(0, NOW - 100000, 9);
}
END_TEST

START_TEST(what_is_no_power_is_left_out)
{
	recent_init(&ring);
	recent_add(&ring, NOW, NAN);
	recent_add(&ring, NOW, INFINITY);
	recent_add(&ring, 0, 5);
	recent_add(&ring, -20, 5);

	ck_assert_uint_eq(read_at(NOW, RECENT_MINUTES), 0);
}
END_TEST

START_TEST(what_is_beyond_all_meters_is_as_much_as_fits)
{
	recent_init(&ring);
	recent_add(&ring, NOW, 1e9);
	recent_add(&ring, NOW + 10, -3);

	ck_assert_uint_eq(read_at(NOW + 10, 1), 2);
	point_is(0, NOW, 6553.4);
	point_is(1, NOW + 10, 0);
}
END_TEST

START_TEST(a_ring_costs_what_its_header_says)
{
	ck_assert_uint_le(sizeof(struct recent), 1480);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_a_reading_there_is_no_point,
		readings_become_points_the_oldest_first,
		several_readings_of_one_slot_are_their_mean,
		only_the_minutes_that_are_asked_for_are_told,
		after_two_hours_points_are_forgotten,
		what_lay_in_a_gap_is_not_known,
		after_a_long_gap_it_begins_anew,
		a_device_that_is_away_leaves_its_points_to_age,
		a_clock_set_back_a_little_loses_readings_far_back_begins_anew,
		what_is_no_power_is_left_out,
		what_is_beyond_all_meters_is_as_much_as_fits,
		a_ring_costs_what_its_header_says,
	};

	return unit_run("bridge_recent", tests, UNIT_COUNT(tests));
}
