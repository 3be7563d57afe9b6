/* SMART: what lights and dimmers show, and their presets. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#define NO KASA_UNKNOWN
#define VALUES "\"device_on\":true,\"brightness\":50,\"color_temp\":0,\"hue\":120,\"saturation\":75"
#define BULB SMART_BULB(VALUES)
#define DIMMER SMART_DIMMER("\"device_on\":false,\"brightness\":40")
#define SET(members) \
	SMART_BATCH("{\"method\":\"set_device_info\",\"params\":{" members "}}," SMART_ASK("get_device_info"))
#define CHANGED(members)                                           \
	SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE( \
		"get_device_info", "\"device_id\":\"" SMART_ID "\",\"type\":\"SMART.TAPOBULB\"," members))

// clang-format off
static const struct smart_request requests[] = {
	/* on, brightness, white, hue, saturation, transition */
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { 1, 80, NO, NO, NO, NO } }, SET("\"device_on\":true,\"brightness\":80") },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { 0, NO, NO, NO, NO, NO } }, SET("\"device_on\":false") },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, 2700, NO, NO, 0 } }, SET("\"color_temp\":2700") },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, 5, NO, 240, 100, NO } }, SET("\"hue\":240,\"saturation\":100,\"color_temp\":0,\"brightness\":5") },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, NO, 240, NO, NO } }, SET("\"hue\":240,\"color_temp\":0") },
	{ DIMMER, { .kind = KASA_ORDER_LIGHT, .light = { 1, 30, NO, NO, NO, NO } }, SET("\"device_on\":true,\"brightness\":30") },
	{ BULB, { .kind = KASA_ORDER_PRESETS }, SMART_ASK("get_preset_rules") },
};

static const struct smart_request refused[] = {
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, 2400, NO, NO, NO } }, "L530 shows whites from 2500 to 6500 K, not 2400" },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, 6501, NO, NO, NO } }, "L530 shows whites from 2500 to 6500 K, not 6501" },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, 80, NO, NO, NO, 500 } }, "L530 takes no time for a transition with a change: it keeps its own" },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, NO, NO, NO, NO } }, "nothing to change is given" },
	{ DIMMER, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, 2700, NO, NO, NO } }, "S505D has no colour temperature to set" },
	{ DIMMER, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, NO, 5, 5, NO } }, "S505D shows no colours" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LIGHT, .light = { NO, 5, NO, NO, NO, NO } }, "P110 cannot be dimmed" },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_LIGHT, .light = { 1, NO, NO, NO, NO, NO } }, "P300 is no light that could be set from here" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_PRESETS }, "P110 has no presets" },
	{ BULB, { .kind = KASA_ORDER_PRESET_SET }, "L530 speaks SMART, in which no words are known for storing presets; the app stores them" },
};

static const struct smart_reply replies[] = {
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { 1, 80, NO, NO, NO, NO } }, CHANGED("\"device_on\":true,\"brightness\":80"), KASA_VERDICT_DONE, NULL },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { 1, 80, NO, NO, NO, NO } }, CHANGED("\"device_on\":true,\"brightness\":79"), KASA_VERDICT_UNCONFIRMED, NULL },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, NO, NO, 240, 100, NO } }, CHANGED("\"color_temp\":0,\"hue\":240,\"saturation\":100"), KASA_VERDICT_DONE, NULL },
	{ BULB, { .kind = KASA_ORDER_LIGHT, .light = { NO, 80, NO, NO, NO, NO } }, SMART_ANSWERS(SMART_NOT("set_device_info", -1008)), KASA_VERDICT_REFUSED, NULL },
	{ BULB, { .kind = KASA_ORDER_PRESETS }, SMART_FAILED(-1002), KASA_VERDICT_REFUSED, "the device does not support get_preset_rules: unknown method (-1002)" },
};
// clang-format on

START_TEST(each_change_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_a_light_cannot_show_is_not_asked_of_it)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(each_answer_gets_its_verdict)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(a_bulb_tells_what_it_shows_and_can)
{
	struct kasa_record record = smart_record(BULB);
	const struct kasa_state *state = &record.state;

	ck_assert_int_eq(state->family, KASA_FAMILY_BULB);
	ck_assert_uint_eq(state->features, KASA_FEATURE_RELAY | KASA_FEATURE_TIMER | KASA_FEATURE_BRIGHTNESS
	                                           | KASA_FEATURE_COLOR | KASA_FEATURE_COLOR_TEMP);
	ck_assert_int_eq(state->on, 1);
	ck_assert_int_eq(state->light.brightness, 50);
	ck_assert_int_eq(state->light.color_temp_k, 0);
	ck_assert_int_eq(state->light.hue, 120);
	ck_assert_int_eq(state->light.saturation, 75);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(the_whites_of_a_light_are_those_that_it_tells)
{
	struct kasa_record record = smart_record(BULB);
	int least, most;

	ck_assert(kasa_light_whites(&record.state, &least, &most) && least == 2500 && most == 6500);
	kasa_record_finish(&record);
	kasa_state_init(&record.state);
	ck_assert(!kasa_light_whites(&record.state, &least, &most));
	strcpy(record.state.model, "LB120(US)");
	ck_assert(kasa_light_whites(&record.state, &least, &most) && least == 2700 && most == 6500);
}
END_TEST

START_TEST(values_out_of_range_are_unknown)
{
	struct kasa_record record = smart_record(
		SMART_BULB("\"device_on\":2,\"brightness\":101,\"color_temp\":-1,\"hue\":361,\"saturation\":\"5\""));
	const struct kasa_light *light = &record.state.light;

	ck_assert_int_eq(record.state.on, NO);
	ck_assert(light->brightness == NO && light->color_temp_k == NO && light->hue == NO && light->saturation == NO);
	kasa_record_finish(&record);
}
END_TEST

static const struct kasa_order presets = { .kind = KASA_ORDER_PRESETS };

START_TEST(presets_are_values_or_effects)
{
	struct smart_talk talk;
	const struct kasa_preset *list;

	smart_talk_begin(&talk, BULB, &presets);
	ck_assert_int_eq(
		smart_talk_reads(&talk,
	                         SMART_OK("\"states\":[{\"brightness\":5,\"color_temp\":0,\"hue\":7,\"saturation\":9},"
	                                  "{\"lighting_effect\":{\"id\":\"Sunrise_1\",\"name\":\"Sunrise\"}}]")),
		KASA_VERDICT_DONE);
	list = talk.answer.presets.presets;
	ck_assert_uint_eq(talk.answer.presets.count, 2);
	ck_assert(list[0].index == 0 && list[0].light.brightness == 5 && list[0].light.hue == 7
	          && list[0].light.saturation == 9);
	ck_assert(list[0].light.color_temp_k == 0 && !list[0].effect[0]);
	ck_assert(list[1].index == 1 && list[1].light.brightness == NO);
	ck_assert_str_eq(list[1].effect, "Sunrise_1");
	smart_talk_end(&talk);
}
END_TEST

START_TEST(presets_of_a_dimmer_are_brightnesses)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, DIMMER, &presets);
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK("\"brightness\":[100,1]")), KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.presets.count, 2);
	ck_assert_int_eq(talk.answer.presets.presets[1].light.brightness, 1);
	ck_assert_int_eq(talk.answer.presets.presets[1].light.hue, NO);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(presets_go_on_in_a_second_page)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, BULB, &presets);
	smart_talk_says(&talk, SMART_ASK("get_preset_rules"));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_OK("\"start_index\":0,\"sum\":3,\"states\":[{\"brightness\":1},{\"brightness\":2}]")),
		KASA_VERDICT_MORE);
	smart_talk_says(&talk, "{\"method\":\"get_preset_rules\",\"params\":{\"start_index\":2}}");
	ck_assert_int_eq(
		smart_talk_reads(&talk, SMART_OK("\"start_index\":2,\"sum\":3,\"states\":[{\"brightness\":3}]")),
		KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.presets.count, 3);
	ck_assert_int_eq(talk.answer.presets.presets[2].light.brightness, 3);
	smart_talk_end(&talk);
}
END_TEST

/* A device that never comes to an end. */
START_TEST(presets_beyond_all_bounds_are_cut)
{
	struct smart_talk talk;
	enum kasa_verdict verdict = KASA_VERDICT_MORE;
	int messages = 0;

	smart_talk_begin(&talk, BULB, &presets);
	for (; verdict == KASA_VERDICT_MORE && messages < 100; messages++) {
		ck_assert_ptr_nonnull(smart_talk_words(&talk));
		verdict = smart_talk_reads(&talk, SMART_OK("\"sum\":1000,\"states\":[{},{},{},{},{}]"));
	}
	ck_assert_int_eq(verdict, KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.presets.count, 16);
	ck_assert_int_eq(messages, 4);
	smart_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_change_has_its_words,
		what_a_light_cannot_show_is_not_asked_of_it,
		each_answer_gets_its_verdict,
		a_bulb_tells_what_it_shows_and_can,
		the_whites_of_a_light_are_those_that_it_tells,
		values_out_of_range_are_unknown,
		presets_are_values_or_effects,
		presets_of_a_dimmer_are_brightnesses,
		presets_go_on_in_a_second_page,
		presets_beyond_all_bounds_are_cut,
	};

	return unit_run("smart_light", tests, UNIT_COUNT(tests));
}
