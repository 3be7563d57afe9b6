/* The set of those who have answered. */
#include "unit/unit.h"

#include "base/err.h"
#include "base/hash.h"

enum {
	MANY = 100000,
};

START_TEST(an_empty_set_knows_nobody_and_holds_no_memory)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 10);

	ck_assert_ptr_null(kasa_hash_get(&hash, 1));
	ck_assert_ptr_null(hash.slots);
	kasa_hash_finish(&hash);
}
END_TEST

START_TEST(many_neighbouring_keys_keep_their_values)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, MANY);
	for (uint32_t i = 1; i <= MANY; i++)
		ck_assert_int_eq(kasa_hash_put(&hash, 0x0a000000ull + i, i), KASA_OK);

	for (uint32_t i = 1; i <= MANY; i++)
		ck_assert_uint_eq(*kasa_hash_get(&hash, 0x0a000000ull + i), i);
	ck_assert_ptr_null(kasa_hash_get(&hash, 0x0a000000ull));
	ck_assert_uint_eq(hash.count, MANY);
	kasa_hash_finish(&hash);
}
END_TEST

START_TEST(keys_that_differ_above_32_bits_are_different)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 10);
	kasa_hash_put(&hash, 7, 1);
	kasa_hash_put(&hash, 7 | 1ull << 48, 2);

	ck_assert_uint_eq(*kasa_hash_get(&hash, 7), 1);
	ck_assert_uint_eq(*kasa_hash_get(&hash, 7 | 1ull << 48), 2);
	kasa_hash_finish(&hash);
}
END_TEST

START_TEST(a_key_put_again_changes_its_value_and_is_not_counted)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 1);
	kasa_hash_put(&hash, 7, 1);

	ck_assert_int_eq(kasa_hash_put(&hash, 7, 2), KASA_OK);

	ck_assert_uint_eq(*kasa_hash_get(&hash, 7), 2);
	ck_assert_uint_eq(hash.count, 1);
	kasa_hash_finish(&hash);
}
END_TEST

START_TEST(a_full_set_takes_no_more_and_keeps_what_it_has)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 12);
	for (uint32_t i = 1; i <= 12; i++)
		kasa_hash_put(&hash, i, i);

	ck_assert_int_eq(kasa_hash_put(&hash, 13, 13), KASA_EBUSY);

	ck_assert_ptr_null(kasa_hash_get(&hash, 13));
	ck_assert_uint_eq(*kasa_hash_get(&hash, 12), 12);
	kasa_hash_finish(&hash);
}
END_TEST

START_TEST(a_finished_set_may_be_used_again)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 3);
	kasa_hash_put(&hash, 7, 1);
	kasa_hash_finish(&hash);

	ck_assert_ptr_null(kasa_hash_get(&hash, 7));
	ck_assert_int_eq(kasa_hash_put(&hash, 8, 1), KASA_OK);
	kasa_hash_finish(&hash);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_empty_set_knows_nobody_and_holds_no_memory,  many_neighbouring_keys_keep_their_values,
		keys_that_differ_above_32_bits_are_different,   a_key_put_again_changes_its_value_and_is_not_counted,
		a_full_set_takes_no_more_and_keeps_what_it_has, a_finished_set_may_be_used_again,
	};

	return unit_run("hash", tests, UNIT_COUNT(tests));
}
