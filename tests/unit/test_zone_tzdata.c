/* All names of the system's tzdata beside the device's table, with libc as the oracle of what clocks show. */
#include "unit/unit.h"

#include <limits.h>
#include <time.h>
#include <unistd.h>

#include <kasa/clock.h>

#include "common/zone.h"
#include "common/zone_names.h"

enum {
	HOUR = 3600,     /* clocks of Moldova and Greece differ in two hours of a year */
	SAMPLES = 10000, /* more than a year of hours */
};

static const time_t from = 1767225600;         /* 2026 */
static const time_t behind_files = 2240611200; /* 2041: files list no changes any more */

static long
libc_offset(time_t at)
{
	struct tm tm;

	return localtime_r(&at, &tm) ? tm.tm_gmtoff : LONG_MAX;
}

static void
use(const char *name)
{
	char value[ZONE_NAME + 1];

	snprintf(value, sizeof value, ":%s", name);
	setenv("TZ", value, 1);
	tzset();
}

/* What clocks of a zone show from now on. */
static void
sample(const char *name, int32_t out[SAMPLES])
{
	use(name);
	for (size_t i = 0; i < SAMPLES; i++)
		out[i] = (int32_t)libc_offset(from + (time_t)i * HOUR);
}

static void
add_names(struct words *names)
{
	ck_assert_int_eq(zone_names_add(names, ZONE_FOLDER), KASA_OK);
	ck_assert_uint_gt(names->count, 300);
}

/* Samples that a rule tells otherwise: fewer, for how rules are read to the second is seen elsewhere. */
static unsigned
differences(const struct zone_rule *rule)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < SAMPLES; i += 7) {
		time_t at = behind_files + (time_t)i * HOUR;

		wrong += libc_offset(at) != zone_rule_offset(rule, at);
	}
	return wrong;
}

START_TEST(rules_show_what_libc_shows)
{
	struct words names = { 0 };

	add_names(&names);
	for (size_t i = 0; i < names.count; i++) {
		struct kasa_err err = { .text = "" };
		struct zone zone;

		ck_assert_msg(zone_find(ZONE_FOLDER, names.item[i], &zone, &err) == KASA_OK, "%s", err.text);
		use(names.item[i]);
		ck_assert_msg(zone.exceptions || differences(&zone.rule) == 0, "%s", names.item[i]);
	}
	words_finish(&names);
}
END_TEST

/* The number of entries of the device's table that show the same as the samples. */
static unsigned
entries_like(const int32_t (*entries)[SAMPLES], const int32_t samples[SAMPLES])
{
	unsigned found = 0;

	for (int i = 0; i < kasa_zone_count(); i++)
		found += memcmp(entries[i], samples, sizeof *entries) == 0;
	return found;
}

static int32_t (*sample_table(void))[SAMPLES]
{
	int32_t(*entries)[SAMPLES] = calloc((size_t)kasa_zone_count(), sizeof *entries);

	ck_assert_ptr_nonnull(entries);
	for (int i = 0; i < kasa_zone_count(); i++)
		sample(kasa_zone_name(i), entries[i]);
	return entries;
}

START_TEST(a_name_gets_an_entry_that_shows_the_same_or_there_is_none)
{
	int32_t(*entries)[SAMPLES] = sample_table(), samples[SAMPLES];
	struct words names = { 0 };

	add_names(&names);
	for (size_t i = 0; i < names.count; i++) {
		struct kasa_err err = { .text = "" };
		struct zone_match match;

		sample(names.item[i], samples);
		if (zone_map(ZONE_FOLDER, names.item[i], kasa_zone_name, &match, &err) == KASA_OK)
			ck_assert_msg(memcmp(entries[match.index], samples, sizeof samples) == 0, "%s is not %s",
			              names.item[i], match.name);
		else
			ck_assert_msg(entries_like(entries, samples) == 0, "%s", err.text);
	}
	words_finish(&names);
	free(entries);
}
END_TEST

// clang-format off
static const struct {
	const char *name, *entry;
} picks[] = {
	{ "Europe/Berlin", "Europe/Amsterdam" },
	{ "Europe/Dublin", "GB" },
	{ "America/New_York", "America/Indiana/Indianapolis" },
	{ "America/Los_Angeles", "PST8PDT" },
	{ "America/Vancouver", "PST8PDT" },
	{ "America/Denver", "MST7MDT" },
	{ "Africa/Johannesburg", "Africa/Harare" },  /* not Windhoek's, who had a summer time until 2017 */
	{ "America/Bahia", "America/Cayenne" },      /* nor Sao Paulo's, until 2019 */
	{ "Asia/Hong_Kong", "Asia/Taipei" },
	{ "Africa/El_Aaiun", "Africa/Casablanca" },  /* no summer time in Ramadan */
	{ "Asia/Calcutta", "Asia/Kolkata" },
	{ "UTC", "UCT" },
};
// clang-format on

START_TEST(names_of_the_world_get_the_entry_that_old_firmware_knows)
{
	for (size_t i = 0; i < UNIT_COUNT(picks); i++) {
		struct kasa_err err = { .text = "" };
		struct zone_match match;

		ck_assert_msg(zone_map(ZONE_FOLDER, picks[i].name, kasa_zone_name, &match, &err) == KASA_OK, "%s",
		              err.text);
		ck_assert_str_eq(match.name, picks[i].entry);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		rules_show_what_libc_shows,
		a_name_gets_an_entry_that_shows_the_same_or_there_is_none,
		names_of_the_world_get_the_entry_that_old_firmware_knows,
	};

	if (access(ZONE_FOLDER "/Europe/Berlin", R_OK) != 0)
		return unit_skip("tzdata is not installed");
	return unit_run("zones of tzdata", tests, UNIT_COUNT(tests));
}
