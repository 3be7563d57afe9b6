/* A zone by its name, and the entry of a table that shows the same time. */
#include "unit/unit.h"

#include <unistd.h>

#include "common/zone.h"
#include "unit/tzdata.h"

#define CET "CET-1CEST,M3.5.0,M10.5.0/3"

enum {
	HOUR = 3600,
};

/* A device's table. */
static const char *
entry(int index)
{
	static const char *const names[] = {
		"Area/Late", "Area/Early", "Area/Twin", "GB", "US/Hawaii", "Etc/GMT+8", "Area/Odd", "UCT", "Area/Gone",
	};

	return index >= 0 && (size_t)index < UNIT_COUNT(names) ? names[index] : NULL;
}

/* One hour ahead of UTC, as others have been for longer. */
static const struct tzdata_change late[] = { { 1400000000, HOUR } };
static const struct tzdata_change early[] = { { 100000000, HOUR } };
static const struct tzdata_change odd[] = { { 3000000000, 0 }, { 3001000000, HOUR } };
static const struct tzdata files[] = {
	{ .rule = "ABC-1", .changes = late, .count = 1 },
	{ .rule = "DEF-1", .changes = early, .count = 1 },
	{ .rule = "GHI-1", .changes = odd, .count = 2 },
};

static void
put(const char *folder, const char *name, size_t file)
{
	uint8_t bytes[TZDATA_MAX];

	tzdata_put(folder, name, bytes, tzdata_bytes(bytes, &files[file]));
}

static void
make(char folder[TZDATA_PATH])
{
	tzdata_make(folder);
	put(folder, "Area/Late", 0);
	put(folder, "Area/Early", 1);
	put(folder, "Area/Odd", 2);
	tzdata_put_rule(folder, "Area/Twin", CET);
	tzdata_put_rule(folder, "Europe/Zurich", CET);
	tzdata_put_rule(folder, "Area/Deep/New_Town", "MEZ-1MESZ,M3.5.0,M10.5.0/3");
	tzdata_put_rule(folder, "Europe/London", "GMT0BST,M3.5.0/1,M10.5.0");
	tzdata_put_rule(folder, "Pacific/Honolulu", "HST10");
	tzdata_put(folder, "Area/Notes", "no zone\n", 8);
	tzdata_put(folder, "Area/Empty", "", 0);
}

// clang-format off
static const struct {
	const char *typed, *name;
} found[] = {
	{ "Area/Late", "Area/Late" },
	{ "area/late", "Area/Late" },
	{ "EUROPE/ZURICH", "Europe/Zurich" },
	{ "Area/Deep/New Town", "Area/Deep/New_Town" },
	{ "area/deep/new town", "Area/Deep/New_Town" },
	{ "UTC", "UTC" },
};

static const struct {
	const char *typed, *why;
} refused[] = {
	{ "Europe/Zurihc", "there is no time zone \"Europe/Zurihc\": did you mean Europe/Zurich?" },
	{ "Zurich", "there is no time zone \"Zurich\": did you mean Europe/Zurich?" },
	{ "Area/Zurich", "there is no time zone \"Area/Zurich\": did you mean Europe/Zurich?" },
	{ "new town", "did you mean Area/Deep/New_Town?" },
	{ "Mars", "there is no time zone \"Mars\": their names are those of files in " },
	{ "Area", "there is no time zone \"Area\"" },
	{ "", "\"\" is no name of a time zone: an area and a city, as Europe/Berlin" },
	{ "../zoneinfo/Area/Late", "is no name of a time zone" },
	{ "Area/../Area/Late", "is no name of a time zone" },
	{ "/etc/passwd", "is no name of a time zone" },
	{ "Area/", "is no name of a time zone" },
	{ "Area//Late", "is no name of a time zone" },
	{ "Area/L\xc3\xa4te", "is no name of a time zone" },
	{ "Area/Late\n", "is no name of a time zone" },
	{ "A/name/that/is/longer/than/any/that/a/time/zone/ever/had/or/will/have", "is no name of a time zone" },
};

static const struct {
	const char *name;
	int index;
	enum zone_fit fit;
} maps[] = {
	{ "Area/Late", 0, ZONE_FIT_NAME },
	{ "area/twin", 2, ZONE_FIT_NAME },
	{ "Area/Gone", 8, ZONE_FIT_NAME },          /* of the table, though no file has it */
	{ "Europe/London", 3, ZONE_FIT_NAME },      /* GB is its older name */
	{ "Pacific/Honolulu", 4, ZONE_FIT_NAME },
	{ "Europe/Zurich", 2, ZONE_FIT_TWIN },
	{ "Area/Deep/New_Town", 2, ZONE_FIT_RULE }, /* what the zone calls its time is nobody's business */
	{ "Other/One", 1, ZONE_FIT_RULE },          /* where it has been so for longest */
	{ "Other/Ireland", 3, ZONE_FIT_RULE },
	{ "Other/West", 5, ZONE_FIT_RULE },         /* Etc/GMT+8 is a rule by its name */
	{ "Other/Odd", 6, ZONE_FIT_TWIN },
	{ "UTC", 7, ZONE_FIT_RULE },
};
// clang-format on

START_TEST(a_zone_is_found_by_its_name_in_any_case)
{
	char folder[TZDATA_PATH];

	make(folder);
	for (size_t i = 0; i < UNIT_COUNT(found); i++) {
		struct kasa_err err = { .text = "" };
		struct zone zone;

		ck_assert_msg(zone_find(folder, found[i].typed, &zone, &err) == KASA_OK, "%s", err.text);
		ck_assert_str_eq(zone.name, found[i].name);
	}
	tzdata_remove(folder);
}
END_TEST

START_TEST(what_is_no_zone_gets_a_sentence)
{
	char folder[TZDATA_PATH];

	make(folder);
	for (size_t i = 0; i < UNIT_COUNT(refused); i++) {
		struct kasa_err err = { .text = "" };
		struct zone zone;

		ck_assert_msg(zone_find(folder, refused[i].typed, &zone, &err) == KASA_EINVAL, "%s", refused[i].typed);
		ck_assert_msg(strstr(err.text, refused[i].why), "%s: %s", refused[i].typed, err.text);
	}
	tzdata_remove(folder);
}
END_TEST

START_TEST(a_file_that_is_no_zone_is_named)
{
	struct kasa_err err = { .text = "" };
	char folder[TZDATA_PATH];
	struct zone zone;

	make(folder);

	ck_assert_int_eq(zone_find(folder, "Area/Notes", &zone, &err), KASA_EPROTO);
	ck_assert_msg(strstr(err.text, "/Area/Notes: no file of tzdata"), "%s", err.text);
	ck_assert_int_eq(zone_find(folder, "Area/Empty", &zone, &err), KASA_EPROTO);
	tzdata_remove(folder);
}
END_TEST

START_TEST(without_tzdata_the_package_is_asked_for)
{
	struct kasa_err err = { .text = "" };
	struct zone_match match;
	struct zone zone;

	ck_assert_int_eq(zone_find("/nowhere", "Area/Late", &zone, &err), KASA_EIO);
	ck_assert_str_eq(err.text, "there are no time zones in /nowhere: install the package tzdata");

	zone = (struct zone){ .rule = { .offset_s = HOUR, .summer_s = HOUR } };
	ck_assert_int_eq(zone_match("/nowhere", &zone, entry, &match, &err), KASA_EIO);
	ck_assert_int_eq(zone_map("/nowhere", "Area/Late", entry, &match, &err), KASA_OK);
	ck_assert_int_eq(match.index, 0);
	ck_assert_int_eq(zone_map("/nowhere", "UTC", entry, &match, &err), KASA_OK);
	ck_assert_int_eq(match.index, 7);
}
END_TEST

START_TEST(the_entry_is_the_one_that_shows_the_same_time)
{
	char folder[TZDATA_PATH];

	make(folder);
	tzdata_put_rule(folder, "Other/One", "JKL-1");
	tzdata_put_rule(folder, "Other/Ireland", "IST-1GMT0,M10.5.0,M3.5.0/1");
	tzdata_put_rule(folder, "Other/West", "<-08>8");
	put(folder, "Other/Odd", 2);
	for (size_t i = 0; i < UNIT_COUNT(maps); i++) {
		struct kasa_err err = { .text = "" };
		struct zone_match match;

		ck_assert_msg(zone_map(folder, maps[i].name, entry, &match, &err) == KASA_OK, "%s", err.text);
		ck_assert_msg(match.index == maps[i].index, "%s: %s", maps[i].name, match.name);
		ck_assert_str_eq(match.name, entry(maps[i].index));
		ck_assert_msg(match.fit == maps[i].fit, "%s: fit %d", maps[i].name, (int)match.fit);
	}
	tzdata_remove(folder);
}
END_TEST

START_TEST(rules_that_no_entry_has_are_told)
{
	struct kasa_err err = { .text = "" };
	struct zone_match match;
	char folder[TZDATA_PATH];

	make(folder);
	tzdata_put_rule(folder, "Other/Half", "<-0930>9:30");
	tzdata_put_rule(folder, "Other/Sun", "AAA-1BBB,M3.5.0,M10.5.0/4"); /* an hour longer than CET's */
	put(folder, "Other/Odd", 2);

	ck_assert_int_eq(zone_map(folder, "Other/Half", entry, &match, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text,
	                 "the devices know no time zone with the rules of Other/Half (UTC-09:30, without summer time)");
	ck_assert_int_eq(zone_map(folder, "Other/Sun", entry, &match, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text,
	                 "the devices know no time zone with the rules of Other/Sun (UTC+01:00, with summer time)");
	unlink(strcat(strcpy((char[128]){ "" }, folder), "/Area/Odd"));
	ck_assert_int_eq(zone_map(folder, "Other/Odd", entry, &match, &err), KASA_EINVAL);
	tzdata_remove(folder);
}
END_TEST

START_TEST(since_when_a_rule_holds_is_told)
{
	/* the second year is the rule's, the first one is not: summer began a week early */
	const struct tzdata_change years[] = {
		{ 1648342800 - 7 * 24 * HOUR, 7200 },
		{ 1667091600, HOUR },
		{ 1679792400, 7200 },
		{ 1698541200, HOUR },
	};
	const struct tzdata zurich = { .rule = CET, .first_s = HOUR, .changes = years, .count = 4 };
	uint8_t bytes[TZDATA_MAX];
	char folder[TZDATA_PATH];
	struct zone zone;

	make(folder);
	tzdata_put(folder, "Other/New", bytes, tzdata_bytes(bytes, &zurich));

	ck_assert_int_eq(zone_find(folder, "Other/New", &zone, NULL), KASA_OK);
	ck_assert_int_eq(zone.since_s, years[0].at);
	ck_assert_uint_eq(zone.exceptions, 0);
	ck_assert_int_eq(zone_find(folder, "Area/Twin", &zone, NULL), KASA_OK);
	ck_assert_int_eq(zone.since_s, INT64_MIN);
	ck_assert_int_eq(zone_find(folder, "Area/Odd", &zone, NULL), KASA_OK);
	ck_assert_uint_ne(zone.exceptions, 0);
	tzdata_remove(folder);
}
END_TEST

START_TEST(a_file_of_the_old_kind_stays_as_it_was_last)
{
	const struct tzdata old = { .first_s = 0, .changes = early, .count = 1 };
	uint8_t bytes[TZDATA_MAX];
	char folder[TZDATA_PATH];
	struct zone zone;

	make(folder);
	tzdata_put(folder, "Other/Old", bytes, tzdata_bytes(bytes, &old));

	ck_assert_int_eq(zone_find(folder, "Other/Old", &zone, NULL), KASA_OK);
	ck_assert_int_eq(zone.rule.offset_s, HOUR);
	ck_assert_int_eq(zone.rule.summer_s, HOUR);
	ck_assert_int_eq(zone.since_s, early[0].at);
	tzdata_remove(folder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_zone_is_found_by_its_name_in_any_case,
		what_is_no_zone_gets_a_sentence,
		a_file_that_is_no_zone_is_named,
		without_tzdata_the_package_is_asked_for,
		the_entry_is_the_one_that_shows_the_same_time,
		rules_that_no_entry_has_are_told,
		since_when_a_rule_holds_is_told,
		a_file_of_the_old_kind_stays_as_it_was_last,
	};

	return unit_run("zone", tests, UNIT_COUNT(tests));
}
