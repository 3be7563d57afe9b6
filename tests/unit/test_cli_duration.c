/* How long, as it is typed and as it is shown. */
#include "unit/unit.h"

#include "common/duration.h"

#define S UINT64_C(1000)
#define M (60 * S)
#define H (60 * M)
#define D (24 * H)

// clang-format off
static const struct {
	const char *typed;
	uint64_t ms;
	const char *shown;
} good[] = {
	{ "2h",              2 * H,             "2h" },
	{ "90m",             90 * M,            "1h30m" },
	{ "1h30m",           90 * M,            "1h30m" },
	{ "45s",             45 * S,            "45s" },
	{ "500ms",           500,               "500ms" },
	{ "1.5h",            90 * M,            "1h30m" },
	{ "1:30:00",         90 * M,            "1h30m" },
	{ "0:00:45",         45 * S,            "45s" },
	{ "100:00:00",       100 * H,           "4d4h" },
	{ "90",              90 * S,            "1m30s" },
	{ "1.5",             1500,              "1.5s" },
	{ ".25",             250,               "250ms" },
	{ "0",               0,                 "0s" },
	{ "0h0m",            0,                 "0s" },
	{ "1d",              D,                 "24h" },
	{ "36h",             36 * H,            "36h" },
	{ "2d",              2 * D,             "2d" },
	{ "2d 1h 1m 1s 1ms", 2 * D + H + M + S + 1, "2d1h1m1.001s" },
	{ "1m500ms",         M + 500,           "1m500ms" },
	{ "1.25s",           1250,              "1.25s" },
	{ "1m1.5s",          M + 1500,          "1m1.5s" },
	{ "2 hours",         2 * H,             "2h" },
	{ "1 Hour 1 minute", H + M,             "1h1m" },
	{ " 5 MIN ",         5 * M,             "5m" },
	{ "1 day 1 second",  D + S,             "24h1s" },
	{ "0.0019s",         1,                 "1ms" },
	{ "366d",            366 * D,           "366d" },
};

static const char *const bad[] = {
	"", " ", "h", "abc", "-1h", "+1h", "1x", "1h1h", "30m1h", "1h30", "1:30", "1:60:00", "1:00:60", "1:0:0", ":30:00",
	"1:30:00s", "1.5h30m", "1,5h", "1e3", "0x10", "1h-30m", "1hh", "1h;", "1 2", "nan", "2h\xc3\xbc",
};

static const struct {
	const char *typed, *sentence;
} outside[] = {
	{ "0",                    "\"0\" is out of bounds: from 1s to 24h" },
	{ "999ms",                "\"999ms\" is out of bounds: from 1s to 24h" },
	{ "24h1ms",               "\"24h1ms\" is out of bounds: from 1s to 24h" },
	{ "99999999999999999999", "\"99999999999999999999\" is out of bounds: from 1s to 24h" },
	{ "99999999999999999999d 99999999999999999999h", "\"99999999999999999999d 99999999999999999999h\""
	                                                 " is out of bounds: from 1s to 24h" },
	{ "99999999999999999999:00:00", "\"99999999999999999999:00:00\" is out of bounds: from 1s to 24h" },
};
// clang-format on

START_TEST(what_is_typed_is_read_and_shown_in_the_fewest_words)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct kasa_err err = { .text = "" };
		char shown[DURATION_TEXT];
		uint64_t ms = 77;

		ck_assert_msg(duration_parse(good[i].typed, 0, DURATION_MOST, &ms, &err) == KASA_OK, "%s", err.text);
		ck_assert_msg(ms == good[i].ms, "%s: %ju", good[i].typed, (uintmax_t)ms);
		ck_assert_str_eq(duration_format(shown, ms), good[i].shown);
	}
}
END_TEST

START_TEST(what_is_shown_is_read_back)
{
	static const uint64_t steps[] = { 1, 10, 100, 999, S, 59 * S, M, 59 * M, H, 23 * H, D, 40 * D };

	for (size_t i = 0; i < UNIT_COUNT(steps) * UNIT_COUNT(steps) * UNIT_COUNT(steps); i++) {
		uint64_t ms = steps[i % 12] + steps[i / 12 % 12] + steps[i / 144], back = 0;
		char shown[DURATION_TEXT];

		ck_assert_int_eq(duration_parse(duration_format(shown, ms), ms, ms, &back, NULL), KASA_OK);
		ck_assert_uint_eq(back, ms);
	}
}
END_TEST

START_TEST(what_is_no_time_gets_a_sentence_with_examples)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct kasa_err err = { .text = "" };
		uint64_t ms = 77;

		ck_assert_msg(duration_parse(bad[i], 0, DURATION_MOST, &ms, &err) == KASA_EINVAL, "%s", bad[i]);
		ck_assert_msg(strstr(err.text, "1h30m"), "%s: %s", bad[i], err.text);
		ck_assert_uint_eq(ms, 77);
	}
}
END_TEST

START_TEST(what_is_out_of_bounds_is_told_the_bounds)
{
	for (size_t i = 0; i < UNIT_COUNT(outside); i++) {
		struct kasa_err err = { .text = "" };
		uint64_t ms = 77;

		ck_assert_int_eq(duration_parse(outside[i].typed, S, D, &ms, &err), KASA_EINVAL);
		ck_assert_str_eq(err.text, outside[i].sentence);
		ck_assert_uint_eq(ms, 77);
	}
}
END_TEST

START_TEST(the_longest_time_has_room)
{
	char shown[DURATION_TEXT];

	ck_assert_str_eq(duration_format(shown, UINT64_MAX), "213503982334d14h25m51.615s");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_typed_is_read_and_shown_in_the_fewest_words,
		what_is_shown_is_read_back,
		what_is_no_time_gets_a_sentence_with_examples,
		what_is_out_of_bounds_is_told_the_bounds,
		the_longest_time_has_room,
	};

	return unit_run("duration", tests, UNIT_COUNT(tests));
}
