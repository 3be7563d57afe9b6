/* Requests of the IOT language: the exact text of each order, for each family. */
#include "unit/unit.h"

#include "model/iot.h"
#include "unit/devices.h"

#define LIGHT "smartlife.iot.smartbulb.lightingservice"
#define STRIP_ROW(text) "{\"context\":{\"child_ids\":[" text "]},"

enum {
	ROOM = 4096,
};

#define NOT_READ "" /* the state was not read yet */

// clang-format off
static const struct {
	const char *device;
	struct kasa_order order;
	const char *request;
} requests[] = {
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":{}}}" },

	{ NOT_READ, { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_RELAY }, "{\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 },
	  STRIP_ROW("\"" DEVICE_ID "01\"") "\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2, .other_outlet_id = true },
	  STRIP_ROW("\"01\"") "\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ SHORT_STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .outlet = 1 },
	  STRIP_ROW("\"00\"") "\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}" },
	{ SHORT_STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .outlet = 1, .other_outlet_id = true },
	  STRIP_ROW("\"" DEVICE_ID "00\"") "\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}" },
	{ SHORT_STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .each_outlet = true },
	  STRIP_ROW("\"00\",\"01\"") "\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}" },
	{ BULB(0), { .kind = KASA_ORDER_RELAY, .on = true },
	  "{\"" LIGHT "\":{\"transition_light_state\":{\"on_off\":1,\"ignore_default\":0}},\"system\":{\"get_sysinfo\":{}}}" },
	{ LIGHTSTRIP(0), { .kind = KASA_ORDER_RELAY },
	  "{\"smartlife.iot.lightStrip\":{\"set_light_state\":{\"on_off\":0}},\"system\":{\"get_sysinfo\":{}}}" },

	{ NOT_READ, { .kind = KASA_ORDER_LED, .on = true }, "{\"system\":{\"set_led_off\":{\"off\":0},\"get_sysinfo\":{}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_LED }, "{\"system\":{\"set_led_off\":{\"off\":1},\"get_sysinfo\":{}}}" },

	{ PLUG(1), { .kind = KASA_ORDER_ALIAS, .text = "K\xc3\xbc" "che \"1\"" },
	  "{\"system\":{\"set_dev_alias\":{\"alias\":\"K\xc3\xbc" "che \\\"1\\\"\"},\"get_sysinfo\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ALIAS, .outlet = 1, .text = "Desk" },
	  STRIP_ROW("\"" DEVICE_ID "00\"") "\"system\":{\"set_dev_alias\":{\"alias\":\"Desk\"},\"get_sysinfo\":{}}}" },
	{ BULB(1), { .kind = KASA_ORDER_ALIAS, .text = "Desk" },
	  "{\"smartlife.iot.common.system\":{\"set_dev_alias\":{\"alias\":\"Desk\"}},\"system\":{\"get_sysinfo\":{}}}" },

	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"emeter\":{\"get_realtime\":{}}}" },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY, .with_state = true }, "{\"system\":{\"get_sysinfo\":{}},\"emeter\":{\"get_realtime\":{}}}" },
	{ STRIP(1, 0), { .kind = KASA_ORDER_ENERGY, .outlet = 1 }, STRIP_ROW("\"" DEVICE_ID "00\"") "\"emeter\":{\"get_realtime\":{}}}" },
	{ BULB(1), { .kind = KASA_ORDER_ENERGY }, "{\"smartlife.iot.common.emeter\":{\"get_realtime\":{}}}" },

	{ PLUG(1), { .kind = KASA_ORDER_REBOOT }, "{\"system\":{\"reboot\":{\"delay\":1}}}" },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_REBOOT }, "{\"smartlife.iot.common.system\":{\"reboot\":{\"delay\":1}}}" },

	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"a\" : {} }" }, "{\"a\" : {} }" },
};

static const struct {
	const char *device;
	struct kasa_order order;
	const char *why;
} refused[] = {
	{ PLUG(1), { .kind = KASA_ORDER_RELAY, .outlet = 1 }, "HS110(EU) has no outlets to choose from" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .outlet = 3 }, "HS300(US) has outlets 1 to 2, not 3" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ALIAS, .outlet = 9, .text = "x" }, "HS300(US) has outlets 1 to 2, not 9" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ENERGY }, "HS300(US) has a meter in each outlet, none for the whole: give one of its outlets" },
	{ "\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\"", { .kind = KASA_ORDER_ENERGY }, "HS100(EU) has no energy meter" },
	{ "\"model\":\"X1\"", { .kind = KASA_ORDER_ENERGY }, "X1 has no energy meter" },
	{ BULB(1), { .kind = KASA_ORDER_LED, .on = true }, "KL130(EU) has no status LED to set" },
};

static const struct {
	struct kasa_order order;
	bool repeatable, needs_state;
} manners[] = {
	{ { .kind = KASA_ORDER_LOOK }, true, false },
	{ { .kind = KASA_ORDER_RELAY }, true, false },
	{ { .kind = KASA_ORDER_RELAY, .outlet = 1 }, true, true },
	{ { .kind = KASA_ORDER_LED }, true, false },
	{ { .kind = KASA_ORDER_ALIAS, .text = "x" }, true, true },
	{ { .kind = KASA_ORDER_ENERGY }, true, true },
	{ { .kind = KASA_ORDER_REBOOT }, false, true },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"system\":{\"get_sysinfo\":{}}}" }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"context\":{\"child_ids\":[]},\"emeter\":{\"get_realtime\":{}}}" }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"system\":{\"get_sysinfo\":{},\"set_relay_state\":{\"state\":1}}}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"schedule\":{\"add_rule\":{}},\"system\":{\"get_sysinfo\":{}}}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"system\":{\"reset\":{\"delay\":1}}}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"system\":{\"GET_x\":{}}}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"method\":\"set_device_info\"}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "not json" }, false, false },
};
// clang-format on

static struct kasa_record
record_of(const char *device)
{
	struct kasa_record record;

	kasa_record_init(&record);
	return device[0] ? device_record(device) : record;
}

START_TEST(each_order_is_worded_as_its_family_knows_it)
{
	for (size_t i = 0; i < UNIT_COUNT(requests); i++) {
		struct kasa_record record = record_of(requests[i].device);
		struct kasa_buf out;
		struct kasa_err err;
		struct kasa_order order = requests[i].order;

		kasa_buf_init(&out, ROOM);
		ck_assert_int_eq(kasa_iot_build(&order, &record, &out, &err), KASA_OK);
		ck_assert_uint_eq(out.len, strlen(requests[i].request));
		ck_assert_msg(memcmp(out.data, requests[i].request, out.len) == 0, "row %zu: %.*s", i, (int)out.len,
		              out.data);
		kasa_buf_finish(&out);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(each_request_is_json)
{
	for (size_t i = 0; i < UNIT_COUNT(requests); i++) {
		const char *request = requests[i].request;
		struct kasa_jx_doc doc;

		ck_assert_msg(kasa_jx_parse(&doc, request, strlen(request), NULL) == KASA_OK, "%s", request);
		kasa_jx_finish(&doc);
	}
}
END_TEST

START_TEST(what_a_device_cannot_do_is_refused_before_it_is_asked)
{
	for (size_t i = 0; i < UNIT_COUNT(refused); i++) {
		struct kasa_record record = record_of(refused[i].device);
		struct kasa_buf out;
		struct kasa_err err;
		struct kasa_order order = refused[i].order;

		kasa_buf_init(&out, ROOM);
		ck_assert_int_eq(kasa_iot_build(&order, &record, &out, &err), KASA_ENOTSUP);
		ck_assert_int_eq(err.code, KASA_ENOTSUP);
		ck_assert_str_eq(err.text, refused[i].why);
		kasa_buf_finish(&out);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(only_what_does_no_harm_twice_is_repeatable)
{
	for (size_t i = 0; i < UNIT_COUNT(manners); i++)
		ck_assert_msg(kasa_payload_iot.repeatable(&manners[i].order) == manners[i].repeatable, "row %zu", i);
}
END_TEST

START_TEST(what_depends_on_the_kind_of_device_needs_its_state_first)
{
	for (size_t i = 0; i < UNIT_COUNT(manners); i++)
		ck_assert_msg(kasa_payload_iot.needs_state(&manners[i].order) == manners[i].needs_state, "row %zu", i);
}
END_TEST

START_TEST(a_request_that_does_not_fit_is_an_error)
{
	struct kasa_record record = record_of(STRIP(0, 0));
	struct kasa_order order = { .kind = KASA_ORDER_RELAY, .outlet = 1 };

	for (size_t max = 0; max < 60; max++) {
		struct kasa_buf out;
		struct kasa_err err;

		kasa_buf_init(&out, max);
		ck_assert_int_ne(kasa_iot_build(&order, &record, &out, &err), KASA_OK);
		ck_assert_int_ne(err.code, KASA_OK);
		ck_assert_str_ne(err.text, "");
		kasa_buf_finish(&out);
	}
	kasa_record_finish(&record);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_is_worded_as_its_family_knows_it,
		each_request_is_json,
		what_a_device_cannot_do_is_refused_before_it_is_asked,
		only_what_does_no_harm_twice_is_repeatable,
		what_depends_on_the_kind_of_device_needs_its_state_first,
		a_request_that_does_not_fit_is_an_error,
	};

	return unit_run("iot_request", tests, UNIT_COUNT(tests));
}
