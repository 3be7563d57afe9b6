/* One search: which datagram goes out when, and what an arriving one means. */
#include "unit/unit.h"

#include "core/probe.h"
#include "unit/devices.h"
#include "wire/xor.h"

enum {
	WAIT_MS = 3000,
	ROUNDS = 4,
	HERE = 0xc0000200, /* 192.0.2.0 */
};

/* A search, and what the network did to it. */
struct search {
	struct kasa_probe probe;
	struct kasa_record record;
	uint64_t now_ms;
};

static void
prepare(struct search *search, const char *const *targets, size_t count)
{
	*search = (struct search){ .now_ms = 5000 };
	kasa_probe_init(&search->probe, 3);
	kasa_record_init(&search->record);
	for (size_t i = 0; i < count; i++) {
		struct kasa_target target;

		ck_assert_int_eq(kasa_target_parse(targets[i], &target, NULL), KASA_OK);
		ck_assert_int_eq(kasa_probe_add(&search->probe, &target, NULL), KASA_OK);
	}
	kasa_probe_start(&search->probe, search->now_ms, WAIT_MS, ROUNDS);
}

static void
prepare_one(struct search *search, const char *target)
{
	prepare(search, &target, 1);
}

static void
finish(struct search *search)
{
	kasa_probe_finish(&search->probe);
	kasa_record_finish(&search->record);
}

/* Sends all that is due now. */
static unsigned
send_due(struct search *search)
{
	struct kasa_probe_send send;
	unsigned sent = 0;

	while (kasa_probe_next(&search->probe, search->now_ms, &send))
		sent++;
	return sent;
}

/* Goes to the next thing to do; false when that is the end. */
static bool
pass(struct search *search)
{
	ck_assert_uint_gt(search->probe.deadline_ms, search->now_ms);
	search->now_ms = search->probe.deadline_ms;
	return !kasa_probe_over(&search->probe, search->now_ms);
}

static enum kasa_probe_verdict
hear_text(struct search *search, uint32_t from, const char *text)
{
	struct kasa_buf datagram;
	enum kasa_probe_verdict verdict;

	kasa_buf_init(&datagram, KASA_MESSAGE_MAX);
	ck_assert_int_eq(kasa_xor_seal_datagram(text, strlen(text), &datagram), KASA_OK);
	verdict = kasa_probe_heard(&search->probe, from, datagram.data, datagram.len, &search->record);
	kasa_buf_finish(&datagram);
	return verdict;
}

/* A plug at 192.0.2.x with a MAC answers. */
static enum kasa_probe_verdict
hear(struct search *search, uint32_t from, const char *mac)
{
	char text[512];

	snprintf(text, sizeof text,
	         "{\"system\":{\"get_sysinfo\":{\"type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"1\",\"mac\":\"%s\"}}}", mac);
	return hear_text(search, from, text);
}

START_TEST(the_question_is_the_one_that_is_safe_over_udp)
{
	const char *plain = "{\"system\":{\"get_sysinfo\":{}}}";
	struct kasa_buf sealed;
	size_t len;
	const uint8_t *datagram = kasa_probe_datagram(&len);

	kasa_buf_init(&sealed, 100);
	kasa_xor_seal_datagram(plain, strlen(plain), &sealed);

	ck_assert_uint_eq(len, sealed.len);
	ck_assert_mem_eq(datagram, sealed.data, len);
	kasa_buf_finish(&sealed);
}
END_TEST

START_TEST(silence_is_asked_in_every_round_and_ends_with_the_time)
{
	struct search search;
	unsigned rounds = 0;

	prepare_one(&search, "192.0.2.7");
	do
		rounds += send_due(&search);
	while (pass(&search));

	ck_assert_uint_eq(rounds, ROUNDS);
	ck_assert_uint_eq(search.now_ms, 5000 + WAIT_MS);
	finish(&search);
}
END_TEST

START_TEST(rounds_are_spread_with_a_little_jitter)
{
	struct search search;
	uint64_t before;

	prepare_one(&search, "192.0.2.7");
	send_due(&search);
	for (int i = 1; i < ROUNDS; i++) {
		before = search.now_ms;
		ck_assert(pass(&search));
		ck_assert_uint_eq(send_due(&search), 1);
		ck_assert_uint_ge(search.now_ms - before, WAIT_MS / ROUNDS * 3 / 4);
		ck_assert_uint_le(search.now_ms - before, WAIT_MS / ROUNDS);
	}
	finish(&search);
}
END_TEST

START_TEST(a_large_range_is_asked_in_batches_with_pauses)
{
	struct search search;
	unsigned sent = 0;

	prepare_one(&search, "192.0.2.0/24");
	while (search.now_ms < 5000 + 100) {
		unsigned batch = send_due(&search);

		ck_assert_uint_le(batch, KASA_PROBE_BATCH);
		sent += batch;
		pass(&search);
	}

	ck_assert_uint_eq(sent, 254);
	finish(&search);
}
END_TEST

START_TEST(each_address_of_a_range_is_asked_once_a_round)
{
	struct search search;
	struct kasa_probe_send send;
	uint32_t next = HERE + 1;

	prepare_one(&search, "192.0.2.0/28");
	while (kasa_probe_next(&search.probe, search.now_ms, &send))
		ck_assert_uint_eq(send.address, next++);

	ck_assert_uint_eq(next, HERE + 15);
	finish(&search);
}
END_TEST

START_TEST(who_has_answered_is_not_asked_again)
{
	const char *const targets[] = { "192.0.2.7", "192.0.2.8" };
	struct kasa_probe_send send;
	struct search search;

	prepare(&search, targets, 2);
	ck_assert_uint_eq(send_due(&search), 2);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");
	pass(&search);

	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert_uint_eq(send.address, HERE + 8);
	ck_assert_uint_eq(send_due(&search), 0);
	finish(&search);
}
END_TEST

START_TEST(a_broadcast_is_repeated_whoever_has_answered)
{
	struct kasa_probe_send send;
	struct search search;

	prepare_one(&search, "192.0.2.255");
	ck_assert_uint_eq(send_due(&search), 1);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");
	pass(&search);

	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert(send.broadcast);
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(an_answer_is_found_with_what_it_says)
{
	struct search search;

	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(hear_text(&search, HERE + 7, ANSWER_INFO(STRIP(1, 0))), KASA_PROBE_FOUND);

	ck_assert_str_eq(search.record.state.alias, "Strip");
	ck_assert_uint_eq(search.record.state.outlet_count, 2);
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
	ck_assert_int_eq(kasa_probe_heard(&search.probe, HERE + 7, (const uint8_t *)"", 0, &search.record),
	                 KASA_PROBE_GARBAGE);
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

START_TEST(more_addresses_than_a_slash_16_are_refused)
{
	struct kasa_probe probe;
	struct kasa_target target;
	struct kasa_err err;

	kasa_probe_init(&probe, 1);
	kasa_target_parse("10.0.0.0/16", &target, NULL);
	ck_assert_int_eq(kasa_probe_add(&probe, &target, &err), KASA_OK);
	kasa_target_parse("10.1.0.0/30", &target, NULL);
	ck_assert_int_eq(kasa_probe_add(&probe, &target, &err), KASA_OK);
	ck_assert_int_eq(kasa_probe_add(&probe, &target, &err), KASA_OK); /* the same again is nothing new */
	kasa_target_parse("10.1.0.8/30", &target, NULL);

	ck_assert_int_eq(kasa_probe_add(&probe, &target, &err), KASA_EINVAL);

	ck_assert_uint_eq(probe.target_count, 2);
	kasa_probe_finish(&probe);
}
END_TEST

START_TEST(many_targets_are_kept_in_order)
{
	struct kasa_probe_send send;
	struct search search;
	const char *targets[40];
	char texts[UNIT_COUNT(targets)][16];

	for (size_t i = 0; i < UNIT_COUNT(targets); i++) {
		sprintf(texts[i], "192.0.2.%zu", 100 - i);
		targets[i] = texts[i];
	}
	prepare(&search, targets, UNIT_COUNT(targets));

	for (uint32_t i = 0; i < UNIT_COUNT(targets); i++) {
		ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
		ck_assert_uint_eq(send.address, HERE + 100 - i);
	}
	finish(&search);
}
END_TEST

START_TEST(a_search_for_nobody_is_over_at_once)
{
	struct search search;

	prepare(&search, NULL, 0);

	ck_assert_uint_eq(send_due(&search), 0);
	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(a_target_that_is_named_twice_is_asked_once)
{
	static const char *const targets[] = { "192.0.2.7", "192.0.2.7" };
	struct search search;

	prepare(&search, targets, UNIT_COUNT(targets));

	ck_assert_uint_eq(send_due(&search), 1);
	finish(&search);
}
END_TEST

START_TEST(a_full_socket_gets_the_same_address_again_a_little_later)
{
	struct kasa_probe_send send;
	struct search search;

	prepare_one(&search, "192.0.2.0/29");
	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert_uint_eq(send.address, HERE + 1);
	ck_assert(kasa_probe_hold(&search.probe, search.now_ms));
	ck_assert(!kasa_probe_next(&search.probe, search.now_ms, &send));
	search.now_ms = search.probe.deadline_ms;

	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert_uint_eq(send.address, HERE + 1);
	finish(&search);
}
END_TEST

START_TEST(an_address_that_stays_impossible_is_left_out)
{
	struct kasa_probe_send send;
	struct search search;

	prepare_one(&search, "192.0.2.0/29");
	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert(kasa_probe_hold(&search.probe, search.now_ms));
	search.now_ms += KASA_PROBE_HELD_MS;
	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert(!kasa_probe_hold(&search.probe, search.now_ms));
	kasa_probe_left(&search.probe);

	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
	ck_assert_uint_eq(send.address, HERE + 2);
	finish(&search);
}
END_TEST

START_TEST(a_search_does_not_end_before_everybody_was_asked_and_could_answer)
{
	struct search search;

	prepare_one(&search, "192.0.2.0/24");
	search.now_ms += WAIT_MS - 1;

	ck_assert_uint_gt(send_due(&search), 0);
	search.now_ms += KASA_PROBE_LISTEN_MS - 1;
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));
	send_due(&search);
	search.now_ms += KASA_PROBE_LISTEN_MS;
	send_due(&search);
	search.now_ms += KASA_PROBE_LISTEN_MS;
	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(nothing_is_sent_after_the_end)
{
	struct search search;

	prepare_one(&search, "192.0.2.7");
	send_due(&search);
	search.now_ms += WAIT_MS;

	ck_assert_uint_eq(send_due(&search), 0);
	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_question_is_the_one_that_is_safe_over_udp,
		silence_is_asked_in_every_round_and_ends_with_the_time,
		rounds_are_spread_with_a_little_jitter,
		a_large_range_is_asked_in_batches_with_pauses,
		each_address_of_a_range_is_asked_once_a_round,
		who_has_answered_is_not_asked_again,
		a_broadcast_is_repeated_whoever_has_answered,
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
		more_addresses_than_a_slash_16_are_refused,
		many_targets_are_kept_in_order,
		a_search_for_nobody_is_over_at_once,
		a_target_that_is_named_twice_is_asked_once,
		a_full_socket_gets_the_same_address_again_a_little_later,
		an_address_that_stays_impossible_is_left_out,
		a_search_does_not_end_before_everybody_was_asked_and_could_answer,
		nothing_is_sent_after_the_end,
	};

	return unit_run("probe", tests, UNIT_COUNT(tests));
}
