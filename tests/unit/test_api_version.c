/* The version of what runs is that of what was compiled against. */
#include "unit/unit.h"

#include <kasa/version.h>

START_TEST(the_version_is_that_of_the_header)
{
	char numbers[32];

	snprintf(numbers, sizeof numbers, "%d.%d.%d", KASA_VERSION_MAJOR, KASA_VERSION_MINOR, KASA_VERSION_PATCH);

	ck_assert_str_eq(kasa_version(), KASA_VERSION);
	ck_assert_str_eq(kasa_version(), numbers);
}
END_TEST

START_TEST(what_it_stands_on_is_named)
{
	ck_assert_int_eq(strncmp(kasa_version_libraries(), "libev 4.", 8), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_version_is_that_of_the_header,
		what_it_stands_on_is_named,
	};

	return unit_run("api_version", tests, UNIT_COUNT(tests));
}
