/* The pieces of what people type: digits, decimals, words. */
#include "unit/unit.h"

#include "common/scan.h"

// clang-format off
static const struct {
	const char *text;
	uint64_t value;
	size_t digits;
} numbers[] = {
	{ "0", 0, 1 },
	{ "007x", 7, 3 },
	{ "", 0, 0 },
	{ "-1", 0, 0 },
	{ "99999999999", 99999999999, 11 },
	{ "100000000001", SCAN_MOST, 12 },
	{ "340282366920938463463374607431768211457", SCAN_MOST, 39 }, /* 1, if it went round */
};

static const struct {
	const char *text;
	bool good;
	uint64_t whole, billionths;
	size_t decimals;
	const char *rest;
} decimals[] = {
	{ "2h", true, 2, 0, 0, "h" },
	{ "1.5h", true, 1, 500000000, 1, "h" },
	{ ".25", true, 0, 250000000, 2, "" },
	{ "3.", true, 3, 0, 0, "" },
	{ "0,30", true, 0, 300000000, 2, "" },
	{ "1.2.3", true, 1, 200000000, 1, ".3" },
	{ "0.0000000019", true, 0, 1, 10, "" },
	{ ".", false, 0, 0, 0, "." },
	{ "h", false, 0, 0, 0, "h" },
	{ "", false, 0, 0, 0, "" },
};

static const struct {
	const char *text, *word, *rest;
} words[] = {
	{ "Mon-Fri", "mon", "-Fri" },
	{ "", "", "" },
	{ "1st", "", "1st" },
	{ "abcdefghijklmno", "abcdefghijklmno", "" },
	{ "abcdefghijklmnop x", "?", " x" },
	{ "K\xc3\xbc" "che", "k", "\xc3\xbc" "che" },
};
// clang-format on

START_TEST(digits_never_go_round)
{
	for (size_t i = 0; i < UNIT_COUNT(numbers); i++) {
		const char *at = numbers[i].text;
		size_t digits;

		ck_assert_uint_eq(scan_digits(&at, &digits), numbers[i].value);
		ck_assert_uint_eq(digits, numbers[i].digits);
		ck_assert_ptr_eq(at, numbers[i].text + digits);
	}
}
END_TEST

START_TEST(a_decimal_is_taken_to_its_last_digit)
{
	for (size_t i = 0; i < UNIT_COUNT(decimals); i++) {
		const char *at = decimals[i].text;
		struct scan_decimal found;

		ck_assert_msg(scan_decimal(&at, ".,", &found) == decimals[i].good, "%s", decimals[i].text);
		ck_assert_uint_eq(found.whole, decimals[i].whole);
		ck_assert_uint_eq(found.billionths, decimals[i].billionths);
		ck_assert_uint_eq(found.decimals, decimals[i].decimals);
		ck_assert_str_eq(at, decimals[i].rest);
	}
}
END_TEST

START_TEST(a_word_is_letters_in_lower_case)
{
	for (size_t i = 0; i < UNIT_COUNT(words); i++) {
		const char *at = words[i].text;
		char word[SCAN_WORD];

		scan_word(&at, word);
		ck_assert_str_eq(word, words[i].word);
		ck_assert_str_eq(at, words[i].rest);
	}
}
END_TEST

START_TEST(blanks_and_characters_are_stepped_over_one_kind_at_a_time)
{
	const char *at = " \t+x";

	ck_assert(!scan_char(&at, '+'));
	scan_blanks(&at);
	ck_assert(scan_char(&at, '+'));
	ck_assert(scan_char(&at, 'x'));

	ck_assert(!scan_char(&at, '\0'));
	ck_assert_str_eq(at, "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		digits_never_go_round,
		a_decimal_is_taken_to_its_last_digit,
		a_word_is_letters_in_lower_case,
		blanks_and_characters_are_stepped_over_one_kind_at_a_time,
	};

	return unit_run("scan", tests, UNIT_COUNT(tests));
}
