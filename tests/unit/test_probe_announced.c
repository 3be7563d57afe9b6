/* One search: announcements, and devices that answer both ways. */
#include "unit/unit.h"

#include "unit/search.h"
#include "wire/tdp.h"

static const struct kasa_probe_ports all = { .xor = XOR_PORT, .tdp = { KASA_TDP_PORT, KASA_TDP_PORT_NEW } };

static struct search search;

static void
prepare_all(const char *target)
{
	prepare_on(&search, &all, &target, 1);
}

static enum kasa_probe_verdict
hear_packet(uint32_t from, uint16_t port, const char *text)
{
	struct kasa_buf packet;
	enum kasa_probe_verdict verdict;

	kasa_buf_init(&packet, 4096);
	ck_assert_int_eq(kasa_tdp_seal(text, strlen(text), &packet), KASA_OK);
	verdict = hear_bytes(&search, from, port, packet.data, packet.len);
	kasa_buf_finish(&packet);
	return verdict;
}

/* A Tapo plug at 192.0.2.x with a MAC announces itself. */
static enum kasa_probe_verdict
announce(uint32_t from, const char *mac)
{
	char text[512];

	snprintf(text, sizeof text,
	         "{\"error_code\":0,\"result\":{\"device_type\":\"IOT.SMARTPLUGSWITCH\",\"device_model\":\"HS103(US)\","
	         "\"mac\":\"%s\",\"mgt_encrypt_schm\":{\"encrypt_type\":\"KLAP\",\"http_port\":80,\"lv\":2}}}",
	         mac);
	return hear_packet(from, KASA_TDP_PORT, text);
}

/* What is told now; how many. */
static unsigned
told(void)
{
	unsigned n = 0;

	while (kasa_probe_ripe(&search.probe, search.now_ms, &search.heard)) {
		ck_assert(search.heard.announced);
		ck_assert(!search.heard.record.known);
		n++;
	}
	return n;
}

#define MAC_1 "AA-BB-CC-DD-EE-01"
#define MAC_2 "AA-BB-CC-DD-EE-02"
#define MAC_3 "AA-BB-CC-DD-EE-03"

START_TEST(each_target_is_asked_on_the_newer_ports_and_then_on_that_of_xor)
{
	static const uint16_t ports[] = { KASA_TDP_PORT, KASA_TDP_PORT_NEW, XOR_PORT };
	const char *const targets[] = { "192.0.2.7", "192.0.2.255" };
	struct kasa_probe_send send;

	prepare_on(&search, &all, targets, 2);

	for (size_t i = 0; i < 6; i++) {
		ck_assert(kasa_probe_next(&search.probe, search.now_ms, &send));
		ck_assert_uint_eq(send.address, HERE + (i < 3 ? 7 : 255));
		ck_assert_uint_eq(send.port, ports[i % 3]);
	}
	ck_assert(!kasa_probe_next(&search.probe, search.now_ms, &send));
	finish(&search);
}
END_TEST

START_TEST(the_newer_question_is_a_bare_header)
{
	const uint8_t *datagram;
	size_t len;

	prepare_all("192.0.2.7");
	datagram = kasa_probe_datagram(&search.probe, KASA_TDP_PORT_NEW, &len);

	ck_assert_uint_eq(len, KASA_TDP_HEADER);
	ck_assert_mem_eq(datagram, kasa_tdp_probe, len);
	finish(&search);
}
END_TEST

START_TEST(three_questions_to_an_address_count_as_one_for_the_pace)
{
	prepare_all("192.0.2.0/24");

	ck_assert_uint_eq(send_due(&search), 3 * KASA_PROBE_BATCH);
	pass(&search);
	ck_assert_uint_eq(send_due(&search), 3 * KASA_PROBE_BATCH);
	finish(&search);
}
END_TEST

START_TEST(a_full_socket_gets_the_same_question_again)
{
	struct kasa_probe_send first, again;

	prepare_all("192.0.2.7");
	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &first));
	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &first));
	ck_assert(kasa_probe_hold(&search.probe, search.now_ms));
	search.now_ms = kasa_probe_due(&search.probe);

	ck_assert(kasa_probe_next(&search.probe, search.now_ms, &again));
	ck_assert_uint_eq(again.address, first.address);
	ck_assert_uint_eq(again.port, first.port);
	ck_assert_uint_eq(send_due(&search), 1);
	finish(&search);
}
END_TEST

START_TEST(who_announced_itself_is_not_asked_again)
{
	prepare_all("192.0.2.6/31");
	ck_assert_uint_eq(send_due(&search), 6);
	announce(HERE + 7, MAC_1);
	search.now_ms += WAIT_MS / ROUNDS;

	ck_assert_uint_eq(send_due(&search), 3);
	finish(&search);
}
END_TEST

START_TEST(where_the_announcement_is_all_that_is_wanted_it_does_not_wait)
{
	prepare_all("192.0.2.255");
	search.probe.grace_ms = 0;
	send_due(&search);

	ck_assert_int_eq(announce(HERE + 7, MAC_1), KASA_PROBE_HELD);
	ck_assert_uint_eq(kasa_probe_due(&search.probe), search.now_ms);
	ck_assert_uint_eq(told(), 1);
	finish(&search);
}
END_TEST

START_TEST(an_announcement_waits_a_moment_and_is_told_with_what_it_says)
{
	prepare_all("192.0.2.255");
	send_due(&search);

	ck_assert_int_eq(announce(HERE + 7, MAC_1), KASA_PROBE_HELD);
	ck_assert_uint_eq(told(), 0);
	ck_assert_uint_eq(kasa_probe_due(&search.probe), search.now_ms + KASA_PROBE_GRACE_MS);
	pass(&search);
	ck_assert_uint_eq(told(), 1);

	ck_assert_uint_eq(search.heard.from, HERE + 7);
	ck_assert_str_eq(search.heard.announcement.family, "IOT.SMARTPLUGSWITCH");
	ck_assert_str_eq(search.heard.record.state.model, "HS103(US)");
	ck_assert_str_eq(search.heard.record.state.mac, "AA:BB:CC:DD:EE:01");
	ck_assert_uint_eq(search.probe.found, 1);
	finish(&search);
}
END_TEST

START_TEST(what_xor_says_meanwhile_is_told_at_once_and_with_the_announcement)
{
	prepare_all("192.0.2.255");
	announce(HERE + 7, MAC_1);

	ck_assert_int_eq(hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01"), KASA_PROBE_FOUND);

	ck_assert(search.heard.announced);
	ck_assert(search.heard.record.known);
	ck_assert_str_eq(search.heard.announcement.encryption, "KLAP");
	ck_assert_str_eq(search.heard.record.state.id, "1");
	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 0);
	ck_assert_uint_eq(search.probe.found, 1);
	ck_assert_uint_eq(search.probe.duplicates, 0);
	finish(&search);
}
END_TEST

START_TEST(the_two_answers_of_a_device_with_two_addresses_are_one_by_its_mac)
{
	prepare_all("192.0.2.255");
	announce(HERE + 7, MAC_1);

	ck_assert_int_eq(hear(&search, HERE + 8, "AA:BB:CC:DD:EE:01"), KASA_PROBE_FOUND);

	ck_assert(search.heard.announced);
	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 0);
	finish(&search);
}
END_TEST

START_TEST(what_comes_after_either_was_told_is_a_duplicate)
{
	prepare_all("192.0.2.255");
	hear(&search, HERE + 1, "AA:BB:CC:DD:EE:01");
	announce(HERE + 2, MAC_2);
	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 1);

	ck_assert_int_eq(announce(HERE + 1, MAC_1), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(announce(HERE + 3, MAC_1), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(hear(&search, HERE + 2, "AA:BB:CC:DD:EE:02"), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(hear(&search, HERE + 4, "AA:BB:CC:DD:EE:02"), KASA_PROBE_DUPLICATE);
	ck_assert_uint_eq(search.probe.found, 2);
	finish(&search);
}
END_TEST

START_TEST(two_announcements_of_one_device_are_one)
{
	prepare_all("192.0.2.255");
	announce(HERE + 7, MAC_1);

	ck_assert_int_eq(announce(HERE + 7, MAC_1), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(announce(HERE + 8, MAC_1), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(hear(&search, HERE + 8, "AA:BB:CC:DD:EE:01"), KASA_PROBE_FOUND);
	ck_assert(search.heard.announced);
	finish(&search);
}
END_TEST

START_TEST(a_host_alone_is_waited_for_until_its_announcement_was_told)
{
	prepare_all("192.0.2.7");
	send_due(&search);
	announce(HERE + 7, MAC_1);
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));

	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 1);

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(a_host_alone_that_answers_both_ways_ends_the_search_at_once)
{
	prepare_all("192.0.2.7");
	announce(HERE + 7, MAC_1);
	hear(&search, HERE + 7, "AA:BB:CC:DD:EE:01");

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(what_waits_when_the_time_is_up_is_told)
{
	prepare_all("192.0.2.255");
	search.now_ms += WAIT_MS - 1;
	announce(HERE + 7, MAC_1);
	search.now_ms++;
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));

	ck_assert_uint_eq(told(), 1);

	ck_assert(kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

START_TEST(many_wait_and_each_is_told_in_its_turn)
{
	char mac[18];

	prepare_all("192.0.2.255");
	for (uint32_t turn = 0; turn < 2; turn++) {
		for (uint32_t i = 1; i <= 100; i++) {
			sprintf(mac, "02-00-00-00-%02X-%02X", turn, i);
			ck_assert_int_eq(announce(HERE + 100 * turn + i, mac), KASA_PROBE_HELD);
		}
		/* every other one answers over XOR as well */
		for (uint32_t i = 2; i <= 100; i += 2) {
			sprintf(mac, "02-00-00-00-%02X-%02X", turn, i);
			ck_assert_int_eq(hear(&search, HERE + 100 * turn + i, mac), KASA_PROBE_FOUND);
			ck_assert(search.heard.announced);
		}
		search.now_ms += KASA_PROBE_GRACE_MS;
		ck_assert_uint_eq(told(), 50);
		ck_assert_uint_eq(search.heard.from, HERE + 100 * turn + 99);
	}
	for (uint32_t i = 1; i <= 200; i++)
		ck_assert_int_eq(hear(&search, HERE + i, ""), KASA_PROBE_DUPLICATE);
	ck_assert_uint_eq(search.probe.found, 200);
	finish(&search);
}
END_TEST

/* It matters how devices are announced: answers of XOR wait as well. */
static void
prepare_pairs(const char *target)
{
	prepare_all(target);
	search.probe.pairs = true;
}

START_TEST(where_it_matters_what_xor_says_waits_a_shorter_moment)
{
	prepare_pairs("192.0.2.255");
	send_due(&search);
	announce(HERE + 1, MAC_1);
	ck_assert_int_eq(hear(&search, HERE + 2, "AA:BB:CC:DD:EE:02"), KASA_PROBE_HELD);
	ck_assert(!kasa_probe_ripe(&search.probe, search.now_ms, &search.heard));
	ck_assert_uint_eq(kasa_probe_due(&search.probe), search.now_ms + KASA_PROBE_PAIR_MS);
	pass(&search);

	ck_assert(kasa_probe_ripe(&search.probe, search.now_ms, &search.heard));
	ck_assert(!search.heard.announced && search.heard.record.known);
	ck_assert_uint_eq(search.heard.from, HERE + 2);
	ck_assert(!kasa_probe_ripe(&search.probe, search.now_ms, &search.heard));
	pass(&search);
	ck_assert_uint_eq(told(), 1);
	ck_assert_uint_eq(search.heard.from, HERE + 1);
	finish(&search);
}
END_TEST

START_TEST(where_it_matters_both_answers_are_told_together_whichever_came_first)
{
	prepare_pairs("192.0.2.255");
	ck_assert_int_eq(hear_text(&search, HERE + 1, ANSWER_INFO(STRIP(1, 0))), KASA_PROBE_HELD);
	ck_assert_int_eq(hear_text(&search, HERE + 1, ANSWER_INFO(STRIP(1, 0))), KASA_PROBE_DUPLICATE);
	ck_assert_int_eq(announce(HERE + 1, ""), KASA_PROBE_FOUND);
	ck_assert(search.heard.announced && search.heard.record.known);
	ck_assert_uint_eq(search.heard.record.state.outlet_count, 2);

	announce(HERE + 2, MAC_3);
	ck_assert_int_eq(hear(&search, HERE + 2, "AA:BB:CC:DD:EE:03"), KASA_PROBE_FOUND);
	ck_assert(search.heard.announced && search.heard.record.known);

	hear(&search, HERE + 3, "AA:BB:CC:DD:EE:04");
	ck_assert_int_eq(announce(HERE + 4, "AA-BB-CC-DD-EE-04"), KASA_PROBE_FOUND); /* by its MAC */
	ck_assert(search.heard.announced && search.heard.record.known);
	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 0);
	ck_assert_uint_eq(search.probe.found, 3);
	finish(&search);
}
END_TEST

START_TEST(many_of_both_kinds_wait_each_for_its_own_time)
{
	char mac[18];

	prepare_pairs("192.0.2.255");
	for (uint32_t i = 1; i <= 200; i++) {
		sprintf(mac, "02-00-00-00-00-%02X", i);
		ck_assert_int_eq(i % 2 ? announce(HERE + i, mac) : hear(&search, HERE + i, mac), KASA_PROBE_HELD);
	}
	search.now_ms += KASA_PROBE_PAIR_MS;
	for (uint32_t i = 2; i <= 200; i += 2) {
		ck_assert(kasa_probe_ripe(&search.probe, search.now_ms, &search.heard));
		ck_assert_uint_eq(search.heard.from, HERE + i);
	}
	ck_assert(!kasa_probe_ripe(&search.probe, search.now_ms, &search.heard));
	search.now_ms += KASA_PROBE_GRACE_MS;
	ck_assert_uint_eq(told(), 100);
	finish(&search);
}
END_TEST

START_TEST(what_waits_when_a_search_is_given_up_is_freed)
{
	prepare_pairs("192.0.2.255");
	ck_assert_int_eq(hear_text(&search, HERE + 1, ANSWER_INFO(STRIP(1, 0))), KASA_PROBE_HELD);
	finish(&search);
}
END_TEST

START_TEST(an_answer_counts_on_its_own_port_alone)
{
	prepare_all("192.0.2.255");

	ck_assert_int_eq(hear_packet(HERE + 7, XOR_PORT, "{}"), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_packet(HERE + 7, 20003, "{}"), KASA_PROBE_STRANGER);
	ck_assert_int_eq(hear_packet(HERE + 7, 0, "{}"), KASA_PROBE_STRANGER);
	ck_assert_int_eq(hear_bytes(&search, HERE + 7, KASA_TDP_PORT, (const uint8_t *)"{}", 2), KASA_PROBE_GARBAGE);
	ck_assert_int_eq(hear_bytes(&search, HERE + 7, KASA_TDP_PORT, kasa_tdp_probe, KASA_TDP_HEADER),
	                 KASA_PROBE_GARBAGE);
	ck_assert_int_eq(announce(0x08080808, MAC_1), KASA_PROBE_STRANGER);
	ck_assert_uint_eq(search.probe.found, 0);
	finish(&search);
}
END_TEST

START_TEST(a_search_for_xor_alone_hears_no_announcement)
{
	prepare_one(&search, "192.0.2.255");

	ck_assert_int_eq(announce(HERE + 7, MAC_1), KASA_PROBE_STRANGER);
	finish(&search);
}
END_TEST

START_TEST(a_router_is_no_device)
{
	prepare_all("192.0.2.1");

	ck_assert_int_eq(hear_packet(HERE + 1, KASA_TDP_PORT,
	                             "{\"error_code\":0,\"result\":{\"device_type\":\"HOMEWIFISYSTEM\"}}"),
	                 KASA_PROBE_OTHER);

	ck_assert_uint_eq(search.probe.others, 1);
	ck_assert_uint_eq(search.probe.garbage, 0);
	ck_assert(!kasa_probe_over(&search.probe, search.now_ms));
	finish(&search);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_target_is_asked_on_the_newer_ports_and_then_on_that_of_xor,
		the_newer_question_is_a_bare_header,
		three_questions_to_an_address_count_as_one_for_the_pace,
		a_full_socket_gets_the_same_question_again,
		who_announced_itself_is_not_asked_again,
		where_the_announcement_is_all_that_is_wanted_it_does_not_wait,
		an_announcement_waits_a_moment_and_is_told_with_what_it_says,
		what_xor_says_meanwhile_is_told_at_once_and_with_the_announcement,
		the_two_answers_of_a_device_with_two_addresses_are_one_by_its_mac,
		what_comes_after_either_was_told_is_a_duplicate,
		two_announcements_of_one_device_are_one,
		a_host_alone_is_waited_for_until_its_announcement_was_told,
		a_host_alone_that_answers_both_ways_ends_the_search_at_once,
		what_waits_when_the_time_is_up_is_told,
		many_wait_and_each_is_told_in_its_turn,
		where_it_matters_what_xor_says_waits_a_shorter_moment,
		where_it_matters_both_answers_are_told_together_whichever_came_first,
		many_of_both_kinds_wait_each_for_its_own_time,
		what_waits_when_a_search_is_given_up_is_freed,
		an_answer_counts_on_its_own_port_alone,
		a_search_for_xor_alone_hears_no_announcement,
		a_router_is_no_device,
	};

	return unit_run("probe_announced", tests, UNIT_COUNT(tests));
}
