/* The device's table of time zones. */
#include "unit/unit.h"

#include <kasa/clock.h>

// clang-format off
static const struct {
	int index;
	const char *name;
} known[] = {
	{ 0, "Etc/GMT+12" },
	{ 6, "PST8PDT" },
	{ 38, "UCT" },
	{ 39, "GB" },
	{ 41, "Europe/Amsterdam" },
	{ 77, "Asia/Kathmandu" },
	{ 104, "Pacific/Auckland" },
	{ 109, "Etc/GMT-14" },
};
// clang-format on

START_TEST(numbers_have_the_names_that_devices_mean)
{
	for (size_t i = 0; i < UNIT_COUNT(known); i++)
		ck_assert_str_eq(kasa_zone_name(known[i].index), known[i].name);
}
END_TEST

START_TEST(each_number_has_a_name_and_no_name_two_numbers)
{
	ck_assert_int_eq(kasa_zone_count(), 110);
	for (int i = 0; i < kasa_zone_count(); i++) {
		ck_assert(kasa_zone_name(i)[0]);
		for (int other = 0; other < i; other++)
			ck_assert_str_ne(kasa_zone_name(i), kasa_zone_name(other));
	}
}
END_TEST

START_TEST(other_numbers_have_none)
{
	ck_assert_ptr_null(kasa_zone_name(-1));
	ck_assert_ptr_null(kasa_zone_name(kasa_zone_count()));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		numbers_have_the_names_that_devices_mean,
		each_number_has_a_name_and_no_name_two_numbers,
		other_numbers_have_none,
	};

	return unit_run("zone table", tests, UNIT_COUNT(tests));
}
