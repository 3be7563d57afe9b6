/* Texts in SMART, as kasa-sim writes and reads them. */
#include "unit/unit.h"

#include "contrib/sim/base64.h"

enum {
	LEN_MAX = 40,
};

static void
expect(const char *text, const char *encoded)
{
	char out[SIM_BASE64_TEXT(LEN_MAX)], back[LEN_MAX + 1];

	sim_base64_encode(text, strlen(text), out);
	ck_assert_str_eq(out, encoded);
	ck_assert(sim_base64_decode(encoded, back, sizeof back));
	ck_assert_str_eq(back, text);
}

START_TEST(the_examples_of_rfc_4648)
{
	expect("", "");
	expect("f", "Zg==");
	expect("fo", "Zm8=");
	expect("foo", "Zm9v");
	expect("foob", "Zm9vYg==");
	expect("fooba", "Zm9vYmE=");
	expect("foobar", "Zm9vYmFy");
}
END_TEST

START_TEST(bytes_above_127_are_bytes)
{
	expect("\xff\xfe\xfd", "//79");
	expect("K\xc3\xbc", "S8O8");
}
END_TEST

START_TEST(what_is_none_is_refused)
{
	static const char *const wrong[] = { "Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9v\n", "AAAA" };
	char out[LEN_MAX];

	for (size_t i = 0; i < UNIT_COUNT(wrong); i++)
		ck_assert_msg(!sim_base64_decode(wrong[i], out, sizeof out), "%s", wrong[i]);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	char out[4];

	ck_assert(sim_base64_decode("Zm9v", out, 4));
	ck_assert(!sim_base64_decode("Zm9v", out, 3));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_examples_of_rfc_4648,
		bytes_above_127_are_bytes,
		what_is_none_is_refused,
		what_does_not_fit_is_refused,
	};

	return unit_run("sim_base64", tests, UNIT_COUNT(tests));
}
