/* Lights, dimmers and sensors of every recording: what is read of them is what the file says, as this test reads it for itself. */
#include "unit/unit.h"

#include <stdlib.h>

#include "model/iot.h"
#include "unit/devices.h"
#include "unit/recorded.h"

#define BULB_MODULE "smartlife.iot.smartbulb.lightingservice"
#define STRIP_MODULE "smartlife.iot.lightStrip"
#define DIMMER_MODULE "smartlife.iot.dimmer"

/* ---- a second, plain reading of the file ---- */

static const json_t *
reply_of(const json_t *file, const char *module, const char *method)
{
	return json_object_get(json_object_get(file, module), method);
}

static const json_t *
info_of(const json_t *file)
{
	return reply_of(file, "system", "get_sysinfo");
}

static void
check_light(const struct kasa_light *is, const json_t *says)
{
	ck_assert_int_eq(is->brightness, int_of(says, "brightness"));
	ck_assert_int_eq(is->color_temp_k, int_of(says, "color_temp"));
	ck_assert_int_eq(is->hue, int_of(says, "hue"));
	ck_assert_int_eq(is->saturation, int_of(says, "saturation"));
}

/* ---- what the library reads ---- */

/* A file, and what the library makes of its replies. */
struct reading {
	json_t *file;
	struct kasa_record record;
	struct kasa_answer answer;
};

static void
open_file(struct reading *reading, int i)
{
	struct kasa_jx_doc info;
	struct kasa_err err;
	char *text;

	*reading = (struct reading){ .file = recorded_load(i) };
	text = json_dumps(info_of(reading->file), JSON_COMPACT);
	ck_assert_int_eq(kasa_jx_parse(&info, text, strlen(text), &err), KASA_OK);
	kasa_record_init(&reading->record);
	ck_assert_int_eq(kasa_sysinfo_read(info.values, &reading->record, &err), KASA_OK);
	kasa_jx_finish(&info);
	free(text);
}

static void
close_file(struct reading *reading)
{
	kasa_answer_finish(&reading->answer);
	kasa_record_finish(&reading->record);
	json_decref(reading->file);
}

/* What the device answered to each method of a request when it was recorded; a method it was not asked then is left out. */
static char *
recorded_answer(const json_t *file, const char *request, size_t n)
{
	json_t *answer = json_loadb(request, n, 0, NULL), *methods;
	const char *module, *method;
	json_t *args;
	void *next;
	char *text;

	ck_assert_ptr_nonnull(answer);
	json_object_foreach(answer, module, methods) {
		json_object_foreach_safe(methods, next, method, args) {
			json_t *says = json_object_get(json_object_get(file, module), method);

			if (says)
				json_object_set(methods, method, says);
			else
				json_object_del(methods, method);
		}
	}
	text = json_dumps(answer, JSON_COMPACT);
	json_decref(answer);
	return text;
}

/* Asks as the library asks. */
static void
ask(struct reading *reading, int i, enum kasa_order_kind kind)
{
	struct kasa_order order = { .kind = kind };
	struct kasa_err err = { .code = KASA_OK };
	struct kasa_buf request;
	char *text;

	kasa_buf_init(&request, 4096);
	ck_assert_int_eq(kasa_iot_build(&order, &reading->record, &request, &err), KASA_OK);
	text = recorded_answer(reading->file, (const char *)request.data, request.len);
	kasa_answer_finish(&reading->answer);
	reading->answer = (struct kasa_answer){ .list = NULL };
	ck_assert_msg(kasa_iot_parse(&order, text, strlen(text), &reading->record, &reading->answer, &err)
	                      == KASA_VERDICT_DONE,
	              "%s: %s", recorded_name(i), err.text);
	free(text);
	kasa_buf_finish(&request);
}

typedef bool check_fn(struct reading *reading, int i);

/* Which devices were recorded is not for a test to say: all that hold what is checked, @p held, were looked at. */
static void
each(unsigned held, check_fn *check)
{
	unsigned count = 0;

	for (int i = 0; i < recorded_count(); i++) {
		struct reading reading;

		open_file(&reading, i);
		count += check(&reading, i);
		close_file(&reading);
	}
	ck_assert_uint_eq(count, held);
}

static bool
check_presets(struct reading *reading, int i)
{
	const json_t *list = json_object_get(info_of(reading->file), "preferred_state"), *says;
	size_t at;

	if (!list)
		return false;
	ask(reading, i, KASA_ORDER_PRESETS);
	ck_assert_uint_eq(reading->answer.presets.count, json_array_size(list));
	json_array_foreach(list, at, says) {
		const struct kasa_preset *preset = &reading->answer.presets.presets[at];

		ck_assert_int_eq(preset->index, int_of(says, "index"));
		ck_assert_str_eq(preset->effect, text_of(says, "id"));
		check_light(&preset->light, says);
	}
	return true;
}

static bool
check_effect(struct reading *reading, int i)
{
	const json_t *says = json_object_get(info_of(reading->file), "lighting_effect_state");
	const struct kasa_effect *effect = &reading->answer.effect;
	bool playing = int_of(says, "enable") == 1;

	ck_assert_str_eq(reading->record.state.effect, playing ? text_of(says, "name") : "");
	if (!says)
		return false;
	ask(reading, i, KASA_ORDER_EFFECT);
	ck_assert_int_eq(effect->playing, playing);
	ck_assert_int_eq(effect->custom, int_of(says, "custom") == 1);
	ck_assert_int_eq(effect->brightness, int_of(says, "brightness"));
	ck_assert_str_eq(effect->name, text_of(says, "name"));
	ck_assert_str_eq(effect->id, text_of(says, "id"));
	return true;
}

static const char *
lamp_module(const struct reading *reading)
{
	return reading->record.state.family == KASA_FAMILY_LIGHTSTRIP ? STRIP_MODULE : BULB_MODULE;
}

static void
check_behavior(const struct kasa_on_behavior *is, const json_t *says)
{
	static const char *const words[] = {
		[KASA_ON_UNKNOWN] = "",
		[KASA_ON_LAST] = "last_status",
		[KASA_ON_PRESET] = "customize_preset",
		[KASA_ON_CIRCADIAN] = "circadian",
	};

	ck_assert_str_eq(words[is->mode], text_of(says, "mode"));
	ck_assert_int_eq(is->index, int_of(says, "index"));
	check_light(&is->light, says);
}

static bool
check_defaults(struct reading *reading, int i)
{
	const json_t *says = reply_of(reading->file, lamp_module(reading), "get_default_behavior");

	if (!says || int_of(says, "err_code") != 0)
		return false;
	ask(reading, i, KASA_ORDER_LIGHT_DEFAULTS);
	check_behavior(&reading->answer.light_defaults.soft_on, json_object_get(says, "soft_on"));
	check_behavior(&reading->answer.light_defaults.hard_on, json_object_get(says, "hard_on"));
	return true;
}

static bool
check_details(struct reading *reading, int i)
{
	const json_t *says = reply_of(reading->file, lamp_module(reading), "get_light_details");
	const struct kasa_light_details *details = &reading->answer.light_details;

	if (!says || int_of(says, "err_code") != 0)
		return false;
	ask(reading, i, KASA_ORDER_LIGHT_DETAILS);
	ck_assert_int_eq(details->watts, int_of(says, "wattage"));
	ck_assert_int_eq(details->incandescent_watts, int_of(says, "incandescent_equivalent"));
	ck_assert_int_eq(details->max_lumens, int_of(says, "max_lumens"));
	ck_assert_int_eq(details->beam_angle, int_of(says, "lamp_beam_angle"));
	ck_assert_int_eq(details->min_volts, int_of(says, "min_voltage"));
	ck_assert_int_eq(details->max_volts, int_of(says, "max_voltage"));
	ck_assert_int_eq(details->color_rendering_index, int_of(says, "color_rendering_index"));
	return true;
}

static void
check_press(const struct kasa_button_press *is, const json_t *says)
{
	static const char *const words[] = {
		[KASA_ACTION_UNKNOWN] = "",
		[KASA_ACTION_NONE] = "none",
		[KASA_ACTION_INSTANT] = "instant_on_off",
		[KASA_ACTION_GENTLE] = "gentle_on_off",
		[KASA_ACTION_PRESET] = "customize_preset",
	};

	ck_assert_str_eq(words[is->action], text_of(says, "mode"));
	ck_assert_int_eq(is->index, int_of(says, "index"));
}

static bool
check_dimmer(struct reading *reading, int i)
{
	const json_t *says = reply_of(reading->file, DIMMER_MODULE, "get_dimmer_parameters");
	const json_t *button = reply_of(reading->file, DIMMER_MODULE, "get_default_behavior");
	const struct kasa_dimmer *dimmer = &reading->answer.dimmer;

	if (!says || int_of(says, "err_code") != 0)
		return false;
	ask(reading, i, KASA_ORDER_DIMMER);
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_FADE_ON], int_of(says, "fadeOnTime"));
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_FADE_OFF], int_of(says, "fadeOffTime"));
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_GENTLE_ON], int_of(says, "gentleOnTime"));
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_GENTLE_OFF], int_of(says, "gentleOffTime"));
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_RAMP_RATE], int_of(says, "rampRate"));
	ck_assert_int_eq(dimmer->settings[KASA_DIMMER_THRESHOLD], int_of(says, "minThreshold"));
	check_press(&dimmer->double_click, json_object_get(button, "double_click"));
	check_press(&dimmer->long_press, json_object_get(button, "long_press"));
	return true;
}

static bool
check_motion(struct reading *reading, int i)
{
	const json_t *says = reply_of(reading->file, "smartlife.iot.PIR", "get_config");
	const json_t *now = reply_of(reading->file, "smartlife.iot.PIR", "get_adc_value");
	const struct kasa_motion *motion = &reading->answer.motion;

	if (!says || int_of(says, "err_code") != 0)
		return false;
	ask(reading, i, KASA_ORDER_MOTION);
	ck_assert_int_eq(motion->enabled, int_of(says, "enable"));
	ck_assert_int_eq(motion->range, int_of(says, "trigger_index"));
	for (size_t at = 0; at < KASA_RANGES; at++)
		ck_assert_int_eq(motion->thresholds[at],
		                 json_integer_value(json_array_get(json_object_get(says, "array"), at)));
	ck_assert_int_eq(motion->inactivity_ms, int_of(says, "cold_time"));
	ck_assert_int_eq(motion->least, int_of(says, "min_adc"));
	ck_assert_int_eq(motion->most, int_of(says, "max_adc"));
	ck_assert_int_eq(motion->value, int_of(now, "value"));
	return true;
}

static bool
check_ambient(struct reading *reading, int i)
{
	const json_t *sensor =
		json_array_get(json_object_get(reply_of(reading->file, "smartlife.iot.LAS", "get_config"), "devs"), 0);
	const json_t *levels = json_object_get(sensor, "level_array"), *says;
	const struct kasa_ambient *ambient = &reading->answer.ambient;
	size_t at;

	if (!sensor)
		return false;
	ask(reading, i, KASA_ORDER_AMBIENT);
	ck_assert_int_eq(ambient->enabled, int_of(sensor, "enable"));
	ck_assert_int_eq(ambient->level, int_of(sensor, "dark_index"));
	ck_assert_int_eq(ambient->percent,
	                 int_of(reply_of(reading->file, "smartlife.iot.LAS", "get_current_brt"), "value"));
	ck_assert_uint_eq(ambient->level_count, json_array_size(levels));
	json_array_foreach(levels, at, says) {
		ck_assert_str_eq(ambient->levels[at].name, text_of(says, "name"));
		ck_assert_int_eq(ambient->levels[at].percent, int_of(says, "value"));
	}
	return true;
}

START_TEST(every_recorded_preset_is_read_as_its_file_says)
{
	each(recorded_held("system", "get_sysinfo", "preferred_state"), check_presets);
}
END_TEST

START_TEST(every_recorded_effect_is_read_as_its_file_says)
{
	each(recorded_held("system", "get_sysinfo", "lighting_effect_state"), check_effect);
}
END_TEST

static unsigned
held_by_lamps(const char *method)
{
	return recorded_held(BULB_MODULE, method, NULL) + recorded_held(STRIP_MODULE, method, NULL);
}

START_TEST(how_every_recorded_light_comes_on_is_read_as_its_file_says)
{
	each(held_by_lamps("get_default_behavior"), check_defaults);
}
END_TEST

START_TEST(what_every_recorded_light_is_is_read_as_its_file_says)
{
	each(held_by_lamps("get_light_details"), check_details);
}
END_TEST

START_TEST(every_recorded_dimmer_is_read_as_its_file_says)
{
	each(recorded_held(DIMMER_MODULE, "get_dimmer_parameters", NULL), check_dimmer);
}
END_TEST

START_TEST(every_recorded_motion_sensor_is_read_as_its_file_says)
{
	each(recorded_held("smartlife.iot.PIR", "get_config", NULL), check_motion);
}
END_TEST

START_TEST(every_recorded_light_sensor_is_read_as_its_file_says)
{
	each(recorded_held("smartlife.iot.LAS", "get_config", NULL), check_ambient);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_recorded_preset_is_read_as_its_file_says,
		every_recorded_effect_is_read_as_its_file_says,
		how_every_recorded_light_comes_on_is_read_as_its_file_says,
		what_every_recorded_light_is_is_read_as_its_file_says,
		every_recorded_dimmer_is_read_as_its_file_says,
		every_recorded_motion_sensor_is_read_as_its_file_says,
		every_recorded_light_sensor_is_read_as_its_file_says,
	};

	return recorded_run("iot", "recorded lights", tests, UNIT_COUNT(tests));
}
