/* Answers of the IOT language: where errors hide, what is learned, and what answers another question. */
#include "unit/unit.h"

#include <math.h>

#include "model/iot.h"
#include "unit/devices.h"

#define REFUSAL(code) "{\"err_code\":" #code ",\"err_msg\":\"no\"}"
#define SET_RELAY "\"set_relay_state\":{\"err_code\":0}"
#define REALTIME "{\"power_mw\":5000,\"err_code\":0}"
#define LIGHT "smartlife.iot.smartbulb.lightingservice"
#define LIGHT_SET(on) "\"" LIGHT "\":{\"transition_light_state\":{\"on_off\":" #on ",\"err_code\":0}}"
#define NOTHING ""

static const struct kasa_order look = { .kind = KASA_ORDER_LOOK };

/* One answer, to one order, from a device that is known, or not. */
struct reading {
	struct kasa_record record;
	struct kasa_order order;
	struct kasa_answer answer;
	struct kasa_err err;
	enum kasa_verdict verdict;
};

static void
read_answer(struct reading *reading, const char *device, const struct kasa_order *order, const char *answer)
{
	*reading = (struct reading){ .order = *order };
	kasa_record_init(&reading->record);
	if (device[0])
		reading->record = device_record(device);
	reading->verdict = kasa_iot_parse(&reading->order, answer, strlen(answer), &reading->record, &reading->answer,
	                                  &reading->err);
}

// clang-format off
static const struct {
	const char *device;
	struct kasa_order order;
	const char *answer;
	enum kasa_verdict verdict;
	int code, device_code; /* for REFUSED and GARBAGE */
} rows[] = {
	/* looking */
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, ANSWER_INFO(PLUG(1)), KASA_VERDICT_DONE, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"err_code\":-3}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":" REFUSAL(-1) "}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -1 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":" REFUSAL(-2) "}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -2 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":" REFUSAL(-3) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":" REFUSAL(-2000) "}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -2000 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":" REFUSAL(-2001) "}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -2001 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":" REFUSAL(-10008) "}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -10008 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":null}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":[]}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "{\"system\":{\"get_sysinfo\":{}}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "[]", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LOOK }, "", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	/* switching */
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH(SET_RELAY, PLUG(1)), KASA_VERDICT_DONE, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH(SET_RELAY, PLUG(0)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{" SET_RELAY "}}", KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH(SET_RELAY, PLUG_INFO), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{" SET_RELAY ",\"get_sysinfo\":{}}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(0), { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{\"set_relay_state\":" REFUSAL(-3) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ PLUG(0), { .kind = KASA_ORDER_RELAY, .on = true }, "{\"system\":{\"set_relay_state\":" REFUSAL(-14) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -14 },
	{ PLUG(0), { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_INFO(PLUG(0)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ PLUG(0), { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_INFO(PLUG(1)), KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	/* strips */
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH(SET_RELAY, STRIP(1, 1)), KASA_VERDICT_DONE, 0, 0 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH(SET_RELAY, STRIP(1, 0)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, ANSWER_WITH(SET_RELAY, STRIP(0, 1)), KASA_VERDICT_DONE, 0, 0 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, ANSWER_WITH(SET_RELAY, STRIP(1, 0)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, ANSWER_WITH(SET_RELAY, PLUG(1)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, "{\"system\":{\"set_relay_state\":" REFUSAL(-14) "}}", KASA_VERDICT_AGAIN, KASA_EDEVICE, -14 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .each_outlet = true }, "{\"system\":{\"set_relay_state\":" REFUSAL(-14) "}}", KASA_VERDICT_AGAIN, KASA_EDEVICE, -14 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RELAY, .outlet = 2, .other_outlet_id = true }, "{\"system\":{\"set_relay_state\":" REFUSAL(-14) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -14 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ALIAS, .outlet = 2, .text = "x" }, "{\"system\":{\"set_dev_alias\":" REFUSAL(-14) "}}", KASA_VERDICT_AGAIN, KASA_EDEVICE, -14 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ENERGY, .outlet = 2 }, "{\"emeter\":{\"get_realtime\":" REFUSAL(-14) "}}", KASA_VERDICT_AGAIN, KASA_EDEVICE, -14 },
	{ STRIP(0, 0), { .kind = KASA_ORDER_ENERGY, .outlet = 2, .other_outlet_id = true }, "{\"emeter\":{\"get_realtime\":" REFUSAL(-14) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -14 },
	/* lights */
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH("\"set_relay_state\":" REFUSAL(-2000), BULB(0)), KASA_VERDICT_AGAIN, KASA_ENOTSUP, -2000 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH("\"set_relay_state\":" REFUSAL(-2), LIGHTSTRIP(0)), KASA_VERDICT_AGAIN, KASA_ENOTSUP, -2 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_INFO(BULB(0)), KASA_VERDICT_AGAIN, KASA_ENOTSUP, 0 },
	{ NOTHING, { .kind = KASA_ORDER_RELAY, .on = true }, ANSWER_WITH("\"set_relay_state\":" REFUSAL(-2), PLUG(0)), KASA_VERDICT_REFUSED, KASA_ENOTSUP, -2 },
	{ BULB(0), { .kind = KASA_ORDER_RELAY, .on = true }, "{" LIGHT_SET(1) ",\"system\":{\"get_sysinfo\":{" BULB(1) "}}}", KASA_VERDICT_DONE, 0, 0 },
	{ BULB(0), { .kind = KASA_ORDER_RELAY, .on = true }, "{" LIGHT_SET(1) "}", KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ BULB(0), { .kind = KASA_ORDER_RELAY, .on = true }, "{\"" LIGHT "\":{\"transition_light_state\":" REFUSAL(-10000) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -10000 },
	/* LED and alias */
	{ PLUG(1), { .kind = KASA_ORDER_LED, .on = true }, ANSWER_WITH("\"set_led_off\":{\"err_code\":0}", PLUG(1)), KASA_VERDICT_DONE, 0, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_LED }, ANSWER_WITH("\"set_led_off\":{\"err_code\":0}", PLUG(1)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ NOTHING, { .kind = KASA_ORDER_LED }, ANSWER_WITH("\"set_led_off\":" REFUSAL(-2000), BULB(1)), KASA_VERDICT_REFUSED, KASA_ENOTSUP, -2000 },
	{ PLUG(1), { .kind = KASA_ORDER_ALIAS, .text = "Lamp" }, ANSWER_WITH("\"set_dev_alias\":{\"err_code\":0}", PLUG(1)), KASA_VERDICT_DONE, 0, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_ALIAS, .text = "Lamq" }, ANSWER_WITH("\"set_dev_alias\":{\"err_code\":0}", PLUG(1)), KASA_VERDICT_UNCONFIRMED, 0, 0 },
	{ BULB(1), { .kind = KASA_ORDER_ALIAS, .text = "Bulb" },
	  "{\"smartlife.iot.common.system\":{\"set_dev_alias\":{\"err_code\":0}},\"system\":{\"get_sysinfo\":{" BULB(1) "}}}", KASA_VERDICT_DONE, 0, 0 },
	/* meter */
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_DONE, 0, 0 },
	{ BULB(1), { .kind = KASA_ORDER_ENERGY }, "{\"smartlife.iot.common.emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_DONE, 0, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"emeter\":" REFUSAL(-1) "}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -1 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"emeter\":{\"get_realtime\":" REFUSAL(-3) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"emeter\":{}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY, .with_state = true }, "{\"emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, 0 },
	/* reboot and raw */
	{ PLUG(1), { .kind = KASA_ORDER_REBOOT }, "{\"system\":{\"reboot\":{\"err_code\":0}}}", KASA_VERDICT_DONE, 0, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_REBOOT }, "{\"system\":{\"reboot\":" REFUSAL(-3) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"a\":{},\"c\":{}}" }, "{\"a\":{\"b\":{\"err_code\":0}},\"c\":7}", KASA_VERDICT_DONE, 0, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"a\":{},\"c\":{}}" }, "{\"a\":{\"b\":{}},\"c\":{\"d\":" REFUSAL(-3) "}}", KASA_VERDICT_REFUSED, KASA_EDEVICE, -3 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"a\":{},\"c\":{}}" }, "{\"a\":" REFUSAL(-1) "}", KASA_VERDICT_REFUSED, KASA_ENOTSUP, -1 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{}" }, REFUSAL(-7), KASA_VERDICT_REFUSED, KASA_EDEVICE, -7 },
	/* an answer to another question */
	{ PLUG(1), { .kind = KASA_ORDER_LOOK }, "{\"emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_RELAY }, "{\"emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"schedule\":{\"get_rules\":{\"err_code\":0}}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_ENERGY }, "{\"smartlife.iot.common.emeter\":{\"get_realtime\":" REALTIME "}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_LOOK }, "{\"" LIGHT "\":{}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_LOOK }, "{\"system\":{" SET_RELAY "}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"time\":{\"get_time\":{}}}" }, "{\"system\":{" SET_RELAY "}}", KASA_VERDICT_GARBAGE, KASA_EPROTO, 0 },
	{ PLUG(1), { .kind = KASA_ORDER_RAW, .text = "{\"t\\u0069me\":{}}" }, "{\"time\":{\"get_time\":{\"err_code\":0}}}", KASA_VERDICT_DONE, 0, 0 },
};
// clang-format on

START_TEST(each_answer_gets_its_verdict)
{
	for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
		struct reading reading;

		read_answer(&reading, rows[i].device, &rows[i].order, rows[i].answer);
		ck_assert_msg(reading.verdict == rows[i].verdict, "row %zu: %d for %s", i, (int)reading.verdict,
		              rows[i].answer);
		if (rows[i].code != 0)
			ck_assert_msg((int)reading.err.code == rows[i].code
			                      && reading.err.device_code == rows[i].device_code && reading.err.text[0],
			              "row %zu: %d %d %s", i, (int)reading.err.code, reading.err.device_code,
			              reading.err.text);
		kasa_record_finish(&reading.record);
	}
}
END_TEST

START_TEST(a_refusal_is_told_with_the_devices_own_words_and_number)
{
	struct reading reading;

	read_answer(&reading, PLUG(1), &(struct kasa_order){ .kind = KASA_ORDER_REBOOT },
	            "{\"system\":{\"reboot\":{\"err_code\":-3,\"err_msg\":\"invalid argument\"}}}");

	ck_assert_str_eq(reading.err.text, "the device refused system.reboot: invalid argument (-3)");
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(words_of_the_device_cannot_steer_a_terminal)
{
	struct reading reading;

	read_answer(&reading, PLUG(1), &(struct kasa_order){ .kind = KASA_ORDER_REBOOT },
	            "{\"system\":{\"reboot\":{\"err_code\":-3,\"err_msg\":\"\\u001b[2J\\u202e\"}}}");

	ck_assert_str_eq(reading.err.text, "the device refused system.reboot: ?[2J??? (-3)");
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(another_form_of_id_is_learned_from_an_unknown_entry)
{
	struct reading reading;

	read_answer(&reading, STRIP(0, 0), &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .outlet = 1 },
	            "{\"system\":{\"set_relay_state\":" REFUSAL(-14) "}}");

	ck_assert(reading.order.other_outlet_id);
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(a_light_is_known_as_one_after_it_refused_the_plugs_switch)
{
	struct reading reading;

	read_answer(&reading, NOTHING, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true },
	            ANSWER_WITH("\"set_relay_state\":" REFUSAL(-2000), BULB(0)));

	ck_assert_int_eq(reading.record.state.family, KASA_FAMILY_BULB);
	ck_assert(reading.record.known);
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(the_state_that_comes_with_an_acknowledgement_is_kept)
{
	struct reading reading;

	read_answer(&reading, NOTHING, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true },
	            ANSWER_WITH(SET_RELAY, PLUG(1)));

	ck_assert_int_eq(reading.record.state.on, 1);
	ck_assert_str_eq(reading.record.state.alias, "Lamp");
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(state_and_meter_are_read_from_one_answer)
{
	struct reading reading;

	read_answer(&reading, PLUG(0), &(struct kasa_order){ .kind = KASA_ORDER_ENERGY, .with_state = true },
	            "{\"system\":{\"get_sysinfo\":{" PLUG(1) "}},\"emeter\":{\"get_realtime\":" REALTIME "}}");

	ck_assert_int_eq(reading.verdict, KASA_VERDICT_DONE);
	ck_assert_int_eq(reading.record.state.on, 1);
	ck_assert_double_eq(reading.answer.energy.power_w, 5);
	ck_assert(isnan(reading.answer.energy.voltage_v));
	kasa_record_finish(&reading.record);
}
END_TEST

START_TEST(an_answer_to_another_question_changes_nothing)
{
	struct reading reading;

	read_answer(&reading, PLUG(0), &look, "{\"schedule\":{},\"system\":{\"get_sysinfo\":{" PLUG(1) "}}}");

	ck_assert_int_eq(reading.verdict, KASA_VERDICT_GARBAGE);
	ck_assert_int_eq(reading.record.state.on, 0);
	kasa_record_finish(&reading.record);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_answer_gets_its_verdict,
		a_refusal_is_told_with_the_devices_own_words_and_number,
		words_of_the_device_cannot_steer_a_terminal,
		another_form_of_id_is_learned_from_an_unknown_entry,
		a_light_is_known_as_one_after_it_refused_the_plugs_switch,
		the_state_that_comes_with_an_acknowledgement_is_kept,
		state_and_meter_are_read_from_one_answer,
		an_answer_to_another_question_changes_nothing,
	};

	return unit_run("iot_answer", tests, UNIT_COUNT(tests));
}
