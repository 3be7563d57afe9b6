/* SMART: the meter, with its mixed units, of plugs, outlets and strips. */
#include "unit/unit.h"

#include <math.h>

#include "unit/smart_talk.h"

#define USAGE SMART_ASK("get_energy_usage")
#define DATA SMART_ASK("get_emeter_data")
#define POWER SMART_ASK("get_current_power")
#define GAVE_USAGE(members) SMART_GAVE("get_energy_usage", "\"today_energy\":513,\"month_energy\":1020" members)
#define GAVE_DATA \
	SMART_GAVE("get_emeter_data", "\"current_ma\":33,\"energy_wh\":971,\"power_mw\":1003,\"voltage_mv\":121215")
#define HANDED(response) SMART_GAVE("control_child", "\"responseData\":" response)

/* A strip whose outlets have meters; with one for the whole, or not. */
#define METERED_STRIP(own)                                                                                                                        \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("child_device", 2) own) "," SMART_INFO(                                                          \
		"TAPOPLUG", "P304M", "U3RyaXA=",                                                                                                  \
		"") "," SMART_CHILDREN(SMART_CHILD("00", 1, true) "," SMART_CHILD("01", 2, true),                                                 \
	                               2) ","                                                                                                     \
					  "\"get_child_device_component_list\":{\"child_component_list\":[{\"component_list\":[" SMART_COMPONENT( \
						  "energy_monitoring", 2) "]}],\"start_index\":0,\"sum\":1}}"
#define STRIP METERED_STRIP("")
#define WHOLE METERED_STRIP("," SMART_COMPONENT("energy_monitoring", 2))

static const struct kasa_order energy = { .kind = KASA_ORDER_ENERGY };
static const struct kasa_order with_state = { .kind = KASA_ORDER_ENERGY, .with_state = true };
static const struct kasa_order of_outlet = { .kind = KASA_ORDER_ENERGY, .outlet = 2 };

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ENERGY }, SMART_BATCH(USAGE "," DATA) },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ENERGY, .with_state = true }, SMART_BATCH(SMART_ASK("get_device_info") "," USAGE "," DATA) },
	{ STRIP, { .kind = KASA_ORDER_ENERGY, .outlet = 2 }, SMART_BATCH(SMART_TO_CHILD("01", USAGE) "," SMART_TO_CHILD("01", DATA)) },
	{ STRIP, { .kind = KASA_ORDER_ENERGY, .outlet = 1, .with_state = true },
	  SMART_BATCH(SMART_ASK("get_device_info") "," SMART_CHILD_LIST "," SMART_TO_CHILD("00", USAGE) "," SMART_TO_CHILD("00", DATA)) },
	{ WHOLE, { .kind = KASA_ORDER_ENERGY }, SMART_BATCH(USAGE "," DATA) },
};

static const struct smart_request refused[] = {
	{ SMART_PLAIN(true), { .kind = KASA_ORDER_ENERGY }, "KS205 has no energy meter" },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_ENERGY, .outlet = 1 }, "P300 has no energy meter" },
	{ STRIP, { .kind = KASA_ORDER_ENERGY }, "P304M has a meter in each outlet, none for the whole: give one of its outlets" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ENERGY_ERASE }, "P110 speaks SMART, in which no words are known for erasing its energy" },
};

static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ENERGY }, SMART_ANSWERS(SMART_NOT("get_energy_usage", -1002)), KASA_VERDICT_REFUSED,
	  "the device does not support get_energy_usage: unknown method (-1002)" },
	{ WHOLE, { .kind = KASA_ORDER_ENERGY }, SMART_ANSWERS(SMART_NOT("get_energy_usage", -1002)), KASA_VERDICT_REFUSED,
	  "the device does not support get_energy_usage: unknown method (-1002); it has a meter in each outlet: give one of its outlets" },
};
// clang-format on

static void
check(const struct kasa_energy *is, double power, double volts, double amperes, double total)
{
	const double pairs[][2] = { { is->power_w, power },   { is->voltage_v, volts }, { is->current_a, amperes },
		                    { is->total_kwh, total }, { is->today_kwh, 0.513 }, { is->month_kwh, 1.02 } };

	for (size_t i = 0; i < UNIT_COUNT(pairs); i++)
		ck_assert_msg(isnan(pairs[i][1]) ? isnan(pairs[i][0]) : fabs(pairs[i][0] - pairs[i][1]) < 1e-9,
		              "value %zu: %g, not %g", i, pairs[i][0], pairs[i][1]);
}

START_TEST(each_order_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_has_no_meter_is_not_asked_for_one)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(each_refusal_has_its_sentence)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(milliwatts_and_watt_hours_become_watts_and_kilowatt_hours)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &energy);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(GAVE_USAGE(",\"current_power\":17654") "," GAVE_DATA)),
	                 KASA_VERDICT_DONE);
	check(&talk.answer.energy, 1.003, 121.215, 0.033, 0.971);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(volts_that_a_meter_lacks_are_asked_for_once)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &energy);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(GAVE_USAGE(",\"current_power\":17654") "," SMART_NOT(
							 "get_emeter_data", -1002))),
	                 KASA_VERDICT_DONE);
	check(&talk.answer.energy, 17.654, NAN, NAN, NAN);
	talk.order = energy;
	smart_talk_says(&talk, USAGE);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(volts_that_failed_once_are_asked_for_again)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &energy);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(GAVE_USAGE(",\"current_power\":17654") "," SMART_NOT(
							 "get_emeter_data", -1))),
	                 KASA_VERDICT_DONE);
	talk.order = energy;
	smart_talk_says(&talk, SMART_BATCH(USAGE "," DATA));
	smart_talk_end(&talk);
}
END_TEST

/* P304M: neither its usage nor anything else tells milliwatts. */
START_TEST(power_that_the_usage_does_not_tell_is_asked_for_behind_it_and_then_beside_it)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, STRIP, &of_outlet);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(
				HANDED("{\"error_code\":0,\"result\":{\"today_energy\":513,\"month_energy\":1020}}") "," HANDED(
					SMART_FAILED(-1002)))),
		KASA_VERDICT_MORE);
	smart_talk_says(&talk, SMART_TO_CHILD("01", POWER));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK("\"responseData\":" SMART_OK("\"current_power\":17"))),
	                 KASA_VERDICT_DONE);
	check(&talk.answer.energy, 17, NAN, NAN, NAN);
	talk.order = of_outlet;
	smart_talk_says(&talk, SMART_BATCH(SMART_TO_CHILD("01", USAGE) "," SMART_TO_CHILD("01", POWER)));
	smart_talk_end(&talk);
}
END_TEST

/* P316M. */
START_TEST(power_that_the_data_tell_is_asked_for_no_more)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, STRIP, &of_outlet);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(HANDED(SMART_OK("\"today_energy\":513,\"month_energy\":1020")) "," HANDED(
				SMART_OK("\"power_mw\":5,\"voltage_mv\":120000,\"current_ma\":1,\"energy_wh\":7")))),
		KASA_VERDICT_DONE);
	check(&talk.answer.energy, 0.005, 120, 0.001, 0.007);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_poll_reads_state_and_meter_in_one_message)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(false), &with_state);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(
				SMART_GAVE("get_device_info", "\"device_id\":\"" SMART_ID "\",\"fw_ver\":\"1.3.0 Build 1\",\"type\":\"SMART.TAPOPLUG\",\"device_on\":true") "," GAVE_USAGE(
					",\"current_power\":5") "," GAVE_DATA)),
		KASA_VERDICT_DONE);
	ck_assert_int_eq(talk.record.state.on, 1);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(what_is_no_number_is_unknown)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &energy);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(GAVE_USAGE(",\"current_power\":\"5\"") "," SMART_GAVE(
							 "get_emeter_data", "\"voltage_mv\":null"))),
	                 KASA_VERDICT_DONE);
	check(&talk.answer.energy, NAN, NAN, NAN, NAN);
	smart_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_has_no_meter_is_not_asked_for_one,
		each_refusal_has_its_sentence,
		milliwatts_and_watt_hours_become_watts_and_kilowatt_hours,
		volts_that_a_meter_lacks_are_asked_for_once,
		volts_that_failed_once_are_asked_for_again,
		power_that_the_usage_does_not_tell_is_asked_for_behind_it_and_then_beside_it,
		power_that_the_data_tell_is_asked_for_no_more,
		a_poll_reads_state_and_meter_in_one_message,
		what_is_no_number_is_unknown,
	};

	return unit_run("smart_energy", tests, UNIT_COUNT(tests));
}
