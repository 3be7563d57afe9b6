/* Keys out of bytes, however they are split. */
#include "unit/unit.h"

#include "cli/keys.h"

// clang-format off
static const struct {
	const char *bytes;
	enum key key; /* of the last byte; those before give none */
} sequences[] = {
	{ "q",          KEY_QUIT },
	{ "Q",          KEY_QUIT },
	{ "\t",         KEY_NEXT },
	{ "\f",         KEY_REPAINT },
	{ "x",          KEY_NONE },
	{ "\033[A",     KEY_PREVIOUS },
	{ "\033[B",     KEY_NEXT },
	{ "\033OA",     KEY_PREVIOUS },
	{ "\033OB",     KEY_NEXT },
	{ "\033[Z",     KEY_PREVIOUS },
	{ "\033[1;5B",  KEY_NEXT },     /* with Ctrl */
	{ "\033[15~",   KEY_NONE },     /* F5 */
	{ "\033\033[B", KEY_NEXT },
	{ "\033[1\033[B", KEY_NEXT },   /* begun anew */
	{ "\033q",      KEY_QUIT },     /* with Alt */
	{ "\033[1;5q",  KEY_NONE },     /* the end of a sequence, not a key */
	{ "\xc3\xa4",   KEY_NONE },
};
// clang-format on

START_TEST(a_key_comes_with_its_last_byte)
{
	for (size_t i = 0; i < UNIT_COUNT(sequences); i++) {
		struct keys keys = { .state = KEYS_PLAIN };
		size_t last = strlen(sequences[i].bytes) - 1;

		for (size_t n = 0; n < last; n++)
			ck_assert_int_eq(keys_take(&keys, (unsigned char)sequences[i].bytes[n]), KEY_NONE);
		ck_assert_int_eq(keys_take(&keys, (unsigned char)sequences[i].bytes[last]), sequences[i].key);
	}
}
END_TEST

START_TEST(after_any_sequence_the_next_key_is_one_again)
{
	for (size_t i = 0; i < UNIT_COUNT(sequences); i++) {
		struct keys keys = { .state = KEYS_PLAIN };

		for (const char *at = sequences[i].bytes; *at; at++)
			keys_take(&keys, (unsigned char)*at);
		ck_assert_int_eq(keys_take(&keys, 'q'), KEY_QUIT);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_key_comes_with_its_last_byte,
		after_any_sequence_the_next_key_is_one_again,
	};

	return unit_run("cli keys", tests, UNIT_COUNT(tests));
}
