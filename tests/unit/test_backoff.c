/* Waiting times that grow, and the numbers that spread them. */
#include "unit/unit.h"

#include "base/backoff.h"

enum {
	DRAWS = 20000,
};

static uint32_t
largest_of(unsigned tries, uint32_t base_ms, uint32_t cap_ms)
{
	struct kasa_rng rng = { .state = 1 };
	uint32_t largest = 0;

	for (int i = 0; i < DRAWS; i++) {
		uint32_t ms = kasa_backoff_ms(&rng, tries, base_ms, cap_ms);

		largest = ms > largest ? ms : largest;
	}
	return largest;
}

START_TEST(numbers_stay_below_their_bound_and_reach_all_of_it)
{
	struct kasa_rng rng = { .state = 42 };
	unsigned seen[7] = { 0 };

	for (int i = 0; i < DRAWS; i++)
		seen[kasa_rng_below(&rng, 7)]++;

	for (size_t i = 0; i < 7; i++)
		ck_assert_uint_gt(seen[i], DRAWS / 7 / 2);
}
END_TEST

START_TEST(below_zero_and_below_one_is_zero)
{
	struct kasa_rng rng = { .state = 42 };

	ck_assert_uint_eq(kasa_rng_below(&rng, 0), 0);
	ck_assert_uint_eq(kasa_rng_below(&rng, 1), 0);
}
END_TEST

START_TEST(one_seed_gives_one_sequence_and_another_seed_another)
{
	struct kasa_rng a = { .state = 1 }, b = { .state = 1 }, c = { .state = 2 };
	unsigned equal = 0;

	for (int i = 0; i < 100; i++) {
		uint32_t n = kasa_rng_below(&a, 1000000);

		ck_assert_uint_eq(n, kasa_rng_below(&b, 1000000));
		equal += n == kasa_rng_below(&c, 1000000);
	}
	ck_assert_uint_lt(equal, 3);
}
END_TEST

START_TEST(the_longest_wait_doubles_with_each_try)
{
	ck_assert_uint_eq(largest_of(0, 20, 3200), 20);
	ck_assert_uint_eq(largest_of(1, 20, 3200), 40);
	ck_assert_uint_eq(largest_of(2, 20, 3200), 80);
}
END_TEST

START_TEST(no_wait_is_longer_than_the_cap_however_many_tries)
{
	ck_assert_uint_eq(largest_of(10, 200, 320), 320);
	ck_assert_uint_eq(largest_of(31, 200, 320), 320);
	ck_assert_uint_eq(largest_of(1000000, 200, 320), 320);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		numbers_stay_below_their_bound_and_reach_all_of_it,   below_zero_and_below_one_is_zero,
		one_seed_gives_one_sequence_and_another_seed_another, the_longest_wait_doubles_with_each_try,
		no_wait_is_longer_than_the_cap_however_many_tries,
	};

	return unit_run("backoff", tests, UNIT_COUNT(tests));
}
