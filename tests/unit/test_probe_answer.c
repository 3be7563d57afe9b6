/* One search: what an arriving datagram means. */
#include "unit/unit.h"

#include "unit/search.h"

START_TEST(an_answer_is_found_with_what_it_says)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(hear_text(&search, HERE + 7, ANSWER_INFO(STRIP(1, 0))), KASA_PROBE_FOUND);

	ck_assert_str_eq(search.heard.record.state.alias, "Strip");
	ck_assert_uint_eq(search.heard.record.state.outlet_count, 2);
	ck_assert_uint_eq(search.probe.found, 1);
	finish(&search);
}
END_TEST

START_TEST(a_second_answer_from_an_address_is_a_duplicate)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");

	ck_assert_int_eq(hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01"), KASA_PROBE_DUPLICATE);

	ck_assert_uint_eq(search.probe.found, 1);
	ck_assert_uint_eq(search.probe.duplicates, 1);
	finish(&search);
}
END_TEST

START_TEST(the_same_device_at_two_addresses_is_one)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");

	ck_assert_int_eq(hear(&search, HERE + 8, "aabbccddee01"), KASA_PROBE_DUPLICATE);

	ck_assert_uint_eq(search.probe.found, 1);
	finish(&search);
}
END_TEST

START_TEST(devices_without_a_real_mac_are_told_apart_by_address)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(hear(&search, HERE + 1, "00:00:00:00:00:00"), KASA_PROBE_FOUND);
	ck_assert_int_eq(hear(&search, HERE + 2, "00:00:00:00:00:00"), KASA_PROBE_FOUND);
	ck_assert_int_eq(hear(&search, HERE + 3, ""), KASA_PROBE_FOUND);
	ck_assert_int_eq(hear(&search, HERE + 4, "nonsense"), KASA_PROBE_FOUND);
	ck_assert_uint_eq(search.probe.found, 4);
	finish(&search);
}
END_TEST

START_TEST(a_mac_that_looks_like_an_address_is_not_taken_for_one)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");
	hear(&search, HERE + 1, "00:00:C0:00:02:02");

	ck_assert_int_eq(hear(&search, HERE + 2, "AA:BB:CC:DD:EE:02"), KASA_PROBE_FOUND);
	finish(&search);
}
END_TEST

START_TEST(nobody_from_elsewhere_is_believed)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(hear(&search, 0x08080808, "AA:BB:CC:DD:EE:01"), KASA_PROBE_STRANGER);
	ck_assert_int_eq(hear(&search, 0, "AA:BB:CC:DD:EE:01"), KASA_PROBE_STRANGER);
	ck_assert_uint_eq(search.probe.strangers, 2);
	ck_assert_uint_eq(search.probe.found, 0);
	finish(&search);
}
END_TEST

START_TEST(garbage_is_counted_and_the_device_behind_it_may_still_answer)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(hear_text(&search, HERE + 7, "hello"), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_text(&search, HERE + 7, "{\"system\":"), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_text(&search, HERE + 7, "{\"system\":{\"get_sysinfo\":{}}}"), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_text(&search, HERE + 7, "{\"emeter\":{}}"), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_bytes(&search, HERE + 7, XOR_PORT, (const uint8_t *)"", 0), KASA_PROBE_GARBAGE);
	ck_assert_uint_eq(search.probe.garbage, 5);
	ck_assert_int_eq(hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01"), KASA_PROBE_FOUND);
	finish(&search);
}
END_TEST

START_TEST(a_search_of_single_hosts_ends_when_all_have_answered)
{
	const char *const targets[] = { "192.0.2.7", "192.0.2.9" };
	struct search search;

	prepare(&search, targets, 2);
	send_due(&search);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));

	hear(&search, HERE + 9, "AA:BB:CC:DD:EE:02");

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(a_host_named_twice_is_waited_for_once)
{
	const char *const targets[] = { "192.0.2.7", "192.0.2.7", "192.0.2.6/31" };
	struct search search;

	prepare(&search, targets, 3);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");
	hear(&search, HERE + 6, "AA:BB:CC:DD:EE:02");

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(two_addresses_of_one_device_have_both_answered)
{
	const char *const targets[] = { "192.0.2.7", "192.0.2.8" };
	struct search search;

	prepare(&search, targets, 2);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");
	hear(&search, HERE + 8, "AA:BB:CC:DD:EE:01");

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_answer_is_found_with_what_it_says,
		a_second_answer_from_an_address_is_a_duplicate,
		the_same_device_at_two_addresses_is_one,
		devices_without_a_real_mac_are_told_apart_by_address,
		a_mac_that_looks_like_an_address_is_not_taken_for_one,
		nobody_from_elsewhere_is_believed,
		garbage_is_counted_and_the_device_behind_it_may_still_answer,
		a_search_of_single_hosts_ends_when_all_have_answered,
		a_host_named_twice_is_waited_for_once,
		two_addresses_of_one_device_have_both_answered,
	};

	return unit_run("probe_answer", tests, UNIT_COUNT(tests));
}
