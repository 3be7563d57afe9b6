/* What a rule may be, and on which day a date falls. */
#include "unit/unit.h"

#include "model/rule.h"

#define START .start = { .kind = KASA_MOMENT_CLOCK, .minute = 600 }
#define NOT KASA_UNKNOWN

// clang-format off
static const struct kasa_rule possible[] = {
	{ .days = 1, START },
	{ .days = KASA_DAYS_ALL, .start = { .kind = KASA_MOMENT_SUNSET, .offset_min = -720 } },
	{ .days = 1, .start = { .kind = KASA_MOMENT_CLOCK, .minute = 1439 }, .end = { .kind = KASA_MOMENT_CLOCK } },
	{ .once = true, .year = 2024, .month = 2, .day = 29, START },
	{ .once = true, .days = 1, START }, /* a device may not give a date */
	{ .days = 1, START, .action = { KASA_ACT_ON, true, { 100, NOT, 360, 100 } } },
	{ .days = 1, .start = { .kind = KASA_MOMENT_OTHER }, .given = "{}" },
	{ .days = 1, START, .action = { KASA_ACT_ON, true, { 0, 9, 999, 999 } }, .given = "{}" },
};

static const struct {
	struct kasa_rule rule;
	const char *why;
} impossible[] = {
	{ { .days = 1 }, "a rule needs a time: of the clock, sunrise or sunset" },
	{ { START }, "a rule of every week needs days, of Sunday to Saturday" },
	{ { .days = 0x80, START }, "a rule of every week needs days, of Sunday to Saturday" },
	{ { .once = true, .year = 2026, .month = 2, .day = 29, START }, "2026-02-29 is no day: from 1970-01-01 to 2099-12-31" },
	{ { .once = true, .year = 1969, .month = 12, .day = 31, START }, "1969-12-31 is no day: from 1970-01-01 to 2099-12-31" },
	{ { .once = true, .month = 13, START }, "0-13-00 is no day: from 1970-01-01 to 2099-12-31" },
	{ { .days = 1, .start = { .kind = KASA_MOMENT_CLOCK, .minute = 1440 } }, "minute 1440 is not in a day: from 0 to 1439" },
	{ { .days = 1, START, .end = { .kind = KASA_MOMENT_CLOCK, .minute = -1 } }, "minute -1 is not in a day: from 0 to 1439" },
	{ { .days = 1, .start = { .kind = KASA_MOMENT_SUNRISE, .offset_min = 721 } }, "721 minutes from sunrise or sunset: from -720 to 720 are possible" },
	{ { .days = 1, START, .name = "a\nb" }, "the rule's name holds a control character" },
	{ { .days = 1, START, .name = "\xff" }, "the rule's name is not UTF-8, or longer than 63 bytes" },
	{ { .days = 1, START, .action = { KASA_ACT_ON, true, { 101, NOT, NOT, NOT } } }, "brightness 101: 1 to 100 are possible" },
	{ { .days = 1, START, .end_action = { KASA_ACT_ON, true, { NOT, NOT, 361, NOT } } }, "hue 361: 0 to 360 are possible" },
	{ { .days = 1, START, .action = { .kind = KASA_ACT_OTHER } }, "a rule of a kind that is not known here cannot be made" },
	{ { .days = 1, START, .end = { .kind = KASA_MOMENT_OTHER } }, "a rule of a kind that is not known here cannot be made" },
};

static const struct { int year, month, day; unsigned bit; } dates[] = {
	{ 2026, 11, 27, KASA_DAY_FRIDAY }, { 2000, 2, 29, KASA_DAY_TUESDAY }, { 1970, 1, 1, KASA_DAY_THURSDAY },
	{ 2099, 12, 31, KASA_DAY_THURSDAY }, { 2026, 3, 1, KASA_DAY_SUNDAY }, { 2024, 12, 28, KASA_DAY_SATURDAY },
	{ 2023, 5, 1, KASA_DAY_MONDAY }, { 2026, 7, 29, KASA_DAY_WEDNESDAY },
	{ 2100, 1, 1, 0 }, { 2026, 0, 1, 0 }, { 2026, 4, 31, 0 }, { 2026, 1, 0, 0 }, { 1900, 2, 29, 0 },
};
// clang-format on

START_TEST(a_rule_with_a_day_and_a_time_is_possible)
{
	for (size_t i = 0; i < UNIT_COUNT(possible); i++) {
		struct kasa_err err = { .code = KASA_OK };

		ck_assert_msg(kasa_rule_check(&possible[i], &err) == KASA_OK, "row %zu: %s", i, err.text);
	}
}
END_TEST

START_TEST(what_cannot_be_a_rule_is_told_why)
{
	for (size_t i = 0; i < UNIT_COUNT(impossible); i++) {
		struct kasa_err err = { .code = KASA_OK };

		ck_assert_int_eq(kasa_rule_check(&impossible[i].rule, &err), KASA_EINVAL);
		ck_assert_str_eq(err.text, impossible[i].why);
		ck_assert_int_eq(kasa_rule_check(&impossible[i].rule, NULL), KASA_EINVAL);
	}
}
END_TEST

START_TEST(a_name_without_an_end_is_refused)
{
	struct kasa_rule rule = { .days = 1, START };

	memset(rule.name, 'x', sizeof rule.name);
	ck_assert_int_eq(kasa_rule_check(&rule, NULL), KASA_EINVAL);
	rule.name[sizeof rule.name - 1] = '\0';
	ck_assert_int_eq(kasa_rule_check(&rule, NULL), KASA_OK);
}
END_TEST

START_TEST(a_date_falls_on_its_day_and_no_date_on_none)
{
	for (size_t i = 0; i < UNIT_COUNT(dates); i++)
		ck_assert_msg(kasa_rule_weekday(dates[i].year, dates[i].month, dates[i].day) == dates[i].bit, "row %zu",
		              i);
}
END_TEST

START_TEST(rules_are_alike_when_they_do_the_same)
{
	const struct kasa_rule asked = { .name = "long",
		                         .enabled = 1,
		                         .once = true,
		                         .year = 2026,
		                         .month = 11,
		                         .day = 27,
		                         START,
		                         .action = { KASA_ACT_ON, true, { 50, NOT, NOT, NOT } } };
	struct kasa_rule found = asked;

	found.name[1] = '\0'; /* cut by the device */
	found.days = KASA_DAY_FRIDAY;
	found.action.light = (struct kasa_light){ 50, 2700, 0, 0 };
	ck_assert(kasa_rule_alike(&asked, &found));

	found.action.light.brightness = 51;
	ck_assert(!kasa_rule_alike(&asked, &found));
	found.action = (struct kasa_act){ .kind = KASA_ACT_ON };
	ck_assert(!kasa_rule_alike(&asked, &found));
	found = asked;
	found.day = 28;
	ck_assert(!kasa_rule_alike(&asked, &found));
	found = asked;
	found.end.kind = KASA_MOMENT_SUNRISE;
	ck_assert(!kasa_rule_alike(&asked, &found));
	found = asked;
	found.enabled = 0;
	ck_assert(!kasa_rule_alike(&asked, &found));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_rule_with_a_day_and_a_time_is_possible, what_cannot_be_a_rule_is_told_why,
		a_name_without_an_end_is_refused,         a_date_falls_on_its_day_and_no_date_on_none,
		rules_are_alike_when_they_do_the_same,
	};

	return unit_run("rule", tests, UNIT_COUNT(tests));
}
