/* "Did you mean ...?" */
#include "unit/unit.h"

#include "common/suggest.h"

// clang-format off
static const char *const commands[] = {
	"discover", "state", "info", "on", "off", "toggle", "energy", "led", "alias", "reboot", "raw", "doctor", "help",
};

static const struct {
	const char *typed, *meant; /* NULL: nothing is near */
} slips[] = {
	{ "of", "off" },          /* not "on": the word was only not typed to its end */
	{ "offf", "off" },
	{ "onn", "on" },
	{ "no", "on" },           /* swapped */
	{ "toogle", "toggle" },
	{ "togle", "toggle" },
	{ "discvoer", "discover" },
	{ "energi", "energy" },
	{ "stat", "state" },
	{ "rebot", "reboot" },
	{ "tree", NULL },
	{ "x", NULL },
	{ "", NULL },
	{ "a word that is far longer than any command could ever be", NULL },
};

static const struct {
	const char *a, *b;
	unsigned distance;
} pairs[] = {
	{ "", "", 0 },
	{ "on", "on", 0 },
	{ "on", "no", 1 },
	{ "off", "of", 1 },
	{ "led", "raw", 3 },
	{ "kitten", "sitting", 3 },
};
// clang-format on

START_TEST(a_slip_finds_the_word_that_was_meant)
{
	for (size_t i = 0; i < UNIT_COUNT(slips); i++) {
		struct suggest near;

		suggest_start(&near, slips[i].typed);
		for (size_t n = 0; n < UNIT_COUNT(commands); n++)
			suggest_offer(&near, commands[n]);
		ck_assert_pstr_eq(near.best, slips[i].meant);
	}
}
END_TEST

START_TEST(the_distance_counts_slips_of_the_finger_and_is_the_same_both_ways)
{
	for (size_t i = 0; i < UNIT_COUNT(pairs); i++) {
		ck_assert_uint_eq(suggest_distance(pairs[i].a, pairs[i].b), pairs[i].distance);
		ck_assert_uint_eq(suggest_distance(pairs[i].b, pairs[i].a), pairs[i].distance);
	}
}
END_TEST

START_TEST(no_candidate_is_no_offer)
{
	struct suggest near;

	suggest_start(&near, "off");
	suggest_offer(&near, NULL);

	ck_assert_ptr_null(near.best);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_slip_finds_the_word_that_was_meant,
		the_distance_counts_slips_of_the_finger_and_is_the_same_both_ways,
		no_candidate_is_no_offer,
	};

	return unit_run("suggest", tests, UNIT_COUNT(tests));
}
