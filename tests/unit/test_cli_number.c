/* Numbers and seconds as people type them. */
#include "unit/unit.h"

#include "common/number.h"

// clang-format off
static const struct {
	const char *text;
	bool good;
	uint32_t value;
} numbers[] = {
	{ "1", true, 1 },
	{ "65535", true, 65535 },
	{ "009", true, 9 },
	{ "0", false, 0 },
	{ "65536", false, 0 },
	{ "4294967297", false, 0 }, /* 1, if it went round */
	{ "18446744073709551617", false, 0 },
	{ "", false, 0 },
	{ "-1", false, 0 },
	{ "+1", false, 0 },
	{ " 1", false, 0 },
	{ "1 ", false, 0 },
	{ "0x10", false, 0 },
	{ "1.0", false, 0 },
};

static const struct {
	const char *text;
	bool good;
	uint32_t ms;
} times[] = {
	{ "5", true, 5000 },
	{ "0.5", true, 500 },
	{ ".25", true, 250 },
	{ "3.", true, 3000 },
	{ "0.001", true, 1 },
	{ "1.9999", true, 1999 },
	{ "3600", true, 3600000 },
	{ "3600.001", false, 0 },
	{ "0", false, 0 },
	{ "0.0009", false, 0 },
	{ ".", false, 0 },
	{ "", false, 0 },
	{ "1e3", false, 0 },
	{ "nan", false, 0 },
	{ "-1", false, 0 },
	{ "1,5", false, 0 },
	{ "99999999999999999999", false, 0 },
};
// clang-format on

START_TEST(a_whole_number_inside_its_bounds_is_read_and_nothing_else)
{
	for (size_t i = 0; i < UNIT_COUNT(numbers); i++) {
		uint32_t value = 77;

		ck_assert_msg(number_parse(numbers[i].text, 1, 65535, &value) == numbers[i].good, "%s",
		              numbers[i].text);
		ck_assert_uint_eq(value, numbers[i].good ? numbers[i].value : 77);
	}
}
END_TEST

START_TEST(seconds_become_milliseconds)
{
	for (size_t i = 0; i < UNIT_COUNT(times); i++) {
		uint32_t ms = 77;

		ck_assert_msg(seconds_parse(times[i].text, 1, 3600000, &ms) == times[i].good, "%s", times[i].text);
		ck_assert_uint_eq(ms, times[i].good ? times[i].ms : 77);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_whole_number_inside_its_bounds_is_read_and_nothing_else,
		seconds_become_milliseconds,
	};

	return unit_run("number", tests, UNIT_COUNT(tests));
}
