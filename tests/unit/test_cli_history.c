/* A ring of values: gaps are kept, old ones go. */
#include "unit/unit.h"

#include <math.h>

#include "cli/history.h"

static struct history history;
static double values[HISTORY_MAX];

static size_t
copied(void)
{
	return history_copy(&history, values);
}

START_TEST(values_come_back_in_their_order)
{
	history_put(&history, 7, 1.5);
	history_put(&history, 8, 2.5);
	history_put(&history, 9, 3.5);

	ck_assert_uint_eq(copied(), 3);
	ck_assert_double_eq(values[0], 1.5);
	ck_assert_double_eq(values[1], 2.5);
	ck_assert_double_eq(values[2], 3.5);
}
END_TEST

START_TEST(the_first_turn_may_be_0)
{
	history_put(&history, 0, 1);
	history_put(&history, 1, 2);

	ck_assert_uint_eq(copied(), 2);
	ck_assert_double_eq(values[0], 1);
	ck_assert_double_eq(values[1], 2);
}
END_TEST

START_TEST(turns_of_which_nothing_was_told_are_gaps)
{
	history_put(&history, 1, 10);
	history_put(&history, 4, 40);

	ck_assert_uint_eq(copied(), 4);
	ck_assert_double_eq(values[0], 10);
	ck_assert(isnan(values[1]) && isnan(values[2]));
	ck_assert_double_eq(values[3], 40);
}
END_TEST

START_TEST(a_second_value_of_a_turn_replaces_the_first_and_one_of_the_past_is_too_late)
{
	history_put(&history, 5, 1);
	history_put(&history, 6, 2);
	history_put(&history, 6, 3);
	history_put(&history, 5, 9);

	ck_assert_uint_eq(copied(), 2);
	ck_assert_double_eq(values[0], 1);
	ck_assert_double_eq(values[1], 3);
}
END_TEST

START_TEST(a_full_ring_forgets_the_oldest)
{
	for (uint64_t turn = 0; turn < HISTORY_MAX + 10; turn++)
		history_put(&history, turn, (double)turn);

	ck_assert_uint_eq(copied(), HISTORY_MAX);
	ck_assert_double_eq(values[0], 10);
	ck_assert_double_eq(values[HISTORY_MAX - 1], HISTORY_MAX + 9);
}
END_TEST

START_TEST(a_silence_longer_than_the_ring_leaves_gaps_alone)
{
	history_put(&history, 1, 1);
	history_put(&history, HISTORY_MAX, 2);
	ck_assert_uint_eq(copied(), HISTORY_MAX);
	ck_assert_double_eq(values[0], 1);

	history_put(&history, UINT64_MAX / 2, 3);
	ck_assert_uint_eq(copied(), 1);
	ck_assert_double_eq(values[0], 3);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_come_back_in_their_order,
		the_first_turn_may_be_0,
		turns_of_which_nothing_was_told_are_gaps,
		a_second_value_of_a_turn_replaces_the_first_and_one_of_the_past_is_too_late,
		a_full_ring_forgets_the_oldest,
		a_silence_longer_than_the_ring_leaves_gaps_alone,
	};

	return unit_run("cli history", tests, UNIT_COUNT(tests));
}
