/* Lights: the words that each family gets, and when it stands as asked. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#include "model/light.h"

#define NOT KASA_UNKNOWN
#define CHANGE(...)                                                \
	{                                                          \
		.kind = KASA_ORDER_LIGHT, .light = { __VA_ARGS__ } \
	} /* on, brightness, K, hue, saturation, ms */
#define PRESET(i, ...)                                                                             \
	{                                                                                          \
		.kind = KASA_ORDER_PRESET_SET, .preset = {.index = (i), .light = { __VA_ARGS__ } } \
	}
#define DEFAULTS(soft, hard)                                                                                       \
	{                                                                                                          \
		.kind = KASA_ORDER_LIGHT_DEFAULTS_SET, .defaults = { { soft, NOT, { NOT, NOT, NOT, NOT } }, hard } \
	}
#define NO_BEHAVIOR                        \
	{                                  \
		KASA_ON_UNKNOWN, NOT,      \
		{                          \
			NOT, NOT, NOT, NOT \
		}                          \
	}

#define WHITE_BULB \
	"\"mic_type\":\"IOT.SMARTBULB\",\"model\":\"KL110(US)\",\"is_dimmable\":1,\"light_state\":{\"on_off\":1}"
#define STATE ",\"system\":{\"get_sysinfo\":{}}}"
#define BULB_MODULE "{\"smartlife.iot.smartbulb.lightingservice\":"
#define STRIP_MODULE "{\"smartlife.iot.lightStrip\":"
#define DIMMER_MODULE "{\"smartlife.iot.dimmer\":"
#define EFFECT_TEXT "{\"name\":\"Slow\",\"custom\":1,\"id\":\"x\",\"brightness\":50}"

// clang-format off
static const struct iot_request requests[] = {
	{ DIMMER(1, 50), CHANGE(NOT, 30, NOT, NOT, NOT, NOT), DIMMER_MODULE "{\"set_brightness\":{\"brightness\":30}}" STATE },
	{ DIMMER(0, 50), CHANGE(1, 30, NOT, NOT, NOT, NOT),
	  DIMMER_MODULE "{\"set_brightness\":{\"brightness\":30}},\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ DIMMER(0, 50), CHANGE(1, NOT, NOT, NOT, NOT, NOT), "{\"system\":{\"set_relay_state\":{\"state\":1},\"get_sysinfo\":{}}}" },
	{ DIMMER(0, 50), CHANGE(1, 30, NOT, NOT, NOT, 2000), DIMMER_MODULE "{\"set_dimmer_transition\":{\"brightness\":30,\"duration\":2000}}" STATE },
	{ DIMMER(0, 50), CHANGE(1, NOT, NOT, NOT, NOT, 0), DIMMER_MODULE "{\"set_dimmer_transition\":{\"brightness\":50,\"duration\":1}}" STATE },
	{ DIMMER(1, 50), CHANGE(0, NOT, NOT, NOT, NOT, 2000), DIMMER_MODULE "{\"set_dimmer_transition\":{\"brightness\":0,\"duration\":2000}}" STATE },

	{ BULB(0), CHANGE(NOT, 30, NOT, NOT, NOT, NOT), BULB_MODULE "{\"transition_light_state\":{\"ignore_default\":1,\"brightness\":30}}" STATE },
	{ BULB(0), CHANGE(1, NOT, NOT, NOT, NOT, 500), BULB_MODULE "{\"transition_light_state\":{\"ignore_default\":0,\"on_off\":1,\"transition_period\":500}}" STATE },
	{ BULB(0), CHANGE(1, 30, 2700, NOT, NOT, NOT),
	  BULB_MODULE "{\"transition_light_state\":{\"ignore_default\":1,\"on_off\":1,\"color_temp\":2700,\"brightness\":30}}" STATE },
	{ BULB(1), CHANGE(1, 100, NOT, 360, 100, 3600000),
	  BULB_MODULE "{\"transition_light_state\":{\"ignore_default\":1,\"on_off\":1,\"hue\":360,\"saturation\":100,\"color_temp\":0,\"brightness\":100,\"transition_period\":3600000}}" STATE },
	{ LIGHTSTRIP(1), CHANGE(NOT, NOT, NOT, 10, NOT, 500),
	  STRIP_MODULE "{\"set_light_state\":{\"hue\":10,\"color_temp\":0,\"transition\":500}}" STATE },

	{ BULB(1), { .kind = KASA_ORDER_PRESETS }, "{\"system\":{\"get_sysinfo\":{}}}" },
	{ DIMMER(1, 50), { .kind = KASA_ORDER_PRESETS }, "{\"system\":{\"get_sysinfo\":{}}}" },
	{ BULB(1), PRESET(2, 40, 3000, NOT, NOT),
	  BULB_MODULE "{\"set_preferred_state\":{\"index\":2,\"color_temp\":3000,\"brightness\":40}}" STATE },
	{ LIGHTSTRIP(1), PRESET(0, 40, NOT, 5, 6),
	  STRIP_MODULE "{\"set_preferred_state\":{\"index\":0,\"hue\":5,\"saturation\":6,\"color_temp\":0,\"brightness\":40}}" STATE },

	{ BULB(1), { .kind = KASA_ORDER_LIGHT_DEFAULTS }, BULB_MODULE "{\"get_default_behavior\":{}}}" },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_LIGHT_DEFAULTS }, STRIP_MODULE "{\"get_default_behavior\":{}}}" },
	{ BULB(1), DEFAULTS(KASA_ON_LAST, NO_BEHAVIOR),
	  BULB_MODULE "{\"set_default_behavior\":{\"soft_on\":{\"mode\":\"last_status\"}},\"get_default_behavior\":{}}}" },
	{ BULB(1), { .kind = KASA_ORDER_LIGHT_DEFAULTS_SET, .defaults = { { KASA_ON_PRESET, 1, { 50, 2700, NOT, NOT } }, { KASA_ON_CIRCADIAN, NOT, { NOT, NOT, NOT, NOT } } } },
	  BULB_MODULE "{\"set_default_behavior\":{\"soft_on\":{\"mode\":\"customize_preset\",\"index\":1,\"color_temp\":2700,\"brightness\":50},\"hard_on\":{\"mode\":\"circadian\"}},\"get_default_behavior\":{}}}" },
	{ BULB(1), { .kind = KASA_ORDER_LIGHT_DETAILS }, BULB_MODULE "{\"get_light_details\":{}}}" },

	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT }, "{\"system\":{\"get_sysinfo\":{}}}" },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_SET, .text = EFFECT_TEXT, .effect = "Slow" },
	  "{\"smartlife.iot.lighting_effect\":{\"set_lighting_effect\":{\"enable\":1,\"name\":\"Slow\",\"custom\":1,\"id\":\"x\",\"brightness\":50}}" STATE },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_SET, .text = " {\"enable\":1,\"name\":\"Slow\"}" },
	  "{\"smartlife.iot.lighting_effect\":{\"set_lighting_effect\": {\"enable\":1,\"name\":\"Slow\"}}" STATE },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_STOP },
	  STRIP_MODULE "{\"set_light_state\":{\"hue\":120,\"saturation\":75,\"color_temp\":0,\"brightness\":40}}" STATE },
};

static const struct iot_request refused[] = {
	{ PLUG(1), CHANGE(NOT, 30, NOT, NOT, NOT, NOT), "HS110(EU) cannot be dimmed" },
	{ PLUG(1), CHANGE(1, NOT, NOT, NOT, NOT, 100), "HS110(EU) has no transition: it cannot be dimmed" },
	{ DIMMER(1, 5), CHANGE(NOT, NOT, 2700, NOT, NOT, NOT), "HS220(US) has no colour temperature to set" },
	{ WHITE_BULB, CHANGE(NOT, NOT, NOT, 5, NOT, NOT), "KL110(US) shows no colours" },
	{ BULB(1), CHANGE(NOT, NOT, 2000, NOT, NOT, NOT), "KL130(EU) shows whites from 2500 to 9000 K, not 2000" },
	{ BULB(1), CHANGE(NOT, 101, NOT, NOT, NOT, NOT), "brightness 101: 1 to 100 are possible" },
	{ BULB(1), CHANGE(NOT, NOT, 3000, 5, NOT, NOT), "a colour and a colour temperature exclude each other" },
	{ BULB(1), CHANGE(NOT, NOT, NOT, NOT, NOT, 5), "nothing to change is given" },
	{ PLUG(1), { .kind = KASA_ORDER_PRESETS }, "HS110(EU) has no presets" },
	{ DIMMER(1, 5), PRESET(0, 50, NOT, NOT, NOT), "HS220(US) has no presets that could be set from here" },
	{ WHITE_BULB, PRESET(0, 50, 3000, NOT, NOT), "KL110(US) has no colour temperature to set" },
	{ DIMMER(1, 5), { .kind = KASA_ORDER_LIGHT_DETAILS }, "HS220(US) is neither a bulb nor a light strip" },
	{ BULB(1), { .kind = KASA_ORDER_EFFECT }, "KL130(EU) plays no effects" },
};

#define ACK(method) "{\"" method "\":{\"err_code\":0}}"
#define BULB_SAYS(members) BULB_MODULE ACK("transition_light_state") ",\"system\":{\"get_sysinfo\":{" members "}}}"
#define DIMMER_SAYS(method, members) DIMMER_MODULE ACK(method) ",\"system\":{\"get_sysinfo\":{" members "}}}"
#define PLAYING(on, name) BULB_INFO ",\"light_state\":{\"on_off\":1," LIGHT_VALUES "},\"length\":16,\"lighting_effect_state\":{\"enable\":" #on ",\"name\":\"" name "\"}"
#define EFFECT_SAYS(on, name) "{\"smartlife.iot.lighting_effect\":" ACK("set_lighting_effect") ",\"system\":{\"get_sysinfo\":{" PLAYING(on, name) "}}}"
#define BEHAVIOR(soft, hard) "\"get_default_behavior\":{\"soft_on\":{" soft "},\"hard_on\":{" hard "},\"err_code\":0}"

static const struct iot_reply replies[] = {
	{ BULB(0), CHANGE(NOT, 40, NOT, NOT, NOT, NOT), BULB_SAYS(BULB(0)), KASA_VERDICT_DONE },
	{ BULB(0), CHANGE(1, 40, NOT, NOT, NOT, NOT), BULB_SAYS(BULB(0)), KASA_VERDICT_UNCONFIRMED },
	{ BULB(0), CHANGE(1, 41, NOT, NOT, NOT, NOT), BULB_SAYS(BULB(1)), KASA_VERDICT_UNCONFIRMED },
	{ BULB(0), CHANGE(1, 41, NOT, NOT, NOT, 900), BULB_SAYS(BULB(1)), KASA_VERDICT_DONE },
	{ BULB(0), CHANGE(1, 41, NOT, NOT, NOT, 900), BULB_SAYS(BULB(0)), KASA_VERDICT_UNCONFIRMED },
	{ BULB(1), CHANGE(NOT, NOT, NOT, 120, 75, NOT), BULB_SAYS(BULB(1)), KASA_VERDICT_DONE },
	{ BULB(1), CHANGE(NOT, NOT, NOT, 121, 75, NOT), BULB_SAYS(BULB(1)), KASA_VERDICT_UNCONFIRMED },
	{ BULB(1), CHANGE(NOT, NOT, 9000, NOT, NOT, NOT), BULB_MODULE "{\"transition_light_state\":{\"err_code\":-10000}}}", KASA_VERDICT_REFUSED },
	{ DIMMER(1, 50), CHANGE(NOT, 30, NOT, NOT, NOT, NOT), DIMMER_SAYS("set_brightness", DIMMER(1, 30)), KASA_VERDICT_DONE },
	{ DIMMER(1, 50), CHANGE(NOT, 30, NOT, NOT, NOT, NOT), DIMMER_SAYS("set_brightness", DIMMER(1, 50)), KASA_VERDICT_UNCONFIRMED },
	{ BULB(1), PRESET(1, 40, NOT, NOT, NOT), BULB_MODULE ACK("set_preferred_state") ",\"system\":{\"get_sysinfo\":{" BULB(1) ",\"preferred_state\":[{\"index\":1,\"brightness\":40}]}}}", KASA_VERDICT_DONE },
	{ BULB(1), PRESET(0, 40, NOT, NOT, NOT), BULB_MODULE ACK("set_preferred_state") ",\"system\":{\"get_sysinfo\":{" BULB(1) ",\"preferred_state\":[{\"index\":1,\"brightness\":40}]}}}", KASA_VERDICT_UNCONFIRMED },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_SET, .text = EFFECT_TEXT, .effect = "Slow" }, EFFECT_SAYS(1, "Slow"), KASA_VERDICT_DONE },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_SET, .text = EFFECT_TEXT, .effect = "Slow" }, EFFECT_SAYS(1, "Fast"), KASA_VERDICT_UNCONFIRMED },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_SET, .text = EFFECT_TEXT, .effect = "Slow" }, EFFECT_SAYS(0, "Slow"), KASA_VERDICT_UNCONFIRMED },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_STOP }, STRIP_MODULE ACK("set_light_state") ",\"system\":{\"get_sysinfo\":{" PLAYING(0, "Slow") "}}}", KASA_VERDICT_DONE },
	{ LIGHTSTRIP(1), { .kind = KASA_ORDER_EFFECT_STOP }, STRIP_MODULE ACK("set_light_state") ",\"system\":{\"get_sysinfo\":{" PLAYING(1, "Slow") "}}}", KASA_VERDICT_UNCONFIRMED },
	{ BULB(1), DEFAULTS(KASA_ON_LAST, NO_BEHAVIOR), BULB_MODULE "{\"set_default_behavior\":{\"err_code\":0}," BEHAVIOR("\"mode\":\"last_status\"", "") "}}", KASA_VERDICT_DONE },
	{ BULB(1), DEFAULTS(KASA_ON_LAST, NO_BEHAVIOR), BULB_MODULE "{\"set_default_behavior\":{\"err_code\":0}," BEHAVIOR("\"mode\":\"circadian\"", "") "}}", KASA_VERDICT_UNCONFIRMED },
};
// clang-format on

START_TEST(each_family_gets_its_own_words)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_a_light_cannot_do_is_not_asked)
{
	iot_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(a_change_is_done_when_the_light_says_so)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(the_longest_request_of_a_bulb_is_within_its_limit)
{
	const struct kasa_order most = CHANGE(1, 100, NOT, 360, 100, 3600000);
	struct iot_talk talk;

	iot_talk_begin(&talk, BULB(1), &most);
	ck_assert_uint_le(strlen(iot_talk_words(&talk)), 255);
	iot_talk_end(&talk);
}
END_TEST

START_TEST(presets_are_read_with_what_each_sets)
{
	struct iot_talk talk;
	const struct kasa_preset *presets;

	iot_talk_begin(&talk, LIGHTSTRIP(1), &(struct kasa_order){ .kind = KASA_ORDER_PRESETS });
	ck_assert_int_eq(iot_talk_reads(&talk, ANSWER_INFO(LIGHTSTRIP(1) ",\"preferred_state\":[{\"index\":0,"
	                                                                 "\"brightness\":9,\"id\":\"e\",\"mode\":2},"
	                                                                 "{\"index\":1,\"hue\":7,\"saturation\":8,"
	                                                                 "\"color_temp\":0,\"brightness\":5}]")),
	                 KASA_VERDICT_DONE);
	presets = talk.answer.presets.presets;
	ck_assert_uint_eq(talk.answer.presets.count, 2);
	ck_assert_str_eq(presets[0].effect, "e");
	ck_assert_int_eq(presets[0].light.hue, KASA_UNKNOWN);
	ck_assert_int_eq(presets[1].light.hue, 7);
	ck_assert_int_eq(presets[1].light.brightness, 5);
	iot_talk_end(&talk);
}
END_TEST

START_TEST(an_effect_has_a_name)
{
	struct kasa_err err;

	ck_assert_int_eq(kasa_effect_check(EFFECT_TEXT, NULL), KASA_OK);
	ck_assert_int_eq(kasa_effect_check("{\"custom\":1}", &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "\"name\""));
	ck_assert_int_eq(kasa_effect_check("Aurora", &err), KASA_EINVAL);
	ck_assert_int_eq(kasa_effect_check("{\"name\":\"\"}", &err), KASA_EINVAL);
}
END_TEST

START_TEST(ranges_of_white_go_by_the_whole_name_of_the_model)
{
	int least, most;

	ck_assert(kasa_color_temp_range("KL430(US)", &least, &most));
	ck_assert_int_eq(most, 9000);
	ck_assert(kasa_color_temp_range("KL120(US)", &least, &most));
	ck_assert_int_eq(most, 5000);
	ck_assert(!kasa_color_temp_range("KL400L10(US)", &least, &most));
	ck_assert(!kasa_color_temp_range("KL1255", &least, &most));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_family_gets_its_own_words,
		what_a_light_cannot_do_is_not_asked,
		a_change_is_done_when_the_light_says_so,
		the_longest_request_of_a_bulb_is_within_its_limit,
		presets_are_read_with_what_each_sets,
		an_effect_has_a_name,
		ranges_of_white_go_by_the_whole_name_of_the_model,
	};

	return unit_run("iot_light", tests, UNIT_COUNT(tests));
}
