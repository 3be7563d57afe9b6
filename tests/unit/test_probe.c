/* One search: which datagram goes out when, and when it is over. */
#include "unit/unit.h"

#include "unit/search.h"

START_TEST(the_question_is_the_one_that_is_safe_over_udp)
{
	const char *plain = "{\"system\":{\"get_sysinfo\":{}}}";
	struct search search;
	struct kasa_buf sealed;
	const uint8_t *datagram;
	size_t len;

	prepare_one(&search, "192.0.2.7");
	datagram = kasa_probe_datagram(&search.probe, XOR_PORT, &len);
	kasa_buf_init(&sealed, 100);
	kasa_xor_seal_datagram(plain, strlen(plain), &sealed);

	ck_assert_uint_eq(len, sealed.len);
	ck_assert_mem_eq(datagram, sealed.data, len);
	kasa_buf_finish(&sealed);
	finish(&search);
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

/* How many are asked within the first @p ms, never more than @p most at once. */
static unsigned
sent_within(const char *target, uint64_t ms, unsigned most)
{
	struct search search;
	unsigned sent = 0;

	prepare_one(&search, target);
	while (search.now_ms < 5000 + ms) {
		unsigned batch = send_due(&search);

		ck_assert_uint_le(batch, most);
		sent += batch;
		pass(&search);
	}
	finish(&search);
	return sent;
}

START_TEST(a_network_is_asked_in_small_batches_that_leave_the_kernel_room_for_neighbours)
{
	ck_assert_uint_eq(sent_within("192.0.2.0/22", 1000, 32), 256);
	ck_assert_uint_eq(sent_within("192.0.2.0/22", 3000, 32), 768);
}
END_TEST

START_TEST(a_network_of_254_is_asked_in_a_second)
{
	ck_assert_uint_eq(sent_within("192.0.2.0/24", 749, 32), 192);
	ck_assert_uint_ge(sent_within("192.0.2.0/24", 1000, 32), 254);
}
END_TEST

START_TEST(within_this_machine_a_range_is_asked_faster)
{
	ck_assert_uint_eq(sent_within("127.0.0.0/22", 40, 128), 1022);
}
END_TEST

START_TEST(the_largest_range_is_asked_to_its_end)
{
	struct search search;
	unsigned sent = 0;

	prepare_one(&search, "10.0.0.0/16");
	do
		sent += send_due(&search);
	while (pass(&search));

	ck_assert_uint_ge(sent, 65534);
	ck_assert_uint_ge(search.now_ms, 5000 + 65534 / 256 * 1000);
	ck_assert_uint_le(search.now_ms, 5000 + 300000);
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

START_TEST(more_addresses_than_a_slash_16_are_refused)
{
	struct kasa_probe probe;
	struct kasa_target target;
	struct kasa_err err;

	kasa_probe_init(&probe, &(struct kasa_probe_ports){ .xor = XOR_PORT }, 1);
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
	const char *targets[30]; /* fewer than a batch */
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
		a_network_is_asked_in_small_batches_that_leave_the_kernel_room_for_neighbours,
		a_network_of_254_is_asked_in_a_second,
		within_this_machine_a_range_is_asked_faster,
		the_largest_range_is_asked_to_its_end,
		each_address_of_a_range_is_asked_once_a_round,
		who_has_answered_is_not_asked_again,
		a_broadcast_is_repeated_whoever_has_answered,
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
