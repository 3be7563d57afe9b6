/* A dimmer's times, levels and button. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#define SET(setting_, value_)                                                 \
	{                                                                     \
		.kind = KASA_ORDER_DIMMER_SET, .dimmer = { setting_, value_ } \
	}
#define PRESS(button_, action_, index_)                                                   \
	{                                                                                 \
		.kind = KASA_ORDER_BUTTON_SET, .button = { button_, { action_, index_ } } \
	}
#define MODULE "{\"smartlife.iot.dimmer\":{"
#define READ "\"get_dimmer_parameters\":{},\"get_default_behavior\":{}}}"

#define PARAMETERS(fade_on)                                                                               \
	"\"get_dimmer_parameters\":{\"minThreshold\":9,\"fadeOnTime\":" #fade_on ",\"fadeOffTime\":1000," \
	"\"gentleOnTime\":3000,\"gentleOffTime\":510000,\"rampRate\":30,\"bulb_type\":1,\"err_code\":0}"
#define BEHAVIOR                                                                   \
	"\"get_default_behavior\":{\"double_click\":{\"mode\":\"gentle_on_off\"}," \
	"\"long_press\":{\"mode\":\"customize_preset\",\"index\":2},\"err_code\":0}"
#define NO_BEHAVIOR "\"get_default_behavior\":{\"err_code\":-2,\"err_msg\":\"member not support\"}"
#define ACK(method) "\"" method "\":{\"err_code\":0},"

// clang-format off
static const struct iot_request requests[] = {
	{ DIMMER(1, 5), { .kind = KASA_ORDER_DIMMER }, MODULE READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_FADE_ON, 10000), MODULE "\"set_fade_on_time\":{\"fadeTime\":10000}," READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_FADE_OFF, 0), MODULE "\"set_fade_off_time\":{\"fadeTime\":0}," READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_GENTLE_ON, 3000), MODULE "\"set_gentle_on_time\":{\"duration\":3000}," READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_GENTLE_OFF, 510000), MODULE "\"set_gentle_off_time\":{\"duration\":510000}," READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_RAMP_RATE, 50), MODULE "\"set_button_ramp_rate\":{\"rampRate\":50}," READ },
	{ DIMMER(1, 5), SET(KASA_DIMMER_THRESHOLD, 51), MODULE "\"calibrate_brightness\":{\"minThreshold\":51}," READ },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_DOUBLE_CLICK, KASA_ACTION_GENTLE, 7), MODULE "\"set_double_click_action\":{\"mode\":\"gentle_on_off\"}," READ },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, 2), MODULE "\"set_long_press_action\":{\"mode\":\"customize_preset\",\"index\":2}," READ },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_LONG_PRESS, KASA_ACTION_NONE, 2), MODULE "\"set_long_press_action\":{\"mode\":\"none\"}," READ },
};

static const struct iot_request refused[] = {
	{ PLUG(1), { .kind = KASA_ORDER_DIMMER }, "HS110(EU) is no dimmer" },
	{ BULB(1), SET(KASA_DIMMER_FADE_ON, 5), "KL130(EU) is no dimmer" },
};

static const struct iot_reply replies[] = {
	{ DIMMER(1, 5), { .kind = KASA_ORDER_DIMMER }, MODULE PARAMETERS(0) "," BEHAVIOR "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), { .kind = KASA_ORDER_DIMMER }, MODULE PARAMETERS(0) "," NO_BEHAVIOR "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), { .kind = KASA_ORDER_DIMMER }, MODULE PARAMETERS(0) "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), { .kind = KASA_ORDER_DIMMER }, MODULE BEHAVIOR "}}", KASA_VERDICT_REFUSED },
	{ DIMMER(1, 5), SET(KASA_DIMMER_FADE_ON, 7), MODULE ACK("set_fade_on_time") PARAMETERS(7) "," BEHAVIOR "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), SET(KASA_DIMMER_FADE_ON, 7), MODULE ACK("set_fade_on_time") PARAMETERS(8) "," BEHAVIOR "}}", KASA_VERDICT_UNCONFIRMED },
	{ DIMMER(1, 5), SET(KASA_DIMMER_FADE_ON, 7), MODULE "\"set_fade_on_time\":{\"err_code\":-3}," PARAMETERS(7) "}}", KASA_VERDICT_REFUSED },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, 2), MODULE ACK("set_long_press_action") PARAMETERS(7) "," BEHAVIOR "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, 1), MODULE ACK("set_long_press_action") PARAMETERS(7) "," BEHAVIOR "}}", KASA_VERDICT_UNCONFIRMED },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_DOUBLE_CLICK, KASA_ACTION_GENTLE, 0), MODULE ACK("set_double_click_action") PARAMETERS(7) "," BEHAVIOR "}}", KASA_VERDICT_DONE },
	{ DIMMER(1, 5), PRESS(KASA_BUTTON_DOUBLE_CLICK, KASA_ACTION_GENTLE, 0), MODULE ACK("set_double_click_action") PARAMETERS(7) "," NO_BEHAVIOR "}}", KASA_VERDICT_UNCONFIRMED },
};
// clang-format on

START_TEST(each_setting_has_its_own_words_and_is_read_back)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_is_no_dimmer_is_not_asked)
{
	iot_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(a_setting_is_done_when_the_dimmer_says_so)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(times_levels_and_presses_are_read)
{
	struct iot_talk talk;
	const struct kasa_dimmer *dimmer = &talk.answer.dimmer;

	iot_talk_begin(&talk, DIMMER(1, 5), &(struct kasa_order){ .kind = KASA_ORDER_DIMMER });
	ck_assert_int_eq(iot_talk_reads(&talk, MODULE PARAMETERS(250) "," BEHAVIOR "}}"), KASA_VERDICT_DONE);
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_FADE_ON], 250);
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_GENTLE_OFF], 510000);
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_THRESHOLD], 9);
	ck_assert_int_eq(dimmer->double_click.action, KASA_ACTION_GENTLE);
	ck_assert_int_eq(dimmer->double_click.index, KASA_UNKNOWN);
	ck_assert_int_eq(dimmer->long_press.action, KASA_ACTION_PRESET);
	ck_assert_int_eq(dimmer->long_press.index, 2);
	iot_talk_end(&talk);
}
END_TEST

START_TEST(what_is_not_told_is_unknown)
{
	struct iot_talk talk;

	iot_talk_begin(&talk, DIMMER(1, 5), &(struct kasa_order){ .kind = KASA_ORDER_DIMMER });
	ck_assert_int_eq(iot_talk_reads(&talk, MODULE "\"get_dimmer_parameters\":{\"rampRate\":\"x\"}}}"),
	                 KASA_VERDICT_DONE);
	ck_assert_int_eq(talk.answer.dimmer.settings[KASA_DIMMER_RAMP_RATE], KASA_UNKNOWN);
	ck_assert_int_eq(talk.answer.dimmer.long_press.action, KASA_ACTION_UNKNOWN);
	iot_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_setting_has_its_own_words_and_is_read_back,
		what_is_no_dimmer_is_not_asked,
		a_setting_is_done_when_the_dimmer_says_so,
		times_levels_and_presses_are_read,
		what_is_not_told_is_unknown,
	};

	return unit_run("iot_dimmer", tests, UNIT_COUNT(tests));
}
