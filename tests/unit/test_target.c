/* Where a search may look, read from text. */
#include "unit/unit.h"

#include "core/target.h"

#define IP(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

// clang-format off
static const struct {
	const char *text;
	uint32_t first, last, count;
	bool broadcast;
	uint32_t in, out; /* an answer from here counts; one from there does not */
} good[] = {
	{ "192.0.2.7", IP(192, 0, 2, 7), IP(192, 0, 2, 7), 1, false, IP(192, 0, 2, 7), IP(192, 0, 2, 8) },
	{ "127.0.0.1", IP(127, 0, 0, 1), IP(127, 0, 0, 1), 1, false, IP(127, 0, 0, 1), IP(127, 0, 0, 2) },
	{ "192.0.2.127", IP(192, 0, 2, 127), IP(192, 0, 2, 127), 1, false, IP(192, 0, 2, 127), IP(192, 0, 2, 1) },
	{ "192.0.2.255", IP(192, 0, 2, 255), IP(192, 0, 2, 255), 1, true, IP(192, 0, 2, 9), IP(192, 0, 3, 9) },
	{ "10.255.255.255", IP(10, 255, 255, 255), IP(10, 255, 255, 255), 1, true, IP(10, 1, 2, 3), IP(11, 1, 2, 3) },
	{ "127.255.255.255", IP(127, 255, 255, 255), IP(127, 255, 255, 255), 1, true, IP(127, 9, 9, 9), IP(126, 9, 9, 9) },
	{ "255.255.255.255", UINT32_MAX, UINT32_MAX, 1, true, IP(8, 8, 8, 8), 0 },
	{ "192.0.2.0/24", IP(192, 0, 2, 1), IP(192, 0, 2, 254), 254, false, IP(192, 0, 2, 77), IP(192, 0, 1, 77) },
	{ "192.0.2.77/24", IP(192, 0, 2, 1), IP(192, 0, 2, 254), 254, false, IP(192, 0, 2, 1), IP(192, 0, 3, 1) },
	{ "192.0.2.4/30", IP(192, 0, 2, 5), IP(192, 0, 2, 6), 2, false, IP(192, 0, 2, 6), IP(192, 0, 2, 8) },
	{ "192.0.2.4/31", IP(192, 0, 2, 4), IP(192, 0, 2, 5), 2, false, IP(192, 0, 2, 5), IP(192, 0, 2, 6) },
	{ "192.0.2.4/32", IP(192, 0, 2, 4), IP(192, 0, 2, 4), 1, false, IP(192, 0, 2, 4), IP(192, 0, 2, 5) },
	{ "192.0.2.255/32", IP(192, 0, 2, 255), IP(192, 0, 2, 255), 1, false, IP(192, 0, 2, 255), IP(192, 0, 2, 5) },
	{ "10.20.0.0/16", IP(10, 20, 0, 1), IP(10, 20, 255, 254), 65534, false, IP(10, 20, 9, 9), IP(10, 21, 9, 9) },
};

static const struct {
	const char *text, *names; /* what the sentence must name */
} bad[] = {
	{ "", "\"\"" },
	{ " ", "IPv4 address" },
	{ "lamp", "\"lamp\"" },
	{ "lamp.example.org", "192.0.2.7" },
	{ "192.0.2", "\"192.0.2\"" },
	{ "192.0.2.", "IPv4 address" },
	{ "192.0.2.256", "IPv4 address" },
	{ "192.0.2.7.1", "IPv4 address" },
	{ " 192.0.2.7", "IPv4 address" },
	{ "192.0.2.7 ", "IPv4 address" },
	{ "192.0.2.07", "IPv4 address" },
	{ "0x7f.0.0.1", "IPv4 address" },
	{ "2130706433", "IPv4 address" },
	{ "::1", "IPv4 address" },
	{ "192.0.2.7:9999", "IPv4 address" },
	{ "192.0.2.1-9", "IPv4 address" },
	{ "AA:BB:CC:DD:EE:FF", "IPv4 address" },
	{ "/24", "IPv4 address" },
	{ "192.0.2.0/", "behind the slash" },
	{ "192.0.2.0/x", "behind the slash" },
	{ "192.0.2.0/-1", "behind the slash" },
	{ "192.0.2.0/+8", "behind the slash" },
	{ "192.0.2.0/2 4", "behind the slash" },
	{ "192.0.2.0/33", "behind the slash" },
	{ "192.0.2.0/024", "behind the slash" },
	{ "192.0.2.0/255.255.255.0", "behind the slash" },
	{ "192.0.2.0/24/24", "behind the slash" },
	{ "192.0.0.0/15", "/16" },
	{ "0.0.0.0/0", "/16" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "224.0.0.251", "224.0.0.251" },
	{ "240.0.0.0/24", "240.0.0.0/24" },
};
// clang-format on

START_TEST(addresses_and_ranges_are_read)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct kasa_target target;

		ck_assert_msg(kasa_target_parse(good[i].text, &target, NULL) == KASA_OK, "%s", good[i].text);
		ck_assert_msg(target.first == good[i].first && target.last == good[i].last, "%s: %08x to %08x",
		              good[i].text, target.first, target.last);
		ck_assert_uint_eq(kasa_target_count(&target), good[i].count);
		ck_assert_msg(target.broadcast == good[i].broadcast, "%s", good[i].text);
		ck_assert_uint_eq(target.interface, 0);
	}
}
END_TEST

START_TEST(answers_count_from_within_and_from_nowhere_else)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct kasa_target target;

		kasa_target_parse(good[i].text, &target, NULL);
		ck_assert_msg((good[i].in & target.mask) == target.net, "%s", good[i].text);
		ck_assert_msg(good[i].out == 0 || (good[i].out & target.mask) != target.net, "%s", good[i].text);
	}
}
END_TEST

START_TEST(what_is_no_target_is_refused_by_name)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct kasa_target target;
		struct kasa_err err = { .text = "" };

		ck_assert_msg(kasa_target_parse(bad[i].text, &target, &err) == KASA_EINVAL, "%s", bad[i].text);
		ck_assert_msg(strstr(err.text, bad[i].names) != NULL, "%s: %s", bad[i].text, err.text);
	}
}
END_TEST

START_TEST(this_machine_is_a_whole_class_of_addresses)
{
	ck_assert(kasa_target_is_local(0x7f000001));
	ck_assert(kasa_target_is_local(0x7fffffff));
	ck_assert(!kasa_target_is_local(0x80000000));
	ck_assert(!kasa_target_is_local(0xffffffff));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		addresses_and_ranges_are_read,
		answers_count_from_within_and_from_nowhere_else,
		what_is_no_target_is_refused_by_name,
		this_machine_is_a_whole_class_of_addresses,
	};

	return unit_run("target", tests, UNIT_COUNT(tests));
}
