/* Names of networks that are no UTF-8, on their way into a JSON library and out of it. */
#include "unit/unit.h"

#include "base/backoff.h"
#include "base/str.h"

#include "contrib/sim/raw.h"

enum {
	NAME_MAX_BYTES = 32,
	ROOM = 3 * NAME_MAX_BYTES + 1,
};

/* Wraps, looks that UTF-8 came of it, and that unwrapping gives the same bytes. */
static void
expect_the_same_back(const char *bytes, size_t len)
{
	struct kasa_buf text;

	kasa_buf_init(&text, ROOM);
	ck_assert_int_eq(sim_raw_wrap(bytes, len, &text), KASA_OK);
	ck_assert(kasa_utf8_valid((const char *)text.data, text.len));
	ck_assert_int_eq(kasa_buf_add(&text, "", 1), KASA_OK);
	ck_assert_uint_eq(sim_raw_length((const char *)text.data), len);
	text.len--;
	sim_raw_unwrap(&text);
	ck_assert_uint_eq(text.len, len);
	ck_assert_mem_eq(text.data, bytes, len);
	kasa_buf_finish(&text);
}

START_TEST(text_in_utf8_stays_as_it_is)
{
	static const char name[] = "K\xc3\xbc"
				   "che \xe2\x98\x83 \xf0\x9f\x8e\x84";
	struct kasa_buf text;

	kasa_buf_init(&text, ROOM);
	ck_assert_int_eq(sim_raw_wrap(name, strlen(name), &text), KASA_OK);
	ck_assert_uint_eq(text.len, strlen(name));
	ck_assert_mem_eq(text.data, name, text.len);
	kasa_buf_finish(&text);
	expect_the_same_back(name, strlen(name));
}
END_TEST

START_TEST(each_broken_byte_comes_back)
{
	for (int byte = 0x80; byte < 0x100; byte++) {
		const char alone = (char)byte, between[] = { 'a', (char)byte, 'b' };

		expect_the_same_back(&alone, 1);
		expect_the_same_back(between, sizeof between);
	}
}
END_TEST

START_TEST(characters_that_are_cut_come_back)
{
	static const char name[] = "\xf0\x9f\x8e\x84\xe2\x98\x83\xc3\xbc";

	for (size_t from = 0; from < sizeof name - 1; from++)
		for (size_t to = from + 1; to < sizeof name; to++)
			expect_the_same_back(name + from, to - from);
}
END_TEST

START_TEST(any_bytes_come_back)
{
	struct kasa_rng rng = { 1 };
	char bytes[NAME_MAX_BYTES];

	for (int round = 0; round < 20000; round++) {
		size_t len = 1 + kasa_rng_below(&rng, sizeof bytes);

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)(1 + kasa_rng_below(&rng, 0xee)); /* 0xef begins the private characters */
		expect_the_same_back(bytes, len);
	}
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	struct kasa_buf text;

	kasa_buf_init(&text, 5);
	ck_assert_int_eq(sim_raw_wrap("\xff\xff", 2, &text), KASA_EPROTO);
	kasa_buf_finish(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		text_in_utf8_stays_as_it_is, each_broken_byte_comes_back,  characters_that_are_cut_come_back,
		any_bytes_come_back,         what_does_not_fit_is_refused,
	};

	return unit_run("sim_raw", tests, UNIT_COUNT(tests));
}
