/* Rules as people type them: each wish changes what it names, is told where it is wrong, and is shown back the same. */
#include "unit/unit.h"

#include "cli/rule_words.h"

#define CLOCK(m)                                         \
	{                                                \
		.kind = KASA_MOMENT_CLOCK, .minute = (m) \
	}

/* Friday, at noon. */
static const struct rule_now now = { { 2026, 11, 27 }, 720 };

static const struct kasa_rule plain = {
	.enabled = 1,
	.days = KASA_DAYS_ALL,
	.start = CLOCK(420),
	.action = { .kind = KASA_ACT_ON },
};

/* "TIME DAYS does ACTION until TIME then ACTION" */
static const char *
told(const struct kasa_rule *rule)
{
	static char out[256];
	char at[MOMENT_TEXT], days[DAYS_TEXT], action[RULE_TEXT], until[MOMENT_TEXT];

	snprintf(out, sizeof out, "%s %s %s", rule_moment(&rule->start, at), rule_days(rule, days),
	         rule_action_long(&rule->action, action));
	if (rule->end.kind != KASA_MOMENT_NONE)
		snprintf(out + strlen(out), sizeof out - strlen(out), " until %s %s", rule_moment(&rule->end, until),
		         rule_action(&rule->end_action));
	if (rule->name[0])
		snprintf(out + strlen(out), sizeof out - strlen(out), " \"%s\"", rule->name);
	return out;
}

// clang-format off
static const struct {
	struct rule_wish wish;
	const char *told; /* of the plain rule, with that changed */
} wishes[] = {
	{ { .at = "21:30" },                                    "21:30 daily on" },
	{ { .at = "9pm", .turn = "off" },                       "21:00 daily off" },
	{ { .at = "sunset-15m", .days = "mon-fri" },            "sunset-15m mon-fri on" },
	{ { .at = "Sunrise + 1h", .days = "weekend" },          "sunrise+1h sat,sun on" },
	{ { .until = "23:00" },                                 "07:00 daily on until 23:00 off" },
	{ { .until = "sunrise", .turn = "off" },                "07:00 daily off until sunrise on" },
	{ { .date = "2026-12-24" },                             "07:00 2026-12-24 on" },
	{ { .date = "today" },                                  "07:00 2026-11-27 on" },
	{ { .date = "tomorrow" },                               "07:00 2026-11-28 on" },
	{ { .date = "fri" },                                    "07:00 2026-12-04 on" },
	{ { .once = true },                                     "07:00 2026-11-28 on" }, /* it is noon already */
	{ { .once = true, .at = "12:00" },                      "12:00 2026-11-28 on" },
	{ { .once = true, .at = "12:01" },                      "12:01 2026-11-27 on" },
	{ { .name = "K\xc3\xbc" "che" },                        "07:00 daily on \"K\xc3\xbc" "che\"" },
	{ { .at = "18:00", .until = "23:00", .away = true },    "18:00 daily on until 23:00 none" },
};

static const struct {
	struct rule_wish wish;
	const char *why;
} wrong[] = {
	{ { .at = "25:00" },                          "--at: \"25:00\" is no " },
	{ { .at = "" },                               "--at: \"\" is no " },
	{ { .at = "sunset-13h" },                     "--at: \"sunset-13h\"" },
	{ { .at = "7", .away = true },                "--from: \"7\"" },
	{ { .at = "7:00", .until = "7am" },           "--until: \"7am\" is when it begins" },
	{ { .at = "sunset-15m", .until = "sunset-15m", .away = true }, "--until: \"sunset-15m\" is when it begins" },
	{ { .until = "noonish" },                     "--until: \"noonish\"" },
	{ { .until = "none", .away = true },          "--until: \"none\"" },
	{ { .days = "mon-fry" },                      "--days: \"" },
	{ { .days = "" },                             "--days: " },
	{ { .date = "2026-02-30" },                   "--on: \"2026-02-30\"" },
	{ { .days = "mon", .once = true },            "--days, --on and --once exclude each other" },
	{ { .days = "mon", .date = "today" },         "--days, --on and --once exclude each other" },
	{ { .date = "today", .once = true },          "--days, --on and --once exclude each other" },
	{ { .once = true, .at = "sunset" },           "--once: with sunrise or sunset the day is wanted: --on DATE" },
	{ { .turn = "up" },                           "--turn: \"up\" is neither on nor off" },
	{ { .name = "a\x1b[2J" },                     "the rule's name holds a control character" },
	{ { .name = "0123456789012345678901234567890123456789012345678901234567890123" }, "--name: 64 bytes; at most 63 are possible" },
};

static struct kasa_rule listed[] = {
	{ .id = "1234567890ABCDEF1234567890ABCDEF", .name = "Morning", .start = CLOCK(420) },
	{ .id = "12345678FFFFFFFFFFFFFFFFFFFFFFFF", .name = "2nd", .start = { .kind = KASA_MOMENT_SUNSET, .offset_min = -15 } },
	{ .id = "AB00000000000000000000000000000F", .name = "", .start = { .kind = KASA_MOMENT_OTHER } },
	{ .id = "AB00000000000000000000000000000E", .name = "Morning light", .start = CLOCK(421) },
};

static const struct {
	const char *word;
	unsigned position;
} found[] = {
	{ "1", 0 }, { "4", 3 }, { "morning", 0 }, { "2ND", 1 }, { "Morning l", 3 }, { "1234567890a", 0 }, { "12345678F", 1 },
	{ "2n", 1 },
};

static const struct {
	const char *word, *why;
} missed[] = {
	{ "0",      "no rule \"0\"; there are: 1 Morning, 2 2nd, 3 ?, 4 Morning light" },
	{ "5",      "no rule \"5\"; there are: 1 Morning, 2 2nd, 3 ?, 4 Morning light" },
	{ "-1",     "no rule \"-1\"; there are: 1 Morning, 2 2nd, 3 ?, 4 Morning light" },
	{ "x\x1b[", "no rule \"x\\x1b[\"; there are: 1 Morning, 2 2nd, 3 ?, 4 Morning light" },
	{ "123",    "no rule \"123\"; there are: 1 Morning, 2 2nd, 3 ?, 4 Morning light" },
	{ "12345678", "\"12345678\" is several rules: 1 Morning, 2 2nd; a number is wanted" },
	{ "mor",    "\"mor\" is several rules: 1 Morning, 4 Morning light; a number is wanted" },
	{ "ab0000", "\"ab0000\" is several rules: 3 ?, 4 Morning light; a number is wanted" },
};
// clang-format on

START_TEST(a_wish_changes_what_it_names_and_is_shown_back)
{
	for (size_t i = 0; i < UNIT_COUNT(wishes); i++) {
		struct kasa_rule rule = plain;
		struct kasa_err err = { .code = KASA_OK };

		ck_assert_msg(rule_wish_apply(&wishes[i].wish, &now, &rule, &err) == KASA_OK, "row %zu: %s", i,
		              err.text);
		ck_assert_str_eq(told(&rule), wishes[i].told);
		ck_assert(!rule_wish_empty(&wishes[i].wish));
	}
	ck_assert(rule_wish_empty(&(struct rule_wish){ .away = true }));
}
END_TEST

START_TEST(a_wish_that_is_wrong_names_its_option)
{
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		struct kasa_rule rule = plain;
		struct kasa_err err = { .code = KASA_OK };

		ck_assert_int_eq(rule_wish_apply(&wrong[i].wish, &now, &rule, &err), KASA_EINVAL);
		ck_assert_msg(strncmp(err.text, wrong[i].why, strlen(wrong[i].why)) == 0, "row %zu: %s", i, err.text);
	}
}
END_TEST

START_TEST(an_end_is_taken_away_and_turned_with_its_beginning)
{
	struct kasa_rule rule = plain;
	struct kasa_err err;

	ck_assert_int_eq(rule_wish_apply(&(struct rule_wish){ .until = "23:00" }, &now, &rule, &err), KASA_OK);
	ck_assert_int_eq(rule_wish_apply(&(struct rule_wish){ .turn = "off" }, &now, &rule, &err), KASA_OK);
	ck_assert_str_eq(told(&rule), "07:00 daily off until 23:00 on");
	ck_assert_int_eq(rule_wish_apply(&(struct rule_wish){ .until = "none" }, &now, &rule, &err), KASA_OK);
	ck_assert_str_eq(told(&rule), "07:00 daily off");
}
END_TEST

START_TEST(days_and_dates_replace_each_other)
{
	struct kasa_rule rule = plain;
	struct kasa_err err;

	ck_assert_int_eq(rule_wish_apply(&(struct rule_wish){ .date = "today" }, &now, &rule, &err), KASA_OK);
	ck_assert(rule.once);
	ck_assert_int_eq(rule_wish_apply(&(struct rule_wish){ .days = "sun" }, &now, &rule, &err), KASA_OK);
	ck_assert(!rule.once);
	ck_assert_int_eq(rule.year, 0);
	ck_assert_str_eq(told(&rule), "07:00 sun on");
}
END_TEST

START_TEST(a_rule_is_found_by_number_name_and_id)
{
	const struct kasa_rules rules = { .count = UNIT_COUNT(listed), .rules = listed };

	for (size_t i = 0; i < UNIT_COUNT(found); i++) {
		unsigned position = 99;
		struct kasa_err err;

		ck_assert_msg(rule_find(&rules, found[i].word, &position, &err) == KASA_OK, "%s", found[i].word);
		ck_assert_msg(position == found[i].position, "%s: %u", found[i].word, position);
	}
}
END_TEST

START_TEST(a_rule_that_is_not_there_is_told_with_those_that_are)
{
	const struct kasa_rules rules = { .count = UNIT_COUNT(listed), .rules = listed }, none = { .count = 0 };
	unsigned position;
	struct kasa_err err;

	for (size_t i = 0; i < UNIT_COUNT(missed); i++) {
		ck_assert_int_ne(rule_find(&rules, missed[i].word, &position, &err), KASA_OK);
		ck_assert_str_eq(err.text, missed[i].why);
	}
	ck_assert_int_eq(rule_find(&none, "1", &position, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "no rule \"1\"; there are no rules");
}
END_TEST

START_TEST(what_is_not_known_is_shown_as_that)
{
	const struct kasa_rule odd = {
		.once = true,
		.start = { .kind = KASA_MOMENT_OTHER },
		.action = { KASA_ACT_OTHER, false, { 0 } },
	};
	const struct kasa_act bright = { KASA_ACT_ON, true, { 50, 2700, KASA_UNKNOWN, KASA_UNKNOWN } };
	char out[RULE_TEXT];

	ck_assert_str_eq(told(&odd), "? once other");
	ck_assert_str_eq(rule_action_long(&bright, out), "on, brightness 50 %, white 2700 K");
}
END_TEST

START_TEST(a_countdown_is_told_by_what_is_left_of_it)
{
	char out[NEXT_TEXT];

	ck_assert_str_eq(countdown_words(&(struct kasa_countdown){ .on = 1, .remain_s = 5 }, out), "none");
	ck_assert_str_eq(countdown_words(&(struct kasa_countdown){ .running = true, .remain_s = 5400 }, out),
	                 "off in 1h30m");
	ck_assert_str_eq(
		countdown_words(&(struct kasa_countdown){ .running = true, .on = 1, .remain_s = KASA_UNKNOWN }, out),
		"on, nobody knows when");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_wish_changes_what_it_names_and_is_shown_back,
		a_wish_that_is_wrong_names_its_option,
		an_end_is_taken_away_and_turned_with_its_beginning,
		days_and_dates_replace_each_other,
		a_rule_is_found_by_number_name_and_id,
		a_rule_that_is_not_there_is_told_with_those_that_are,
		what_is_not_known_is_shown_as_that,
		a_countdown_is_told_by_what_is_left_of_it,
	};

	return unit_run("cli_rule_words", tests, UNIT_COUNT(tests));
}
