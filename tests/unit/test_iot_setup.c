/* Setting a device up: its Wi-Fi, the cloud, where it is, and back to how it left the factory. */
#include "unit/unit.h"

#include <math.h>

#include "unit/iot_talk.h"

#include "model/secret.h"

#define JOIN(type)                                                                               \
	{                                                                                        \
		.kind = KASA_ORDER_WIFI_JOIN, .text = "Home \"5\"\npass\\word", .key_type = type \
	}
#define SCAN(anew)                                       \
	{                                                \
		.kind = KASA_ORDER_WIFI_SCAN, .on = anew \
	}
#define BIND                                                                   \
	{                                                                      \
		.kind = KASA_ORDER_CLOUD_BIND, .text = "a@example.com\nsecret" \
	}
#define UNBIND                                  \
	{                                       \
		.kind = KASA_ORDER_CLOUD_UNBIND \
	}
#define SERVER                                                             \
	{                                                                  \
		.kind = KASA_ORDER_CLOUD_SERVER, .text = "nowhere.invalid" \
	}
#define PLACE(latitude, longitude)                                                   \
	{                                                                            \
		.kind = KASA_ORDER_LOCATION_SET, .location = { latitude, longitude } \
	}
#define INFO(bound, server)                                                                         \
	"\"get_info\":{\"username\":\"a@example.com\",\"server\":\"" server "\",\"binded\":" #bound \
	",\"cld_connection\":1,\"err_code\":0}}}"
#define ACK(method) "\"" method "\":{\"err_code\":0},"
#define AT(latitude, longitude) PLUG(1) ",\"latitude_i\":" #latitude ",\"longitude_i\":" #longitude

// clang-format off
static const struct iot_request requests[] = {
	{ PLUG(1), SCAN(true), "{\"netif\":{\"get_scaninfo\":{\"refresh\":1}}}" },
	{ BULB(1), SCAN(false), "{\"netif\":{\"get_scaninfo\":{\"refresh\":0}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_WIFI_SCAN, .on = true, .other_module = true }, "{\"smartlife.iot.common.softaponboarding\":{\"get_scaninfo\":{\"refresh\":1}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_WIFI }, "{\"netif\":{\"get_stainfo\":{}}}" },
	{ PLUG(1), JOIN(3), "{\"netif\":{\"set_stainfo\":{\"ssid\":\"Home \\\"5\\\"\",\"password\":\"pass\\\\word\",\"key_type\":3}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_CLOUD }, "{\"cnCloud\":{\"get_info\":{}}}" },
	{ BULB(1), { .kind = KASA_ORDER_CLOUD }, "{\"smartlife.iot.common.cloud\":{\"get_info\":{}}}" },
	{ PLUG(1), BIND, "{\"cnCloud\":{\"bind\":{\"username\":\"a@example.com\",\"password\":\"secret\"},\"get_info\":{}}}" },
	{ PLUG(1), UNBIND, "{\"cnCloud\":{\"unbind\":{},\"get_info\":{}}}" },
	{ PLUG(1), SERVER, "{\"cnCloud\":{\"set_server_url\":{\"server\":\"nowhere.invalid\"},\"get_info\":{}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_FIRMWARE }, "{\"cnCloud\":{\"get_intl_fw_list\":{}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_RESET }, "{\"system\":{\"reset\":{\"delay\":1}}}" },
	{ BULB(1), { .kind = KASA_ORDER_RESET }, "{\"smartlife.iot.common.system\":{\"reset\":{\"delay\":1}}}" },
	{ PLUG(1), PLACE(51.50074, -0.00005), "{\"system\":{\"set_dev_location\":{\"latitude_i\":515007,\"longitude_i\":-1,\"latitude\":51.5007,\"longitude\":-0.0001},\"get_sysinfo\":{}}}" },
};

static const struct iot_reply replies[] = {
	{ PLUG(1), SCAN(true), "{\"netif\":{\"err_code\":-1,\"err_msg\":\"module not support\"}}", KASA_VERDICT_AGAIN },
	{ PLUG(1), { .kind = KASA_ORDER_WIFI_SCAN, .other_module = true }, "{\"smartlife.iot.common.softaponboarding\":{\"err_code\":-1}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), SCAN(true), "{\"netif\":{\"get_scaninfo\":{\"err_code\":0}}}", KASA_VERDICT_DONE },
	{ PLUG(1), JOIN(3), "{\"netif\":{\"set_stainfo\":{\"err_code\":0}}}", KASA_VERDICT_DONE },
	{ PLUG(1), BIND, "{\"cnCloud\":{" ACK("bind") INFO(1, "x"), KASA_VERDICT_DONE },
	{ PLUG(1), BIND, "{\"cnCloud\":{" ACK("bind") INFO(0, "x"), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), UNBIND, "{\"cnCloud\":{" ACK("unbind") INFO(0, "x"), KASA_VERDICT_DONE },
	{ PLUG(1), UNBIND, "{\"cnCloud\":{" ACK("unbind") INFO(1, "x"), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), UNBIND, "{\"cnCloud\":{\"unbind\":{\"err_code\":-4002}}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), SERVER, "{\"cnCloud\":{" ACK("set_server_url") INFO(1, "nowhere.invalid"), KASA_VERDICT_DONE },
	{ PLUG(1), SERVER, "{\"cnCloud\":{" ACK("set_server_url") INFO(1, "n-devs.tplinkcloud.com"), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), PLACE(51.5007, -0.0001), ANSWER_WITH("\"set_dev_location\":{\"err_code\":0}", AT(515007, -1)), KASA_VERDICT_DONE },
	{ PLUG(1), PLACE(51.5007, -0.0001), ANSWER_WITH("\"set_dev_location\":{\"err_code\":0}", AT(515017, -1)), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), PLACE(51.5007, -0.0001), ANSWER_WITH("\"set_dev_location\":{\"err_code\":0}", PLUG(1)), KASA_VERDICT_UNCONFIRMED },
};

static const struct kasa_order once[] = { JOIN(3), BIND, UNBIND, { .kind = KASA_ORDER_RESET } };
// clang-format on

START_TEST(each_order_has_its_own_words)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_is_set_is_read_back)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(what_does_harm_twice_is_sent_once)
{
	for (size_t i = 0; i < UNIT_COUNT(once); i++)
		ck_assert_msg(!kasa_payload_iot.repeatable(&once[i]), "row %zu", i);
}
END_TEST

START_TEST(networks_come_strongest_first_whatever_their_names_hold)
{
	const struct kasa_order scan = SCAN(true);
	const struct kasa_network *networks;
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &scan);
	ck_assert_int_eq(iot_talk_reads(&talk, "{\"netif\":{\"get_scaninfo\":{\"ap_list\":["
	                                       "{\"ssid\":\"B\",\"key_type\":0},"
	                                       "{\"ssid\":\"caf\xe9\",\"key_type\":3,\"rssi\":-70},"
	                                       "{\"ssid\":\"A\",\"key_type\":2,\"rssi\":-40}],\"err_code\":0}}}"),
	                 KASA_VERDICT_DONE);
	networks = talk.answer.networks.networks;
	ck_assert_uint_eq(talk.answer.networks.count, 3);
	ck_assert_str_eq(networks[0].ssid, "A");
	ck_assert_str_eq(networks[1].ssid, "caf\xef\xbf\xbd");
	ck_assert_int_eq(networks[1].key_type, 3);
	ck_assert_int_eq(networks[2].rssi_dbm, KASA_UNKNOWN);
	iot_talk_end(&talk);
}
END_TEST

START_TEST(firmware_on_offer_is_a_list)
{
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &(struct kasa_order){ .kind = KASA_ORDER_FIRMWARE });
	ck_assert_int_eq(iot_talk_reads(&talk,
	                                "{\"cnCloud\":{\"get_intl_fw_list\":{\"fw_list\":["
	                                "{\"fwVer\":\"1.2.3\",\"fwTitle\":\"T\",\"fwReleaseDate\":\"2026-01-02\","
	                                "\"fwUrl\":\"http://x\"}],\"err_code\":0}}}"),
	                 KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.firmware_list.count, 1);
	ck_assert_str_eq(talk.answer.firmware_list.versions[0].version, "1.2.3");
	ck_assert_str_eq(talk.answer.firmware_list.versions[0].released, "2026-01-02");
	iot_talk_end(&talk);
}
END_TEST

static struct kasa_location
location_in(const char *answer)
{
	struct kasa_location location;
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &(struct kasa_order){ .kind = KASA_ORDER_LOCATION });
	ck_assert_int_eq(iot_talk_reads(&talk, answer), KASA_VERDICT_DONE);
	location = talk.answer.location;
	iot_talk_end(&talk);
	return location;
}

START_TEST(degrees_are_read_in_either_form)
{
	ck_assert_double_eq_tol(location_in(ANSWER_INFO(AT(515007, -1234))).latitude, 51.5007, 1e-9);
	ck_assert_double_eq_tol(location_in(ANSWER_INFO(AT(515007, -1234))).longitude, -0.1234, 1e-9);
	ck_assert_double_eq(location_in(ANSWER_INFO(PLUG(1) ",\"latitude\":51.5,\"longitude\":-1")).latitude, 51.5);
	ck_assert(isnan(location_in(ANSWER_INFO(PLUG(1))).latitude));
}
END_TEST

START_TEST(a_name_and_a_secret_travel_together)
{
	char joined[32];

	ck_assert(kasa_secret_join("name", "secret", joined, sizeof joined));
	ck_assert_str_eq(joined, "name\nsecret");
	ck_assert(!kasa_secret_join("name", "a secret that is far too long for it", joined, sizeof joined));
	ck_assert(kasa_secret_fits("name", 4, "", 8));
	ck_assert(!kasa_secret_fits("names", 4, "", 8));
	ck_assert(!kasa_secret_fits("", 4, "x", 8));
	ck_assert(!kasa_secret_fits("a\nb", 4, "x", 8));
	ck_assert(!kasa_secret_fits("a", 4, "x\x7f", 8));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_own_words,        what_is_set_is_read_back,
		what_does_harm_twice_is_sent_once,   networks_come_strongest_first_whatever_their_names_hold,
		firmware_on_offer_is_a_list,         degrees_are_read_in_either_form,
		a_name_and_a_secret_travel_together,
	};

	return unit_run("iot_setup", tests, UNIT_COUNT(tests));
}
