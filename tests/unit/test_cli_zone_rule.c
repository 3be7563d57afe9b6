/* Rules of time zones as they stand in TZ. */
#include "unit/unit.h"

#include <time.h>

#include "common/zone_rule.h"

enum {
	HOUR = 3600,
};

// clang-format off
static const struct {
	const char *text;
	struct zone_rule rule;
} good[] = {
	{ "UTC0", { 0 } },
	{ "EST5", { -5 * HOUR, -5 * HOUR, { 0 }, { 0 } } },
	{ "<+0545>-5:45", { 20700, 20700, { 0 }, { 0 } } },
	{ "LMT+0:44:30", { -2670, -2670, { 0 }, { 0 } } },
	{ "CET-1CEST,M3.5.0,M10.5.0/3",
	  { HOUR, 2 * HOUR, { ZONE_DAY_WEEKDAY, 3, 5, 0, 2 * HOUR }, { ZONE_DAY_WEEKDAY, 10, 5, 0, 3 * HOUR } } },
	{ "EST5EDT", /* without changes: those of the United States */
	  { -5 * HOUR, -4 * HOUR, { ZONE_DAY_WEEKDAY, 3, 2, 0, 2 * HOUR }, { ZONE_DAY_WEEKDAY, 11, 1, 0, 2 * HOUR } } },
	{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
	  { 37800, 39600, { ZONE_DAY_WEEKDAY, 10, 1, 0, 2 * HOUR }, { ZONE_DAY_WEEKDAY, 4, 1, 0, 2 * HOUR } } },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
	  { -2 * HOUR, -HOUR, { ZONE_DAY_WEEKDAY, 3, 5, 0, -HOUR }, { ZONE_DAY_WEEKDAY, 10, 5, 0, 0 } } },
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", /* Ireland, where the winter is the exception */
	  { 0, HOUR, { ZONE_DAY_WEEKDAY, 3, 5, 0, HOUR }, { ZONE_DAY_WEEKDAY, 10, 5, 0, 2 * HOUR } } },
	{ "AAA0BBB,J60/0,365/167:59:59",
	  { 0, HOUR, { ZONE_DAY_JULIAN, 0, 0, 60, 0 }, { ZONE_DAY_YEAR, 0, 0, 365, 604799 } } },
	{ "AAA3BBB3,J1,J2", { -3 * HOUR, -3 * HOUR, { 0 }, { 0 } } }, /* a summer that changes nothing */
};

static const char *const bad[] = {
	"", "EST", "ES5", "5", "<EST5", "<E>5", "<E ST>5", "EST25", "EST5:60", "EST5:00:60", "EST5:", "EST5 ", "EST--5",
	"EST5EDT,M3.2.0", "EST5EDT,M3.2.0,", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0",
	"EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2,M11.1.0",
	"EST5EDT,J0,J60", "EST5EDT,J366,J60", "EST5EDT,366,60", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0/,M11.1.0",
	"EST5ED,M3.2.0,M11.1.0", "EST5EDT;M3.2.0,M11.1.0", "EST5,M3.2.0,M11.1.0", "Europe/Berlin",
	"EST99999999999999999999", "\xff\xff\xff",
};

/* Of these libc is asked. */
static const char *const kept[] = {
	"UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "IST-1GMT0,M10.5.0,M3.5.0/1", "EST5EDT,M3.2.0,M11.1.0",
	"<-03>3<-02>,M3.2.0,M11.1.0", "NZST-12NZDT,M9.5.0,M4.1.0/3", "EET-2EEST,M4.5.5/0,M10.5.4/24",
	"EET-2EEST,M3.4.4/50,M10.4.4/50", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
	"AAA0BBB,J60/0,J300/5", "AAA-3BBB,59/0,299/5",
};
// clang-format on

START_TEST(a_rule_is_read_without_its_names)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct zone_rule rule = { .offset_s = 77 };

		ck_assert_msg(zone_rule_parse(good[i].text, &rule), "%s", good[i].text);
		ck_assert_msg(zone_rule_equal(&rule, &good[i].rule), "%s", good[i].text);
	}
}
END_TEST

START_TEST(rules_that_differ_are_not_equal)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++)
		for (size_t other = 0; other < i; other++)
			ck_assert_msg(!zone_rule_equal(&good[i].rule, &good[other].rule), "%s", good[i].text);
}
END_TEST

START_TEST(what_is_no_rule_is_refused)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct zone_rule rule = { .offset_s = 77 };

		ck_assert_msg(!zone_rule_parse(bad[i], &rule), "%s", bad[i]);
		ck_assert_int_eq(rule.offset_s, 77);
	}
}
END_TEST

START_TEST(any_beginning_of_a_rule_is_read_or_refused_without_harm)
{
	static const char whole[] = "<+1030>-10:30<+11>-11,M10.1.0/2:00:00,J60/-3";
	struct zone_rule rule;

	for (size_t n = 0; n < sizeof whole - 1; n++) {
		char *part = strndup(whole, n); /* so that a byte too far is seen */

		ck_assert_ptr_nonnull(part);
		zone_rule_parse(part, &rule);
		free(part);
	}

	ck_assert(zone_rule_parse(whole, &rule));
}
END_TEST

/* Hours of twelve years on which clocks of the rule show something else than libc's. */
static unsigned
differences(const struct zone_rule *rule)
{
	const time_t from = 1767225600, to = from + (time_t)12 * 366 * 24 * HOUR; /* from 2026 on */
	unsigned wrong = 0;

	for (time_t at = from; at < to; at += HOUR / 2) {
		struct tm tm;

		wrong += !localtime_r(&at, &tm) || tm.tm_gmtoff != zone_rule_offset(rule, at);
	}
	return wrong;
}

START_TEST(clocks_show_what_those_of_libc_show)
{
	for (size_t i = 0; i < UNIT_COUNT(kept); i++) {
		struct zone_rule rule;

		setenv("TZ", kept[i], 1);
		tzset();
		ck_assert(zone_rule_parse(kept[i], &rule));
		ck_assert_msg(differences(&rule) == 0, "%s", kept[i]);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_rule_is_read_without_its_names,    rules_that_differ_are_not_equal,
		what_is_no_rule_is_refused,          any_beginning_of_a_rule_is_read_or_refused_without_harm,
		clocks_show_what_those_of_libc_show,
	};

	return unit_run("zone rule", tests, UNIT_COUNT(tests));
}
