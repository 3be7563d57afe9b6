/* The Wi-Fi and the cloud of a device that speaks SMART. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#define SCAN                                             \
	{                                                \
		.kind = KASA_ORDER_WIFI_SCAN, .on = true \
	}
#define FIRMWARE                            \
	{                                   \
		.kind = KASA_ORDER_FIRMWARE \
	}
#define AP(ssid, key, level) \
	"{\"bssid\":\"0\",\"channel\":0,\"key_type\":\"" key "\",\"signal_level\":" #level ",\"ssid\":\"" ssid "\"}"
#define PAGE(n) "{\"method\":\"get_wireless_scan_info\",\"params\":{\"start_index\":" #n "}}"
#define HEARD(start, sum, list) SMART_OK("\"ap_list\":[" list "],\"start_index\":" #start ",\"sum\":" #sum)

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_WIFI }, SMART_ASK("get_device_info") },
	{ SMART_STRIP(true, true), SCAN, PAGE(0) },
	{ SMART_HUB, { .kind = KASA_ORDER_CLOUD }, SMART_ASK("get_connect_cloud_state") },
	{ SMART_PLUG(true), FIRMWARE, SMART_ASK("get_latest_fw") },
};

static const struct smart_request refused[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_WIFI_JOIN }, "P110 speaks SMART, in which no words are known for another Wi-Fi; "
	  "the app does it, for the account's password goes along" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_CLOUD_BIND }, "P110 speaks SMART, in which no words are known for binding it to an account; "
	  "the app does it when it sets the device up" },
};

static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), FIRMWARE, SMART_FAILED(-1007), KASA_VERDICT_REFUSED,
	  "the device refused get_latest_fw: it could not ask the cloud (-1007); perhaps it has no way to the Internet, or no account" },
	{ SMART_PLUG(true), SCAN, SMART_OK("\"wep_supported\":false"), KASA_VERDICT_GARBAGE, "get_wireless_scan_info lists no networks" },
};
// clang-format on

START_TEST(each_order_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_nobody_does_from_here_says_who_does)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(what_comes_of_it_is_told)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

/* Words an order and reads one answer. */
static void
ask(struct smart_talk *talk, struct kasa_order order, const char *answer)
{
	smart_talk_begin(talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(talk));
	ck_assert_int_eq(smart_talk_reads(talk, answer), KASA_VERDICT_DONE);
}

START_TEST(the_network_that_it_is_in)
{
	struct smart_talk talk;

	ask(&talk, (struct kasa_order){ .kind = KASA_ORDER_WIFI },
	    SMART_OK("\"ssid\":\"S8O8Y2hl\",\"rssi\":-61,\"signal_level\":2"));
	ck_assert_str_eq(talk.answer.network.ssid, "Küche");
	ck_assert_int_eq(talk.answer.network.rssi_dbm, -61);
	ck_assert_int_eq(talk.answer.network.level, 2);
	ck_assert_int_eq(talk.answer.network.key_type, KASA_UNKNOWN);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(those_that_it_hears_come_in_pages_and_the_strongest_is_first)
{
	struct kasa_order order = SCAN;
	struct smart_talk talk;
	const struct kasa_networks *all = &talk.answer.networks;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	smart_talk_says(&talk, PAGE(0));
	ck_assert_int_eq(smart_talk_reads(&talk, HEARD(0, 3, AP("YQ==", "wpa2_psk", 1) "," AP("Yg==", "none", 2))),
	                 KASA_VERDICT_MORE);
	smart_talk_says(&talk, PAGE(2));
	ck_assert_int_eq(smart_talk_reads(&talk, HEARD(2, 3, AP("Yw==", "wpa3_sae", 3))), KASA_VERDICT_DONE);

	ck_assert_uint_eq(all->count, 3);
	ck_assert_str_eq(all->networks[0].ssid, "c");
	ck_assert_int_eq(all->networks[0].key_type, KASA_UNKNOWN);
	ck_assert_str_eq(all->networks[1].ssid, "b");
	ck_assert_int_eq(all->networks[1].key_type, KASA_WIFI_OPEN);
	ck_assert_str_eq(all->networks[2].ssid, "a");
	ck_assert_int_eq(all->networks[2].key_type, KASA_WIFI_WPA2);
	ck_assert_int_eq(all->networks[2].rssi_dbm, KASA_UNKNOWN);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_device_that_knows_no_pages_is_not_read_twice)
{
	struct kasa_order order = SCAN;
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, HEARD(0, 9, AP("YQ==", "wpa_psk", 1))), KASA_VERDICT_MORE);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, HEARD(0, 9, AP("YQ==", "wpa_psk", 1))), KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.networks.count, 1);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(the_cloud_is_reached_or_it_is_not)
{
	static const struct {
		const char *status;
		int connected;
	} rows[] = { { "\"status\":0", 1 },
		     { "\"status\":1", 0 },
		     { "\"status\":2", 0 },
		     { "\"status\":-1001", KASA_UNKNOWN },
		     { "", KASA_UNKNOWN } };

	for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
		struct smart_talk talk;
		char answer[80];

		snprintf(answer, sizeof answer, "{\"error_code\":0,\"result\":{%s}}", rows[i].status);
		ask(&talk, (struct kasa_order){ .kind = KASA_ORDER_CLOUD }, answer);
		ck_assert_int_eq(talk.answer.cloud.connected, rows[i].connected);
		ck_assert_int_eq(talk.answer.cloud.bound, KASA_UNKNOWN);
		smart_talk_end(&talk);
	}
}
END_TEST

START_TEST(firmware_is_offered_when_it_is_newer)
{
	struct smart_talk talk;

	ask(&talk, (struct kasa_order)FIRMWARE,
	    SMART_OK("\"fw_ver\":\"1.3.0\",\"need_to_upgrade\":false,\"release_date\":\"\""));
	ck_assert_uint_eq(talk.answer.firmware_list.count, 0);
	smart_talk_end(&talk);
	ask(&talk, (struct kasa_order)FIRMWARE,
	    SMART_OK("\"fw_ver\":\"1.4.0 Build 2\",\"need_to_upgrade\":true,\"release_date\":\"2024-01-12\""));
	ck_assert_uint_eq(talk.answer.firmware_list.count, 1);
	ck_assert_str_eq(talk.answer.firmware_list.versions[0].version, "1.4.0 Build 2");
	ck_assert_str_eq(talk.answer.firmware_list.versions[0].released, "2024-01-12");
	smart_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_nobody_does_from_here_says_who_does,
		what_comes_of_it_is_told,
		the_network_that_it_is_in,
		those_that_it_hears_come_in_pages_and_the_strongest_is_first,
		a_device_that_knows_no_pages_is_not_read_twice,
		the_cloud_is_reached_or_it_is_not,
		firmware_is_offered_when_it_is_newer,
	};

	return unit_run("smart_setup", tests, UNIT_COUNT(tests));
}
