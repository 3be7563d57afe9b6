/* Text in columns of a terminal. */
#include "unit/unit.h"

#include <locale.h>

#include "cli/columns.h"

// clang-format off
static const struct {
	const char *string;
	size_t width;
	bool utf8;
	const char *fit;
	bool plain;
} texts[] = {
	{ "Lamp",           6, true,  "Lamp  ",             true },
	{ "Lamp",           4, true,  "Lamp",               true },
	{ "Lamp",           3, true,  "La…",                true },
	{ "Lamp",           3, false, "La~",                true },
	{ "Lamp",           1, true,  "…",                  true },
	{ "Lamp",           0, true,  "",                   true },
	{ "",               2, true,  "  ",                 true },
	{ "Küche",          6, true,  "Küche ",             true },
	{ "Küche",          6, false, "K?che ",             true },
	{ "ランプ",         8, true,  "ランプ  ",           false },
	{ "ランプ",         6, true,  "ランプ",             false },
	{ "ランプ",         5, true,  "ラン…",              false },
	{ "ランプ",         4, true,  "ラ… ",               false }, /* half a character is none */
	{ "ランプ",         4, false, "??? ",               true },
	{ "🎄 Tree",        8, true,  "🎄 Tree ",           false },
	{ "e\u0301e\u0301", 3, true,  "e\u0301e\u0301 ",    false }, /* an accent has no column */
	{ "a\033[2J",      12, true,  "a\\x1b[2J    ",      true },
	{ "a\033[2J",       4, true,  "a\\x…",              true },
	{ "\xff",           2, true,  "\xef\xbf\xbd ",      false },
	{ "\xff",           2, false, "? ",                 true },
};
// clang-format on

START_TEST(text_takes_the_columns_that_it_is_given)
{
	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		struct text text;

		text_init(&text);
		ck_assert_msg(columns_fit(&text, texts[i].string, texts[i].width, texts[i].utf8) == texts[i].plain,
		              "%s", texts[i].string);
		text_bytes(&text, "", 1);
		ck_assert_str_eq((const char *)text.buf.data, texts[i].fit);
		ck_assert_uint_eq(columns_of(texts[i].fit, texts[i].utf8), texts[i].width);
		text_finish(&text);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		text_takes_the_columns_that_it_is_given,
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return unit_skip("no locale C.UTF-8");
	return unit_run("cli columns", tests, UNIT_COUNT(tests));
}
