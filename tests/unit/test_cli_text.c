/* Nothing raw from others gets into a line. */
#include "unit/unit.h"

#include "cli/text.h"

// clang-format off
static const struct {
	const char *raw, *safe;
} texts[] = {
	{ "plain", "plain" },
	{ "K\xc3\xbc" "che", "K\xc3\xbc" "che" },
	{ "a\x1b[31mb", "a\\x1b[31mb" },
	{ "a\tb\n", "a\\x09b\\x0a" },
	{ "a\x7f", "a\\x7f" },
	{ "\xc2\x9b" "31m", "\\x9b31m" },                     /* CSI in one character */
	{ "\xe2\x80\xae" "gpj", "\xef\xbf\xbd" "gpj" },       /* right to left from here */
	{ "\xff", "\xef\xbf\xbd" },
};

static const struct {
	const char *json, *compact;
} jsons[] = {
	{ "{ \"a\" : [ 1 , 2.50 ] }\r\n", "{\"a\":[1,2.50]}" },
	{ "{\"a b\":\" c \"}", "{\"a b\":\" c \"}" },
	{ "{\"q\":\"\\\" \\\\\" , \"r\" : 1}", "{\"q\":\"\\\" \\\\\",\"r\":1}" },
	{ "{\"e\":\"\x7f\xc2\x9b\xe2\x80\xa8\"}", "{\"e\":\"\\u007f\\u009b\\u2028\"}" },
	{ "{\"b\":\"\xff\"}", "{\"b\":\"\xef\xbf\xbd\"}" },
	{ "{\"n\":12345678901234567890123}", "{\"n\":12345678901234567890123}" },
};
// clang-format on

static void
expect(struct text *text, const char *what)
{
	text_bytes(text, "", 1);
	ck_assert(!text->failed);
	ck_assert_str_eq((const char *)text->buf.data, what);
	text_finish(text);
}

START_TEST(what_a_terminal_must_not_get_is_shown)
{
	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		struct text text;

		text_init(&text);
		text_safe(&text, texts[i].raw);
		expect(&text, texts[i].safe);
	}
}
END_TEST

START_TEST(columns_count_characters)
{
	struct text text;

	text_init(&text);
	text_pad(&text,
	         "K\xc3\xbc"
	         "che",
	         7);
	text_pad(&text, "\x1b", 6);
	text_pad(&text, "longer than that", 3);
	expect(&text, "K\xc3\xbc"
	              "che  \\x1b  longer than that");
}
END_TEST

START_TEST(json_loses_its_blanks_and_keeps_its_values)
{
	for (size_t i = 0; i < UNIT_COUNT(jsons); i++) {
		struct text text;

		text_init(&text);
		text_json(&text, jsons[i].json, strlen(jsons[i].json));
		expect(&text, jsons[i].compact);
	}
}
END_TEST

START_TEST(an_argument_is_shown_cut_and_harmless)
{
	char shown[TEXT_SHOWN], longest[200];

	memset(longest, '\x1b', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';

	ck_assert_str_eq(text_show(shown, "a\x1b"), "a\\x1b");
	ck_assert_uint_lt(strlen(text_show(shown, longest)), TEXT_SHOWN);
	ck_assert_str_eq(shown + strlen(shown) - 7, "\\x1b...");
	ck_assert_ptr_null(strchr(shown, '\x1b'));
}
END_TEST

START_TEST(text_past_its_limit_is_a_failure_and_no_half_line)
{
	struct text text;

	text_init(&text);
	text.buf.max = 4;
	text_add(&text, "abc");
	text_add(&text, "de");

	ck_assert(text.failed);
	text_finish(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_a_terminal_must_not_get_is_shown,
		columns_count_characters,
		json_loses_its_blanks_and_keeps_its_values,
		an_argument_is_shown_cut_and_harmless,
		text_past_its_limit_is_a_failure_and_no_half_line,
	};

	return unit_run("cli text", tests, UNIT_COUNT(tests));
}
