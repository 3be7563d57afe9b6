/* Parts of a text, without a copy. */
#include "unit/unit.h"

#include "common/piece.h"

static struct piece
whole(const char *text)
{
	return (struct piece){ text, strlen(text) };
}

/* What @p take takes off @p text, each between brackets. */
static void
take_all(char out[200], const char *text, bool (*take)(struct piece *rest, struct piece *part))
{
	struct piece rest = whole(text), part;
	size_t n = 0;

	out[0] = '\0';
	while (take(&rest, &part))
		n += (size_t)snprintf(out + n, 200 - n, "[%.*s]", (int)part.n, part.at);
}

static bool
take_value(struct piece *rest, struct piece *part)
{
	return piece_part(rest, ',', part);
}

START_TEST(values_between_commas_may_be_empty)
{
	char out[200];

	take_all(out, "a,,b,", take_value);
	ck_assert_str_eq(out, "[a][][b][]");
	take_all(out, "", take_value);
	ck_assert_str_eq(out, "[]");
}
END_TEST

START_TEST(words_stand_between_any_number_of_blanks)
{
	char out[200];

	take_all(out, "  one\t two  three ", piece_word);
	ck_assert_str_eq(out, "[one][two][three]");
	take_all(out, " \t ", piece_word);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(lines_end_in_the_fashion_of_two_systems)
{
	char out[200];

	take_all(out, "one\r\n\ntwo\n", piece_line);
	ck_assert_str_eq(out, "[one][][two][]");
}
END_TEST

START_TEST(nothing_has_no_parts)
{
	struct piece rest = { NULL, 0 }, part;

	ck_assert(!piece_part(&rest, ',', &part));
	ck_assert(!piece_line(&rest, &part));
	ck_assert(!piece_word(&rest, &part));
	ck_assert_uint_eq(part.n, 0);
}
END_TEST

START_TEST(texts_are_compared_as_a_whole_or_by_their_beginning)
{
	ck_assert(piece_is(whole("lease"), "lease"));
	ck_assert(!piece_is(whole("leases"), "lease"));
	ck_assert(!piece_is(whole("leas"), "lease"));
	ck_assert(piece_begins(whole("leases"), "lease"));
	ck_assert(!piece_begins(whole("leas"), "lease"));
	ck_assert(piece_is((struct piece){ NULL, 0 }, ""));
	ck_assert(piece_has(whole("fe80::1"), ':'));
	ck_assert(!piece_has((struct piece){ NULL, 0 }, ':'));
}
END_TEST

START_TEST(a_copy_ends_and_tells_when_it_was_cut)
{
	char text[4];

	ck_assert(piece_copy(text, sizeof text, whole("abc")));
	ck_assert_str_eq(text, "abc");
	ck_assert(!piece_copy(text, sizeof text, whole("abcd")));
	ck_assert_str_eq(text, "abc");
	ck_assert(!piece_copy(text, sizeof text, (struct piece){ "a\0b", 3 }));
	ck_assert(piece_copy(text, sizeof text, (struct piece){ NULL, 0 }));
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(a_number_is_digits_and_stops_at_the_largest)
{
	uint64_t number;

	ck_assert(piece_number(whole("1767225600"), &number));
	ck_assert_uint_eq(number, 1767225600);
	ck_assert(piece_number(whole("18446744073709551615"), &number));
	ck_assert_uint_eq(number, UINT64_MAX);
	ck_assert(piece_number(whole("99999999999999999999999"), &number));
	ck_assert_uint_eq(number, UINT64_MAX);
	ck_assert(!piece_number(whole(""), &number));
	ck_assert(!piece_number(whole("-1"), &number));
	ck_assert(!piece_number(whole("1x"), &number));
}
END_TEST

START_TEST(addresses_are_read_to_their_last_character)
{
	uint32_t address;
	uint8_t mac[6];

	ck_assert(piece_address(whole("192.0.2.7"), &address));
	ck_assert_uint_eq(address, 0xc0000207);
	ck_assert(!piece_address(whole("192.0.2"), &address));
	ck_assert(!piece_address(whole("192.0.2.7."), &address));
	ck_assert(!piece_address(whole("0.0.0.0"), &address));
	ck_assert(!piece_address((struct piece){ "192.0.2.7\0", 10 }, &address));
	ck_assert(piece_mac(whole("50:c7:bf:00:00:07"), mac));
	ck_assert_mem_eq(mac, "\x50\xc7\xbf\0\0\x07", 6);
	ck_assert(!piece_mac(whole("50:c7:bf:00:00"), mac));
	ck_assert(!piece_mac(whole("50:c7:bf:00:00:07:08"), mac));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_between_commas_may_be_empty,
		words_stand_between_any_number_of_blanks,
		lines_end_in_the_fashion_of_two_systems,
		nothing_has_no_parts,
		texts_are_compared_as_a_whole_or_by_their_beginning,
		a_copy_ends_and_tells_when_it_was_cut,
		a_number_is_digits_and_stops_at_the_largest,
		addresses_are_read_to_their_last_character,
	};

	return unit_run("piece", tests, UNIT_COUNT(tests));
}
