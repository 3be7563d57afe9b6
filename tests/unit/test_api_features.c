/* Meter, LED, name, reboot and any request: each with what the plug hears, and what the caller is told. */
#include "unit/unit.h"

#include <math.h>

#include "unit/home.h"

#define LOOK "{\"system\":{\"get_sysinfo\":{}}}"
#define METER "{\"emeter\":{\"get_realtime\":{}}}"
#define BOTH "{\"system\":{\"get_sysinfo\":{}},\"emeter\":{\"get_realtime\":{}}}"
#define REBOOT "{\"system\":{\"reboot\":{\"delay\":1}}}"

static struct home home;

START_TEST(a_meter_is_read_after_the_device_is_known_and_then_alone)
{
	home_begin(&home);
	home.plug.relay = 1;

	ck_assert_int_eq(kasa_energy_read(home.dev, 0, home_energy, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);
	ck_assert_double_eq(home.told.energy.power_w, 21.5);
	ck_assert_double_eq(home.told.energy.voltage_v, 230);
	ck_assert(isnan(home.told.energy.current_a));
	ck_assert(isnan(home.told.energy.total_kwh));
	ck_assert_int_eq(kasa_energy_read(home.dev, 0, home_energy, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);

	ck_assert_str_eq(home.plug.heard[0], LOOK);
	ck_assert_str_eq(home.plug.heard[1], METER);
	ck_assert_str_eq(home.plug.heard[2], METER);
	ck_assert_uint_eq(home.plug.accepted, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_poll_reads_state_and_meter_in_one_message)
{
	home_begin(&home);
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);
	home.plug.relay = 1;

	ck_assert_int_eq(kasa_energy_poll(home.dev, 0, home_energy, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);

	ck_assert_str_eq(home.plug.heard[1], BOTH);
	ck_assert_uint_eq(home.plug.requests, 2);
	ck_assert_int_eq(kasa_device_state(home.dev)->on, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_device_known_to_have_no_meter_is_not_asked)
{
	home_begin(&home);
	home.plug.says = "{\"system\":{\"get_sysinfo\":{\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\"}}}";

	ck_assert_int_eq(kasa_energy_read(home.dev, 0, home_energy, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_ENOTSUP);
	ck_assert_uint_eq(home.plug.requests, 1);

	ck_assert_int_eq(kasa_energy_read(home.dev, 0, home_energy, &home.told), KASA_ENOTSUP);
	ck_assert_int_eq(kasa_energy_read(home.dev, -1, home_energy, &home.told), KASA_EINVAL);
	home_expect(&home, 1, KASA_ENOTSUP);
	home_end(&home);
}
END_TEST

START_TEST(a_meter_that_cannot_be_reached_tells_no_values)
{
	home_begin(&home);
	fake_plug_stop(&home.plug);

	ck_assert_int_eq(kasa_energy_read(home.dev, 0, home_energy, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_EREFUSED);

	kasa_context_free(home.ctx);
}
END_TEST

START_TEST(the_led_is_set_and_read_back)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_led_set(home.dev, false, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);
	ck_assert_int_eq(home.plug.led_off, 1);
	ck_assert_int_eq(kasa_device_state(home.dev)->led, 0);

	ck_assert_int_eq(kasa_led_set(home.dev, true, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_int_eq(kasa_device_state(home.dev)->led, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_name_is_given_and_read_back)
{
	char alias[] = "K\xc3\xbc"
		       "che";

	home_begin(&home);

	ck_assert_int_eq(kasa_alias_set(home.dev, 0, alias, home_done, &home.told), KASA_OK);
	memset(alias, 'x', sizeof alias - 1); /* it was copied */
	home_expect(&home, 1, KASA_OK);

	ck_assert_str_eq(kasa_device_state(home.dev)->alias, "K\xc3\xbc"
	                                                     "che");
	home_end(&home);
}
END_TEST

START_TEST(a_name_that_is_none_is_refused_before_anything_is_sent)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_alias_set(home.dev, 0, "", home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_alias_set(home.dev, 0, "a\nb", home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_alias_set(home.dev, -1, "a", home_done, &home.told), KASA_EINVAL);

	home_expect(&home, 0, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_reboot_goes_out_once_on_a_connection_of_its_own)
{
	home_begin(&home);
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);

	ck_assert_int_eq(kasa_reboot(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 2);
	ck_assert_str_eq(home.plug.heard[home.plug.requests - 1], REBOOT);
	home_end(&home);
}
END_TEST

START_TEST(a_reboot_whose_answer_is_lost_is_of_unknown_outcome_and_not_repeated)
{
	home_begin(&home);
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);
	fake_plug_script(&home.plug, FAKE_ANSWER);
	home.plug.script[0] = FAKE_DROP_DONE;

	ck_assert_int_eq(kasa_reboot(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_EUNKNOWN);

	ck_assert_uint_eq(home.plug.requests, 2);
	home_end(&home);
}
END_TEST

START_TEST(any_request_gets_the_answer_as_it_came)
{
	home_begin(&home);
	home.plug.says = "{\"time\":{\"get_time\":{\"hour\":7,\"err_code\":0}}}";

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"time\":{\"get_time\":{}}}", home_raw, &home.told, NULL), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_str_eq(home.plug.heard[0], "{\"time\":{\"get_time\":{}}}");
	ck_assert_str_eq(home.told.reply, home.plug.says);
	home_end(&home);
}
END_TEST

START_TEST(a_refusal_comes_with_the_answer)
{
	home_begin(&home);
	home.plug.says = "{\"a\":{\"b\":{\"err_code\":-3,\"err_msg\":\"invalid argument\"}}}";

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"a\":{\"b\":{}}}", home_raw, &home.told, NULL), KASA_OK);
	home_expect(&home, 1, KASA_EDEVICE);

	ck_assert_int_eq(home.told.err.device_code, -3);
	ck_assert_str_eq(home.told.reply, home.plug.says);
	home_end(&home);
}
END_TEST

START_TEST(what_is_no_request_is_refused_with_a_sentence)
{
	struct kasa_err err;

	home_begin(&home);

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"a\":", home_raw, &home.told, &err), KASA_EINVAL);
	ck_assert_int_eq(strncmp(err.text, "the request: not JSON", 21), 0);

	home_expect(&home, 0, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(an_unknown_setter_is_not_repeated)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"schedule\":{\"add_rule\":{}}}", home_raw, &home.told, NULL),
	                 KASA_OK);
	home_expect(&home, 1, KASA_EUNKNOWN);

	ck_assert(!home.told.has_reply);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(an_unknown_getter_is_repeated)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	home.plug.says = "{\"time\":{\"get_time\":{\"err_code\":0}}}";

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"time\":{\"get_time\":{}}}", home_raw, &home.told, NULL), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.requests, 2);
	home_end(&home);
}
END_TEST

START_TEST(a_stranger_hears_no_request_and_is_no_answer)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_expect(home.dev, "1234", NULL), KASA_OK);

	ck_assert_int_eq(kasa_raw_call(home.dev, "{\"time\":{\"get_time\":{}}}", home_raw, &home.told, NULL), KASA_OK);
	home_expect(&home, 1, KASA_EIDENTITY);

	ck_assert(!home.told.has_reply);
	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_str_eq(home.plug.heard[0], LOOK);
	home_end(&home);
}
END_TEST

START_TEST(garbage_is_no_device)
{
	home_begin(&home);
	for (int i = 0; i < 8; i++)
		fake_plug_script(&home.plug, FAKE_GARBAGE);

	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_EPROTO);

	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_meter_is_read_after_the_device_is_known_and_then_alone,
		a_poll_reads_state_and_meter_in_one_message,
		a_device_known_to_have_no_meter_is_not_asked,
		a_meter_that_cannot_be_reached_tells_no_values,
		the_led_is_set_and_read_back,
		a_name_is_given_and_read_back,
		a_name_that_is_none_is_refused_before_anything_is_sent,
		a_reboot_goes_out_once_on_a_connection_of_its_own,
		a_reboot_whose_answer_is_lost_is_of_unknown_outcome_and_not_repeated,
		any_request_gets_the_answer_as_it_came,
		a_refusal_comes_with_the_answer,
		what_is_no_request_is_refused_with_a_sentence,
		an_unknown_setter_is_not_repeated,
		an_unknown_getter_is_repeated,
		a_stranger_hears_no_request_and_is_no_answer,
		garbage_is_no_device,
	};

	return unit_run("api_features", tests, UNIT_COUNT(tests));
}
