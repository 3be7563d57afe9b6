/* Which outlet a word means. */
#include "unit/unit.h"

#include "cli/outlet.h"

static const struct kasa_outlet outlets[] = {
	{ .id = "800600", .alias = "Desk lamp" }, { .id = "800601", .alias = "Desk fan" },
	{ .id = "800602", .alias = "TV" },        { .id = "800603", .alias = "TV light" },
	{ .id = "800604", .alias = "2" },
};

static const struct kasa_state strip = { .model = "HS300(US)",
	                                 .outlet_count = UNIT_COUNT(outlets),
	                                 .outlets = outlets };

// clang-format off
static const struct {
	const char *word;
	int position; /* 0: not found */
	int rc;
} words[] = {
	{ "1", 1, KASA_OK },
	{ "5", 5, KASA_OK },
	{ "2", 2, KASA_OK },          /* the position goes before the alias */
	{ "800604", 5, KASA_OK },
	{ "desk LAMP", 1, KASA_OK },
	{ "desk f", 2, KASA_OK },
	{ "tv", 3, KASA_OK },         /* exact goes before the beginning of another */
	{ "TV l", 4, KASA_OK },
	{ "desk", 0, KASA_EAMBIGUOUS },
	{ "0", 0, KASA_EINVAL },
	{ "6", 0, KASA_EINVAL },
	{ "kettle", 0, KASA_EINVAL },
};
// clang-format on

START_TEST(an_outlet_is_found_by_position_id_name_or_beginning)
{
	for (size_t i = 0; i < UNIT_COUNT(words); i++) {
		struct kasa_err err = { .text = "" };
		int position = 0;
		int rc = outlet_find(&strip, words[i].word, &position, &err);

		ck_assert_msg(rc == words[i].rc, "%s: %d %s", words[i].word, rc, err.text);
		ck_assert_msg(rc != KASA_OK || position == words[i].position, "%s: %d", words[i].word, position);
	}
}
END_TEST

START_TEST(who_asks_for_one_that_is_not_there_is_told_those_that_are)
{
	struct kasa_err err;
	int position = 0;

	ck_assert_int_eq(outlet_find(&strip, "kettle", &position, &err), KASA_EINVAL);

	ck_assert_ptr_nonnull(strstr(err.text, "\"kettle\""));
	ck_assert_ptr_nonnull(strstr(err.text, "1 Desk lamp, 2 Desk fan, 3 TV, 4 TV light, 5 2"));
}
END_TEST

START_TEST(a_plug_has_no_outlets_to_choose_from)
{
	static const struct kasa_state plug = { .model = "HS100(EU)" };
	struct kasa_err err;
	int position = 0;

	ck_assert_int_eq(outlet_find(&plug, "1", &position, &err), KASA_ENOTSUP);

	ck_assert_ptr_nonnull(strstr(err.text, "HS100(EU)"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_outlet_is_found_by_position_id_name_or_beginning,
		who_asks_for_one_that_is_not_there_is_told_those_that_are,
		a_plug_has_no_outlets_to_choose_from,
	};

	return unit_run("cli outlet", tests, UNIT_COUNT(tests));
}
