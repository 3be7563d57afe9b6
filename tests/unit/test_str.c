/* Text: UTF-8 whole and broken, names in any case, hardware addresses in any spelling. */
#include "unit/unit.h"

#include "base/str.h"

// clang-format off
static const struct {
	const char *text;
	bool valid;
} utf8[] = {
	{ "", true },
	{ "plain", true },
	{ "K\xc3\xbc" "che \xe2\x98\x83", true },
	{ "\xef\xbf\xbd", true },          /* U+FFFD itself is a character like others */
	{ "\xf0\x9f\x8e\x84", true },
	{ "\xf4\x8f\xbf\xbf", true },      /* the last one there is */
	{ "\xf4\x90\x80\x80", false },     /* one past it */
	{ "\xc0\xaf", false },             /* '/' in two bytes */
	{ "\xc1\x81", false },
	{ "\xe0\x80\xaf", false },         /* ... in three */
	{ "\xf0\x80\x80\xaf", false },     /* ... in four */
	{ "\xed\xa0\x80", false },         /* half of a UTF-16 pair */
	{ "\xed\xbf\xbf", false },
	{ "\x80", false },                 /* goes on what never began */
	{ "\xe2\x98", false },             /* cut */
	{ "\xe2\x98x", false },
	{ "\xff\xfe", false },
	{ "\xf8\x88\x80\x80\x80", false }, /* five bytes */
};

static const struct {
	const char *name, *prefix;
	int match;
} names[] = {
	{ "Lamp", "lamp", 2 },
	{ "Lamp", "LAMP", 2 },
	{ "Lamp", "la", 1 },
	{ "Lamp", "lamps", 0 },
	{ "Lamp", "amp", 0 },
	{ "K\xc3\xbc" "che", "k\xc3\x9c", 1 },                             /* Küche */
	{ "\xce\xa6\xcf\x8e\xcf\x82", "\xcf\x86", 1 },                     /* Φώς */
	{ "\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0", "\xd1\x91\xd0\x9b", 1 },     /* Ёлка */
	{ "\xc5\x81\xc3\xb3" "d\xc5\xba", "\xc5\x82\xc3\x93" "D\xc5\xb9", 2 }, /* Łódź */
	{ "\xe5\xae\xa2\xe5\x8e\x85", "\xe5\xae\xa2", 1 },                 /* 客厅 */
	{ "\xe5\xae\xa2", "\xe5\xae", 0 },                                 /* half a character begins nothing */
	{ "a\xff", "A\xff", 2 },
	{ "", "", 2 },
	{ "Lamp", "", 1 },
	{ "", "x", 0 },
};

static const struct {
	const char *text, *normal; /* NULL: no MAC */
} macs[] = {
	{ "AA:BB:CC:DD:EE:FF", "AA:BB:CC:DD:EE:FF" },
	{ "aa:bb:cc:dd:ee:0f", "AA:BB:CC:DD:EE:0F" },
	{ "AA-BB-CC-DD-EE-FF", "AA:BB:CC:DD:EE:FF" },
	{ "AABBCCDDEEFF", "AA:BB:CC:DD:EE:FF" },
	{ "aabb.ccdd.eeff", "AA:BB:CC:DD:EE:FF" },
	{ "000000000000", "00:00:00:00:00:00" },
	{ "", NULL },
	{ "AA:BB:CC:DD:EE", NULL },
	{ "AA:BB:CC:DD:EE:F", NULL },
	{ "AA:BB:CC:DD:EE:FF:00", NULL },
	{ "AA:BB:CC:DD:EE:FF:", NULL },
	{ ":AA:BB:CC:DD:EE:FF", NULL },
	{ "AA::BB:CC:DD:EE:FF", NULL },
	{ "A:AB:BC:CD:DE:EF:F", NULL },
	{ "AA:BB:CC:DD:EE:GG", NULL },
	{ "AA BB CC DD EE FF", NULL },
	{ "10.0.0.7", NULL },
	{ "0x1122334455", NULL },
};

static const uint32_t unsafe[] = {
	0x00, 0x0a, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066, 0x2069, 0xfeff, 0x61c,
};
static const uint32_t safe[] = { ' ', 'a', '~', 0xa0, 0xfc, 0x2603, 0x2027, 0x202f, 0x5ba2, 0xfffd, 0x1f384 };
// clang-format on

START_TEST(what_fits_is_copied_whole)
{
	char dst[6];

	ck_assert(kasa_str_copy(dst, sizeof dst, "abcde"));

	ck_assert_str_eq(dst, "abcde");
}
END_TEST

START_TEST(what_does_not_fit_is_cut_between_characters)
{
	char dst[6];

	ck_assert(!kasa_str_copy(dst, sizeof dst, "abc\xe2\x98\x83"));

	ck_assert_str_eq(dst, "abc");
}
END_TEST

START_TEST(a_character_that_is_too_large_alone_leaves_nothing)
{
	char dst[3];

	ck_assert(!kasa_str_copy(dst, sizeof dst, "\xe2\x98\x83"));

	ck_assert_str_eq(dst, "");
}
END_TEST

START_TEST(well_formed_text_is_told_from_broken)
{
	for (size_t i = 0; i < UNIT_COUNT(utf8); i++)
		ck_assert_msg(kasa_utf8_valid(utf8[i].text, strlen(utf8[i].text)) == utf8[i].valid, "row %zu", i);
}
END_TEST

static bool
comes_back(uint32_t c)
{
	char text[4];
	const char *at = text;
	size_t n = kasa_utf8_put(text, c);

	return kasa_utf8_next(&at, text + n) == c && at == text + n;
}

START_TEST(every_character_is_read_as_it_was_written)
{
	unsigned wrong = 0;

	for (uint32_t c = 1; c <= 0x10ffff; c += c == 0xd7ff ? 0x801 : 1)
		wrong += !comes_back(c);

	ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(a_broken_byte_is_one_replacement_and_the_rest_is_read)
{
	const char *text = "\xe2\x98x", *at = text, *end = text + 3;

	ck_assert_uint_eq(kasa_utf8_next(&at, end), 0xfffd);
	ck_assert_uint_eq(kasa_utf8_next(&at, end), 0xfffd);
	ck_assert_uint_eq(kasa_utf8_next(&at, end), 'x');
	ck_assert_ptr_eq(at, end);
}
END_TEST

START_TEST(a_character_is_not_read_past_the_end)
{
	const char text[] = { 'a', '\xe2', '\x98', '\x83' };
	const char *at = text + 1;

	ck_assert_uint_eq(kasa_utf8_next(&at, text + 3), 0xfffd);
	ck_assert_ptr_eq(at, text + 2);
}
END_TEST

START_TEST(names_match_in_any_case_and_by_their_beginning)
{
	for (size_t i = 0; i < UNIT_COUNT(names); i++)
		ck_assert_msg(kasa_str_match(names[i].name, names[i].prefix) == names[i].match, "row %zu", i);
}
END_TEST

START_TEST(folding_twice_is_folding_once)
{
	unsigned wrong = 0;

	for (uint32_t c = 0; c <= 0x10ffff; c++)
		wrong += kasa_str_fold(kasa_str_fold(c)) != kasa_str_fold(c);

	ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(hardware_addresses_are_read_in_every_usual_spelling_and_no_other)
{
	for (size_t i = 0; i < UNIT_COUNT(macs); i++) {
		uint8_t mac[6];
		char text[KASA_MAC_TEXT] = "";
		bool read = kasa_mac_parse(macs[i].text, mac);

		kasa_mac_format(mac, text);
		ck_assert_msg(read == (macs[i].normal != NULL), "\"%s\"", macs[i].text);
		ck_assert_msg(!read || strcmp(text, macs[i].normal) == 0, "\"%s\" became %s", macs[i].text, text);
	}
}
END_TEST

START_TEST(characters_that_steer_a_terminal_are_known)
{
	for (size_t i = 0; i < UNIT_COUNT(unsafe); i++)
		ck_assert_msg(kasa_str_unsafe(unsafe[i]), "U+%04X", unsafe[i]);
	for (size_t i = 0; i < UNIT_COUNT(safe); i++)
		ck_assert_msg(!kasa_str_unsafe(safe[i]), "U+%04X", safe[i]);
}
END_TEST

START_TEST(plain_text_keeps_no_control_characters)
{
	char text[] = "a\033[2Jb\nc\x7f K\xc3\xbc";

	kasa_str_plain(text);

	ck_assert_str_eq(text, "a?[2Jb?c? K\xc3\xbc");
}
END_TEST

START_TEST(plain_text_is_well_formed_whatever_it_was)
{
	char cut[] = "K\xc3\xbc"
		     "che \xe2\x98";
	char right_to_left[] = "a\xe2\x80\xae"
			       "b\xc2\x9b";

	kasa_str_plain(cut);
	kasa_str_plain(right_to_left);

	ck_assert_str_eq(cut, "K\xc3\xbc"
	                      "che ??");
	ck_assert_str_eq(right_to_left, "a???b??");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_fits_is_copied_whole,
		what_does_not_fit_is_cut_between_characters,
		a_character_that_is_too_large_alone_leaves_nothing,
		well_formed_text_is_told_from_broken,
		every_character_is_read_as_it_was_written,
		a_broken_byte_is_one_replacement_and_the_rest_is_read,
		a_character_is_not_read_past_the_end,
		names_match_in_any_case_and_by_their_beginning,
		folding_twice_is_folding_once,
		hardware_addresses_are_read_in_every_usual_spelling_and_no_other,
		characters_that_steer_a_terminal_are_known,
		plain_text_keeps_no_control_characters,
		plain_text_is_well_formed_whatever_it_was,
	};

	return unit_run("str", tests, UNIT_COUNT(tests));
}
