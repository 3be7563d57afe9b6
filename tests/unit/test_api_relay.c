/* Switching a plug that really answers on a socket: how little it takes, and what plugs do to it. */
#include "unit/unit.h"

#include "unit/home.h"

#define ON "{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}"
#define OFF "{\"system\":{\"set_relay_state\":{\"state\":0},\"get_sysinfo\":{}}}"
#define LOOK "{\"system\":{\"get_sysinfo\":{}}}"

static struct home home;

static void
switch_on(void)
{
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);
}

START_TEST(switching_on_takes_one_connection_and_one_request)
{
	home_begin(&home);

	switch_on();
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_str_eq(home.plug.heard[0], ON);
	ck_assert_int_eq(home.plug.relay, 1);
	ck_assert_int_eq(kasa_device_state(home.dev)->on, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_keeps_its_connection_is_asked_on_it)
{
	home_begin(&home);

	for (unsigned i = 1; i <= 5; i++) {
		switch_on();
		home_expect(&home, i, KASA_OK);
	}

	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_uint_eq(home.plug.requests, 5);
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_closes_after_each_answer_is_asked_on_new_connections)
{
	home_begin(&home);
	for (unsigned i = 1; i <= 4; i++) {
		fake_plug_script(&home.plug, FAKE_CLOSE);
		switch_on();
		home_expect(&home, i, KASA_OK);
	}

	ck_assert_uint_eq(home.plug.requests, 4);
	ck_assert_uint_eq(home.plug.accepted, 4);
	home_end(&home);
}
END_TEST

START_TEST(several_calls_at_once_reach_a_closing_device_one_by_one)
{
	home_begin(&home);
	for (int i = 0; i < 4; i++) {
		fake_plug_script(&home.plug, FAKE_CLOSE);
		switch_on();
	}

	home_expect(&home, 4, KASA_OK);
	ck_assert_uint_eq(home.plug.requests, 4);
	home_end(&home);
}
END_TEST

START_TEST(one_request_is_in_flight_at_a_time)
{
	home_begin(&home);
	for (int i = 0; i < 4; i++) {
		fake_plug_script(&home.plug, FAKE_DRIP);
		ck_assert_int_eq(kasa_relay_set(home.dev, 0, i % 2, home_done, &home.told), KASA_OK);
	}

	home_expect(&home, 4, KASA_OK);
	ck_assert(!home.plug.overlapped);
	ck_assert_uint_eq(home.plug.requests, 4);
	ck_assert_str_eq(home.plug.heard[2], OFF);
	ck_assert_str_eq(home.plug.heard[3], ON);
	home_end(&home);
}
END_TEST

START_TEST(a_kept_connection_that_the_device_closed_is_reopened_unnoticed)
{
	home_begin(&home);
	switch_on();
	home_expect(&home, 1, KASA_OK);
	fake_plug_hang_up(&home.plug);

	switch_on();
	home_expect(&home, 2, KASA_OK);

	ck_assert_uint_eq(home.plug.requests, 2);
	home_end(&home);
}
END_TEST

START_TEST(a_request_dropped_on_a_kept_connection_is_sent_again)
{
	home_begin(&home);
	switch_on();
	home_expect(&home, 1, KASA_OK);
	fake_plug_script(&home.plug, FAKE_DROP);

	switch_on();
	home_expect(&home, 2, KASA_OK);

	ck_assert_uint_eq(home.plug.requests, 3);
	ck_assert_uint_eq(home.plug.accepted, 2);
	home_end(&home);
}
END_TEST

START_TEST(drops_resets_and_cuts_are_overcome_inside_the_time_limit)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_DROP);
	fake_plug_script(&home.plug, FAKE_RESET);
	fake_plug_script(&home.plug, FAKE_CUT);

	switch_on();
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 4);
	ck_assert_int_eq(home.plug.relay, 1);
	home_end(&home);
}
END_TEST

START_TEST(four_bad_connections_are_enough)
{
	home_begin(&home);
	for (int i = 0; i < 8; i++)
		fake_plug_script(&home.plug, FAKE_DROP);

	switch_on();
	home_expect(&home, 1, KASA_ERESET);

	ck_assert_uint_eq(home.plug.accepted, 4);
	home_end(&home);
}
END_TEST

START_TEST(a_second_answer_never_answers_the_next_question)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_TWICE);
	switch_on();
	home_expect(&home, 1, KASA_OK);

	ck_assert_int_eq(kasa_relay_set(home.dev, 0, false, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);

	ck_assert_int_eq(kasa_device_state(home.dev)->on, 0);
	ck_assert_uint_eq(home.plug.accepted, 2);
	home_end(&home);
}
END_TEST

START_TEST(an_answer_that_drips_in_is_put_together)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_DRIP);

	switch_on();
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_toggle_looks_and_then_says_what_it_wants)
{
	home_begin(&home);
	home.plug.relay = 1;

	ck_assert_int_eq(kasa_relay_toggle(home.dev, 0, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_str_eq(home.plug.heard[0], LOOK);
	ck_assert_str_eq(home.plug.heard[1], OFF);
	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_int_eq(home.plug.relay, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_toggle_whose_answer_is_lost_is_not_toggled_back)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_ANSWER);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);

	ck_assert_int_eq(kasa_relay_toggle(home.dev, 0, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_int_eq(home.plug.relay, 1);
	home_end(&home);
}
END_TEST

START_TEST(an_expected_device_is_switched_on_the_connection_that_it_proved_itself_on)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_expect(home.dev, FAKE_ID, NULL), KASA_OK);

	switch_on();
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_str_eq(home.plug.heard[0], LOOK);
	ck_assert_str_eq(home.plug.heard[1], ON);
	home_end(&home);
}
END_TEST

START_TEST(a_stranger_is_not_switched)
{
	home_begin(&home);
	home.plug.id = "8006999999999999999999999999999999999999";
	ck_assert_int_eq(kasa_device_expect(home.dev, FAKE_ID, NULL), KASA_OK);

	switch_on();
	home_expect(&home, 1, KASA_EIDENTITY);

	ck_assert_int_eq(home.plug.relay, 0);
	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_ptr_null(kasa_device_state(home.dev));
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_acknowledges_and_does_nothing_has_failed)
{
	home_begin(&home);
	home.plug.says = "{\"system\":{\"set_relay_state\":{\"err_code\":0},\"get_sysinfo\":{\"err_code\":0,"
			 "\"type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"1\",\"relay_state\":0}}}";

	switch_on();
	home_expect(&home, 1, KASA_EDEVICE);

	home_end(&home);
}
END_TEST

START_TEST(a_negative_outlet_is_refused_before_anything_is_sent)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_relay_set(home.dev, -1, true, home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_relay_toggle(home.dev, -1, home_done, &home.told), KASA_EINVAL);

	home_expect(&home, 0, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(an_outlet_of_a_plug_is_not_supported)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_relay_set(home.dev, 2, true, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_ENOTSUP);

	ck_assert_int_eq(home.plug.relay, 0);
	home_end(&home);
}
END_TEST

START_TEST(nobody_has_to_be_told)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, NULL, NULL), KASA_OK);
	ck_assert_int_eq(kasa_relay_toggle(home.dev, 0, NULL, NULL), KASA_OK);
	home_expect(&home, 0, KASA_OK);

	ck_assert_int_eq(home.plug.relay, 0);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		switching_on_takes_one_connection_and_one_request,
		a_device_that_keeps_its_connection_is_asked_on_it,
		a_device_that_closes_after_each_answer_is_asked_on_new_connections,
		several_calls_at_once_reach_a_closing_device_one_by_one,
		one_request_is_in_flight_at_a_time,
		a_kept_connection_that_the_device_closed_is_reopened_unnoticed,
		a_request_dropped_on_a_kept_connection_is_sent_again,
		drops_resets_and_cuts_are_overcome_inside_the_time_limit,
		four_bad_connections_are_enough,
		a_second_answer_never_answers_the_next_question,
		an_answer_that_drips_in_is_put_together,
		a_toggle_looks_and_then_says_what_it_wants,
		a_toggle_whose_answer_is_lost_is_not_toggled_back,
		an_expected_device_is_switched_on_the_connection_that_it_proved_itself_on,
		a_stranger_is_not_switched,
		a_device_that_acknowledges_and_does_nothing_has_failed,
		a_negative_outlet_is_refused_before_anything_is_sent,
		an_outlet_of_a_plug_is_not_supported,
		nobody_has_to_be_told,
	};

	return unit_run("api_relay", tests, UNIT_COUNT(tests));
}
