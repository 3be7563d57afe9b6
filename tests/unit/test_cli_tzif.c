/* Files of tzdata, whole, of the old kind, cut and damaged. */
#include "unit/unit.h"

#include "common/tzif.h"
#include "unit/tzdata.h"

static const struct tzdata_change changes[] = {
	{ -5000000000, 3208 }, /* before what 32 bits can tell */
	{ -1000, -3600 },
	{ 5000000000, 7200 },
};

static const struct tzdata berlin = {
	.rule = "CET-1CEST,M3.5.0,M10.5.0/3",
	.first_s = 3208,
	.changes = changes,
	.count = 3,
};

START_TEST(changes_and_rule_are_read)
{
	uint8_t bytes[TZDATA_MAX];
	struct tzif tzif;

	ck_assert(tzif_parse(bytes, tzdata_bytes(bytes, &berlin), &tzif));

	ck_assert_uint_eq(tzif.count, 3);
	ck_assert_int_eq(tzif_first_offset(&tzif), 3208);
	ck_assert_int_eq(tzif_time(&tzif, 0), -5000000000);
	ck_assert_int_eq(tzif_time(&tzif, 1), -1000);
	ck_assert_int_eq(tzif_offset(&tzif, 1), -3600);
	ck_assert_int_eq(tzif_time(&tzif, 2), 5000000000);
	ck_assert_int_eq(tzif_offset(&tzif, 2), 7200);
	ck_assert_str_eq(tzif.rule, berlin.rule);
}
END_TEST

START_TEST(a_file_of_the_old_kind_has_no_rule)
{
	const struct tzdata old = { .first_s = -60, .changes = changes + 1, .count = 1 };
	uint8_t bytes[TZDATA_MAX];
	struct tzif tzif;

	ck_assert(tzif_parse(bytes, tzdata_bytes(bytes, &old), &tzif));

	ck_assert_uint_eq(tzif.count, 1);
	ck_assert_int_eq(tzif_first_offset(&tzif), -60);
	ck_assert_int_eq(tzif_time(&tzif, 0), -1000);
	ck_assert_int_eq(tzif_offset(&tzif, 0), -3600);
	ck_assert_str_eq(tzif.rule, "");
}
END_TEST

START_TEST(a_file_that_ends_too_early_is_refused_wherever_it_ends)
{
	uint8_t bytes[TZDATA_MAX];
	size_t whole = tzdata_bytes(bytes, &berlin);
	unsigned taken = 0;

	for (size_t n = 0; n < whole; n++) {
		uint8_t *part = malloc(n ? n : 1); /* so that a byte too far is seen */
		struct tzif tzif;

		ck_assert_ptr_nonnull(part);
		memcpy(part, bytes, n);
		taken += tzif_parse(part, n, &tzif);
		free(part);
	}

	ck_assert_uint_eq(taken, 0);
}
END_TEST

static bool
taken_with(size_t at, uint8_t value)
{
	uint8_t bytes[TZDATA_MAX];
	size_t n = tzdata_bytes(bytes, &berlin);
	struct tzif tzif;

	bytes[at] = value;
	return tzif_parse(bytes, n, &tzif);
}

START_TEST(damage_is_seen)
{
	enum {
		SECOND = 44 + 6 + 4, /* the second header, behind the first and its one type and name */
		KINDS = SECOND + 44 + 3 * 8,
		RULE = KINDS + 3 + 4 * 6 + 4,
	};

	ck_assert(taken_with(0, 'T'));
	ck_assert(!taken_with(0, 'X'));      /* no file of tzdata */
	ck_assert(!taken_with(SECOND, 'X')); /* half of one */
	ck_assert(!taken_with(20, 0xff));    /* counts beyond the file, of each thing */
	ck_assert(!taken_with(SECOND + 24, 0xff));
	ck_assert(!taken_with(SECOND + 28, 0xff));
	ck_assert(!taken_with(SECOND + 32, 0xff));
	ck_assert(!taken_with(SECOND + 36, 0xff));
	ck_assert(!taken_with(SECOND + 40, 0xff));
	ck_assert(taken_with(KINDS, 3)); /* the last type there is */
	ck_assert(!taken_with(KINDS, 4));
	ck_assert(!taken_with(RULE, 'x')); /* no line's end before the rule */
	ck_assert(!taken_with(RULE + 3, '\0'));
}
END_TEST

START_TEST(a_rule_without_an_end_or_without_measure_is_refused)
{
	char rule[TZIF_RULE + 1];
	const struct tzdata endless = { .rule = rule };
	uint8_t bytes[TZDATA_MAX];
	struct tzif tzif;

	memset(rule, 'A', sizeof rule - 1);
	rule[TZIF_RULE] = '\0';
	ck_assert(!tzif_parse(bytes, tzdata_bytes(bytes, &endless), &tzif));
	rule[TZIF_RULE - 1] = '\0';
	ck_assert(tzif_parse(bytes, tzdata_bytes(bytes, &endless), &tzif));
	ck_assert(!tzif_parse(bytes, tzdata_bytes(bytes, &endless) - 1, &tzif));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		changes_and_rule_are_read,
		a_file_of_the_old_kind_has_no_rule,
		a_file_that_ends_too_early_is_refused_wherever_it_ends,
		damage_is_seen,
		a_rule_without_an_end_or_without_measure_is_refused,
	};

	return unit_run("tzif", tests, UNIT_COUNT(tests));
}
