/* The motion sensor and the ambient light sensor. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#include "model/sensor.h"

#define MOTION(setting, a, b)                                                  \
	{                                                                      \
		.kind = KASA_ORDER_MOTION_SET, .sensor = { setting, { a, b } } \
	}
#define AMBIENT(setting, a, b)                                                  \
	{                                                                       \
		.kind = KASA_ORDER_AMBIENT_SET, .sensor = { setting, { a, b } } \
	}
#define PIR "{\"smartlife.iot.PIR\":{"
#define LAS "{\"smartlife.iot.LAS\":{"
#define READ_PIR "\"get_config\":{},\"get_adc_value\":{}}}"
#define READ_LAS "\"get_config\":{},\"get_current_brt\":{},\"get_dark_status\":{}}}"

#define PIR_CONFIG(enable, range)                                                                  \
	"\"get_config\":{\"enable\":" #enable ",\"version\":\"1.0\",\"trigger_index\":" #range "," \
	"\"cold_time\":60000,\"min_adc\":0,\"max_adc\":4095,\"array\":[80,50,20,33],\"err_code\":0}"
#define PIR_VALUE(value) "\"get_adc_value\":{\"value\":" #value ",\"err_code\":0}"
#define LAS_CONFIG(dark)                                                                                                   \
	"\"get_config\":{\"devs\":[{\"hw_id\":0,\"enable\":1,\"dark_index\":" #dark ",\"min_adc\":0,\"max_adc\":2450,"     \
	"\"level_array\":[{\"name\":\"cloudy\",\"adc\":390,\"value\":15},{\"name\":\"custom\",\"adc\":1,\"value\":97}]}]," \
	"\"ver\":\"1.0\",\"err_code\":0}"
#define LAS_NOW "\"get_current_brt\":{\"value\":12,\"err_code\":0},\"get_dark_status\":{\"bDark\":1,\"err_code\":0}"
#define ACK(method) "\"" method "\":{\"err_code\":0},"

// clang-format off
static const struct iot_request requests[] = {
	{ SENSOR_SWITCH, { .kind = KASA_ORDER_MOTION }, PIR READ_PIR },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_ENABLED, 1, 0), PIR "\"set_enable\":{\"enable\":1}," READ_PIR },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_RANGE, KASA_RANGE_NEAR, 5), PIR "\"set_trigger_sens\":{\"index\":2}," READ_PIR },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_RANGE, KASA_RANGE_CUSTOM, 33), PIR "\"set_trigger_sens\":{\"index\":3,\"value\":33}," READ_PIR },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_RANGE, KASA_RANGE_CUSTOM, KASA_UNKNOWN), PIR "\"set_trigger_sens\":{\"index\":3}," READ_PIR },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_INACTIVITY, 15000, 0), PIR "\"set_cold_time\":{\"cold_time\":15000}," READ_PIR },
	{ SENSOR_SWITCH, { .kind = KASA_ORDER_AMBIENT }, LAS READ_LAS },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_ENABLED, 0, 0), LAS "\"set_enable\":{\"enable\":0}," READ_LAS },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_DARK, 4, 0), LAS "\"set_dark_index\":{\"dark_index\":4}," READ_LAS },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_LEVEL, 5, 97), LAS "\"set_brt_level\":{\"index\":5,\"value\":97}," READ_LAS },
};

static const struct iot_request refused[] = {
	{ PLUG(1), { .kind = KASA_ORDER_MOTION }, "HS110(EU) has no motion sensor" },
	{ PLUG(1), AMBIENT(KASA_SENSOR_DARK, 1, 0), "HS110(EU) has no ambient light sensor" },
};

static const struct iot_reply replies[] = {
	{ SENSOR_SWITCH, { .kind = KASA_ORDER_MOTION }, PIR PIR_CONFIG(1, 2) "," PIR_VALUE(2025) "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, { .kind = KASA_ORDER_MOTION }, PIR PIR_CONFIG(1, 2) "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, { .kind = KASA_ORDER_MOTION }, "{\"smartlife.iot.PIR\":{\"err_code\":-1,\"err_msg\":\"module not support\"}}", KASA_VERDICT_REFUSED },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_ENABLED, 1, 0), PIR ACK("set_enable") PIR_CONFIG(1, 2) "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_ENABLED, 0, 0), PIR ACK("set_enable") PIR_CONFIG(1, 2) "}}", KASA_VERDICT_UNCONFIRMED },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_RANGE, 3, 33), PIR ACK("set_trigger_sens") PIR_CONFIG(1, 3) "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_RANGE, 3, 34), PIR ACK("set_trigger_sens") PIR_CONFIG(1, 3) "}}", KASA_VERDICT_UNCONFIRMED },
	{ SENSOR_SWITCH, MOTION(KASA_SENSOR_INACTIVITY, 60000, 0), PIR ACK("set_cold_time") PIR_CONFIG(1, 3) "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_DARK, 1, 0), LAS ACK("set_dark_index") LAS_CONFIG(1) "," LAS_NOW "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_DARK, 0, 0), LAS ACK("set_dark_index") LAS_CONFIG(1) "," LAS_NOW "}}", KASA_VERDICT_UNCONFIRMED },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_LEVEL, 1, 97), LAS ACK("set_brt_level") LAS_CONFIG(1) "," LAS_NOW "}}", KASA_VERDICT_DONE },
	{ SENSOR_SWITCH, AMBIENT(KASA_SENSOR_LEVEL, 5, 97), LAS ACK("set_brt_level") LAS_CONFIG(1) "," LAS_NOW "}}", KASA_VERDICT_UNCONFIRMED },
};

/* The value at which a sensor that measures from 0 to 4095 sees motion: middle 2047, thresholds 80, 50, 20. */
static const struct {
	int enabled, range, value, percent, motion;
} motions[] = {
	{ 1, KASA_RANGE_FAR,  2047,    0, 0 },
	{ 1, KASA_RANGE_FAR,  1637,   20, 1 }, /* 20.02 % */
	{ 1, KASA_RANGE_FAR,  1638,   19, 0 },
	{ 1, KASA_RANGE_FAR,  2500,  -22, 1 },
	{ 1, KASA_RANGE_NEAR,  500,   75, 0 },
	{ 1, KASA_RANGE_NEAR,  100,   95, 1 },
	{ 0, KASA_RANGE_FAR,     0,   99, KASA_UNKNOWN },
	{ 1, KASA_UNKNOWN,       0,   99, KASA_UNKNOWN },
	{ 1, KASA_RANGE_FAR, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN },
};
// clang-format on

START_TEST(each_setting_has_its_own_words_and_is_read_back)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_has_no_sensor_is_not_asked)
{
	iot_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(a_setting_is_done_when_the_sensor_says_so)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(motion_is_what_is_far_from_the_middle)
{
	for (size_t i = 0; i < UNIT_COUNT(motions); i++) {
		struct kasa_motion motion = {
			.enabled = motions[i].enabled,
			.range = motions[i].range,
			.thresholds = { 80, 50, 20, 0 },
			.least = 0,
			.most = 4095,
			.value = motions[i].value,
			.percent = KASA_UNKNOWN,
			.motion = KASA_UNKNOWN,
		};

		kasa_motion_compute(&motion);
		ck_assert_msg(motion.percent == motions[i].percent, "row %zu: %d %%", i, motion.percent);
		ck_assert_msg(motion.motion == motions[i].motion, "row %zu: %d", i, motion.motion);
	}
}
END_TEST

START_TEST(a_sensor_without_a_range_tells_nothing)
{
	struct kasa_motion motion = { .enabled = 1, .least = 7, .most = 7, .value = 7, .percent = KASA_UNKNOWN };

	kasa_motion_compute(&motion);
	ck_assert_int_eq(motion.percent, KASA_UNKNOWN);
}
END_TEST

START_TEST(levels_have_names)
{
	struct iot_talk talk;
	const struct kasa_ambient *ambient = &talk.answer.ambient;

	iot_talk_begin(&talk, SENSOR_SWITCH, &(struct kasa_order){ .kind = KASA_ORDER_AMBIENT });
	ck_assert_int_eq(iot_talk_reads(&talk, LAS LAS_CONFIG(1) "," LAS_NOW "}}"), KASA_VERDICT_DONE);
	ck_assert_uint_eq(ambient->level_count, 2);
	ck_assert_str_eq(ambient->levels[0].name, "cloudy");
	ck_assert_int_eq(ambient->levels[1].percent, 97);
	ck_assert_int_eq(ambient->percent, 12);
	ck_assert_int_eq(ambient->dark, 1);
	iot_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_setting_has_its_own_words_and_is_read_back, what_has_no_sensor_is_not_asked,
		a_setting_is_done_when_the_sensor_says_so,       motion_is_what_is_far_from_the_middle,
		a_sensor_without_a_range_tells_nothing,          levels_have_names,
	};

	return unit_run("iot_sensor", tests, UNIT_COUNT(tests));
}
