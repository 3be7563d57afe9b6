/* Lights, dimmers, sensors and the clock through the public functions, against devices on loopback. */
#include "unit/unit.h"

#include "unit/home.h"
#include "unit/light_answers.h"

#define NOT KASA_UNKNOWN
static const struct kasa_light no_values = { NOT, NOT, NOT, NOT };

static struct home home;

static struct {
	unsigned count; /* callbacks with a result */
	struct kasa_preset preset;
	struct kasa_effect effect;
	struct kasa_light_defaults defaults;
	struct kasa_light_details details;
	struct kasa_dimmer dimmer;
	struct kasa_motion motion;
	struct kasa_ambient ambient;
	struct kasa_clock clock;
} seen;

/* Every callback has a result, or an error, and never both. */
static void
note(struct kasa_device *dev, const void *result, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(result != NULL, err->code == KASA_OK);
	seen.count += result != NULL;
	home_done(dev, err, arg);
}

static void
on_presets(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	if (presets && presets->count > 0)
		seen.preset = presets->presets[0];
	note(dev, presets, err, arg);
}

#define COPIES(value)                                                                                                 \
	static void on_##value(struct kasa_device *dev, const struct kasa_##value *value, const struct kasa_err *err, \
	                       void *arg)                                                                             \
	{                                                                                                             \
		if (value)                                                                                            \
			seen.value = *value;                                                                          \
		note(dev, value, err, arg);                                                                           \
	}

COPIES(effect)
COPIES(dimmer)
COPIES(motion)
COPIES(ambient)
COPIES(clock)

static void
on_defaults(struct kasa_device *dev, const struct kasa_light_defaults *defaults, const struct kasa_err *err, void *arg)
{
	if (defaults)
		seen.defaults = *defaults;
	note(dev, defaults, err, arg);
}

static void
on_details(struct kasa_device *dev, const struct kasa_light_details *details, const struct kasa_err *err, void *arg)
{
	if (details)
		seen.details = *details;
	note(dev, details, err, arg);
}

/* At home with a device that said this of itself. */
static void
begin(const char *sysinfo)
{
	memset(&seen, 0, sizeof seen);
	home_begin(&home);
	home.plug.says = sysinfo;
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);
	home.plug.says = NULL;
}

/* The call was accepted; it goes out as one message with these words, and is told once how this answer ends it. */
static void
expect(int rc, const char *sent, const char *answer, int code)
{
	unsigned told = home.told.count, requests = home.plug.requests;

	ck_assert_int_eq(rc, KASA_OK);
	ck_assert_uint_eq(home.told.count, told);
	home.plug.says = answer;
	home_expect(&home, told + 1, code);
	ck_assert_uint_eq(home.plug.requests, requests + 1);
	ck_assert_msg(strstr(home.plug.heard[requests], sent), "%s", home.plug.heard[requests]);
}

static void
taken(int rc, const char *sent, const char *answer)
{
	expect(rc, sent, answer, KASA_OK);
}

/* Accepted or not, the device is told to be another kind, and nothing is sent. */
static void
unlike(int rc)
{
	if (rc == KASA_OK)
		home_expect(&home, home.told.count + 1, KASA_ENOTSUP);
	else
		ck_assert_int_eq(rc, KASA_ENOTSUP);
	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_uint_eq(seen.count, 0);
}

/* All that was refused told nobody and sent nothing. */
static void
end_refused(void)
{
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(home.told.count, 1);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}

static struct kasa_light_change
brightness(int percent)
{
	return (struct kasa_light_change){ NOT, percent, NOT, NOT, NOT, NOT };
}

/* ---- lights ---- */

START_TEST(a_light_is_set_and_read_back)
{
	struct kasa_light_change change = brightness(40);

	begin(ANSWER_INFO(BULB(0)));
	taken(kasa_light_set(home.dev, &change, home_done, &home.told),
	      "\"transition_light_state\":{\"ignore_default\":1,\"brightness\":40}",
	      "{" BULB_MODULE "{" OK("transition_light_state") "}," SYSINFO(BULB(1)) "}");
	ck_assert_int_eq(kasa_device_state(home.dev)->light.brightness, 40);
	ck_assert_int_eq(kasa_device_state(home.dev)->on, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_light_whose_answer_is_lost_is_set_again)
{
	struct kasa_light_change change = brightness(40);

	begin(ANSWER_INFO(BULB(0)));
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	home.plug.says = "{" BULB_MODULE "{" OK("transition_light_state") "}," SYSINFO(BULB(1)) "}";
	ck_assert_int_eq(kasa_light_set(home.dev, &change, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_uint_eq(home.plug.requests, 3);
	home_end(&home);
}
END_TEST

START_TEST(presets_are_read_and_stored)
{
	struct kasa_preset preset = { .index = 0, .light = { 40, NOT, 120, 75 } };

	begin(ANSWER_INFO(BULB(1)));
	taken(kasa_presets_read(home.dev, on_presets, &home.told), "{\"system\":{\"get_sysinfo\":{}}}",
	      "{" PRESETS(BULB(1)) "}");
	ck_assert_int_eq(seen.preset.light.hue, 120);
	taken(kasa_preset_set(home.dev, &preset, on_presets, &home.told),
	      "\"set_preferred_state\":{\"index\":0,\"hue\":120",
	      "{" BULB_MODULE "{" OK("set_preferred_state") "}," PRESETS(BULB(1)) "}");
	ck_assert_uint_eq(seen.count, 2);
	home_end(&home);
}
END_TEST

START_TEST(an_effect_is_read_played_and_ended)
{
	begin(ANSWER_INFO(LIGHTSTRIP(1)));
	taken(kasa_effect_read(home.dev, on_effect, &home.told), "get_sysinfo", "{" EFFECT("0") "}");
	ck_assert(!seen.effect.playing);
	taken(kasa_effect_set(home.dev, "{\"name\":\"Slow\"}", on_effect, &home.told),
	      "\"set_lighting_effect\":{\"enable\":1,\"name\":\"Slow\"}",
	      "{\"smartlife.iot.lighting_effect\":{" OK("set_lighting_effect") "}," EFFECT("1") "}");
	ck_assert(seen.effect.playing);
	ck_assert_str_eq(seen.effect.name, "Slow");
	taken(kasa_effect_stop(home.dev, on_effect, &home.told), "\"set_light_state\":{\"hue\":120,\"saturation\":75",
	      "{" STRIP_MODULE "{" OK("set_light_state") "}," EFFECT("0") "}");
	ck_assert_uint_eq(seen.count, 3);
	home_end(&home);
}
END_TEST

START_TEST(the_way_of_coming_on_is_read_and_set)
{
	struct kasa_light_defaults defaults = { { KASA_ON_LAST, NOT, no_values }, { KASA_ON_UNKNOWN, NOT, no_values } };

	begin(ANSWER_INFO(BULB(1)));
	taken(kasa_light_defaults_read(home.dev, on_defaults, &home.told), "get_default_behavior",
	      "{" BULB_MODULE "{" DEFAULTS "}}");
	ck_assert_int_eq(seen.defaults.hard_on.mode, KASA_ON_CIRCADIAN);
	taken(kasa_light_defaults_set(home.dev, &defaults, on_defaults, &home.told),
	      "\"set_default_behavior\":{\"soft_on\":{\"mode\":\"last_status\"}}",
	      "{" BULB_MODULE "{" OK("set_default_behavior") "," DEFAULTS "}}");
	ck_assert_uint_eq(seen.count, 2);
	taken(kasa_light_details_read(home.dev, on_details, &home.told), "get_light_details",
	      "{" BULB_MODULE "{\"get_light_details\":{\"wattage\":10,\"max_lumens\":800}}}");
	ck_assert_int_eq(seen.details.max_lumens, 800);
	ck_assert_int_eq(seen.details.beam_angle, KASA_UNKNOWN);
	home_end(&home);
}
END_TEST

START_TEST(values_that_no_light_has_are_refused)
{
	struct kasa_light_change change = brightness(101), nothing = brightness(NOT);
	struct kasa_preset unset = { .index = 0, .light = no_values },
			   unnumbered = { .index = -1, .light = { 40, NOT, NOT, NOT } };
	struct kasa_light_defaults none = { { KASA_ON_UNKNOWN, NOT, no_values }, { KASA_ON_UNKNOWN, NOT, no_values } };
	struct kasa_light_defaults strange = { none.soft_on, { KASA_ON_CIRCADIAN + 1, NOT, no_values } };
	struct kasa_light_defaults bright = { { KASA_ON_PRESET, NOT, { 101, NOT, NOT, NOT } }, none.hard_on };

	begin(ANSWER_INFO(LIGHTSTRIP(1)));
	ck_assert_int_eq(kasa_light_set(home.dev, &change, home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_light_set(home.dev, &nothing, home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_preset_set(home.dev, &unset, on_presets, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_preset_set(home.dev, &unnumbered, on_presets, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_effect_set(home.dev, "{}", on_effect, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_effect_set(home.dev, "Slow", on_effect, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_light_defaults_set(home.dev, &none, on_defaults, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_light_defaults_set(home.dev, &strange, on_defaults, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_light_defaults_set(home.dev, &bright, on_defaults, &home.told), KASA_EINVAL);
	end_refused();
}
END_TEST

/* ---- dimmers ---- */

START_TEST(a_dimmer_is_read_and_set)
{
	begin(ANSWER_INFO(DIMMER(1, 40)));
	taken(kasa_dimmer_read(home.dev, on_dimmer, &home.told), "get_dimmer_parameters", DIM(""));
	ck_assert_int_eq(seen.dimmer.settings[KASA_DIMMER_FADE_ON], 700);
	ck_assert_int_eq(seen.dimmer.settings[KASA_DIMMER_RAMP_RATE], KASA_UNKNOWN);
	taken(kasa_dimmer_set(home.dev, KASA_DIMMER_FADE_ON, 700, on_dimmer, &home.told),
	      "\"set_fade_on_time\":{\"fadeTime\":700}", DIM(OK("set_fade_on_time") ","));
	taken(kasa_dimmer_button(home.dev, KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, 2, on_dimmer, &home.told),
	      "\"set_long_press_action\":{\"mode\":\"customize_preset\",\"index\":2}",
	      DIM(OK("set_long_press_action") ","));
	ck_assert_int_eq(seen.dimmer.long_press.index, 2);
	ck_assert_uint_eq(seen.count, 3);
	home_end(&home);
}
END_TEST

START_TEST(what_no_dimmer_takes_is_refused)
{
	enum kasa_dimmer_setting none = KASA_DIMMER_THRESHOLD + 1;
	enum kasa_button unknown = KASA_BUTTON_LONG_PRESS + 1;

	begin(ANSWER_INFO(DIMMER(1, 40)));
	ck_assert_int_eq(kasa_dimmer_set(home.dev, none, 1, on_dimmer, &home.told), KASA_EINVAL);
	for (int setting = 0; setting < KASA_DIMMER_SETTINGS; setting++) {
		int least, most;

		kasa_dimmer_range((enum kasa_dimmer_setting)setting, &least, &most);
		ck_assert_int_eq(
			kasa_dimmer_set(home.dev, (enum kasa_dimmer_setting)setting, least - 1, on_dimmer, &home.told),
			KASA_EINVAL);
		ck_assert_int_eq(
			kasa_dimmer_set(home.dev, (enum kasa_dimmer_setting)setting, most + 1, on_dimmer, &home.told),
			KASA_EINVAL);
	}
	ck_assert_int_eq(kasa_dimmer_button(home.dev, unknown, KASA_ACTION_NONE, 0, on_dimmer, &home.told),
	                 KASA_EINVAL);
	ck_assert_int_eq(
		kasa_dimmer_button(home.dev, KASA_BUTTON_LONG_PRESS, KASA_ACTION_UNKNOWN, 0, on_dimmer, &home.told),
		KASA_EINVAL);
	ck_assert_int_eq(
		kasa_dimmer_button(home.dev, KASA_BUTTON_LONG_PRESS, KASA_ACTION_PRESET, -1, on_dimmer, &home.told),
		KASA_EINVAL);
	end_refused();
}
END_TEST

/* ---- sensors ---- */

START_TEST(the_motion_sensor_is_read_and_set)
{
	begin(ANSWER_INFO(SENSOR_SWITCH));
	taken(kasa_motion_read(home.dev, on_motion, &home.told), "{\"smartlife.iot.PIR\":{\"get_config\"", PIR(""));
	ck_assert_int_eq(seen.motion.range, KASA_RANGE_CUSTOM);
	ck_assert_int_eq(seen.motion.motion, 0);
	taken(kasa_motion_enable(home.dev, true, on_motion, &home.told), "\"set_enable\":{\"enable\":1}",
	      PIR(OK("set_enable") ","));
	taken(kasa_motion_range_set(home.dev, KASA_RANGE_CUSTOM, 33, on_motion, &home.told),
	      "\"set_trigger_sens\":{\"index\":3,\"value\":33}", PIR(OK("set_trigger_sens") ","));
	taken(kasa_motion_inactivity_set(home.dev, 60000, on_motion, &home.told),
	      "\"set_cold_time\":{\"cold_time\":60000}", PIR(OK("set_cold_time") ","));
	ck_assert_uint_eq(seen.count, 4);
	home_end(&home);
}
END_TEST

START_TEST(the_light_sensor_is_read_and_set)
{
	begin(ANSWER_INFO(SENSOR_SWITCH));
	taken(kasa_ambient_read(home.dev, on_ambient, &home.told), "{\"smartlife.iot.LAS\":{\"get_config\"", LAS(""));
	ck_assert_int_eq(seen.ambient.percent, 12);
	ck_assert_str_eq(seen.ambient.levels[0].name, "cloudy");
	taken(kasa_ambient_enable(home.dev, true, on_ambient, &home.told), "\"set_enable\":{\"enable\":1}",
	      LAS(OK("set_enable") ","));
	taken(kasa_ambient_dark_set(home.dev, 1, on_ambient, &home.told), "\"set_dark_index\":{\"dark_index\":1}",
	      LAS(OK("set_dark_index") ","));
	taken(kasa_ambient_level_set(home.dev, 1, 3, on_ambient, &home.told),
	      "\"set_brt_level\":{\"index\":1,\"value\":3}", LAS(OK("set_brt_level") ","));
	ck_assert_uint_eq(seen.count, 4);
	home_end(&home);
}
END_TEST

START_TEST(what_no_sensor_takes_is_refused)
{
	enum kasa_motion_range none = KASA_RANGE_CUSTOM + 1;

	begin(ANSWER_INFO(SENSOR_SWITCH));
	ck_assert_int_eq(kasa_motion_range_set(home.dev, none, NOT, on_motion, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_motion_range_set(home.dev, KASA_RANGE_CUSTOM, 101, on_motion, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_motion_inactivity_set(home.dev, 0, on_motion, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_motion_inactivity_set(home.dev, KASA_INACTIVITY_MAX_MS + 1, on_motion, &home.told),
	                 KASA_EINVAL);
	ck_assert_int_eq(kasa_ambient_dark_set(home.dev, -1, on_ambient, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_ambient_dark_set(home.dev, KASA_LEVELS_MAX, on_ambient, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_ambient_level_set(home.dev, 0, 101, on_ambient, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_ambient_level_set(home.dev, KASA_LEVELS_MAX, 0, on_ambient, &home.told), KASA_EINVAL);
	end_refused();
}
END_TEST

START_TEST(a_sensor_that_keeps_its_setting_is_an_error)
{
	begin(ANSWER_INFO(SENSOR_SWITCH));
	home.plug.says = PIR(OK("set_cold_time") ",");
	ck_assert_int_eq(kasa_motion_inactivity_set(home.dev, 1000, on_motion, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_EDEVICE);
	ck_assert_uint_eq(seen.count, 0);
	home_end(&home);
}
END_TEST

/* ---- the clock ---- */

START_TEST(the_clock_is_read_and_set_with_or_without_its_zone)
{
	struct kasa_clock clock = { .year = 2026, .month = 7, .day = 5, .hour = 12, .zone = NOT };

	begin(ANSWER_INFO(PLUG(1)));
	taken(kasa_clock_read(home.dev, on_clock, &home.told), "{\"time\":{\"get_time\":{},\"get_timezone\":{}}}",
	      TIME(""));
	ck_assert_int_eq(seen.clock.day, 5);
	ck_assert_int_eq(seen.clock.zone, 38);
	ck_assert_int_eq(kasa_clock_seconds(&clock, &seen.clock), 1);
	taken(kasa_clock_set(home.dev, &clock, on_clock, &home.told),
	      "\"set_time\":{\"year\":2026,\"month\":7,\"mday\":5", TIME(OK("set_time") ","));
	clock.zone = 38;
	taken(kasa_clock_set(home.dev, &clock, on_clock, &home.told), "\"sec\":0,\"index\":38}",
	      TIME(OK("set_timezone") ","));
	ck_assert_uint_eq(seen.count, 3);
	home_end(&home);
}
END_TEST

START_TEST(what_is_no_time_is_refused)
{
	// clang-format off
	static const struct kasa_clock clocks[] = {
		{ .year = 1999, .month = 7, .day = 5, .hour = 12, .minute = 0, .second = 0, .zone = NOT }, { .year = 2026, .month = 13, .day = 5, .hour = 12, .minute = 0, .second = 0, .zone = NOT }, { .year = 2026, .month = 2, .day = 29, .hour = 12, .minute = 0, .second = 0, .zone = NOT },
		{ .year = 2026, .month = 7, .day = 5, .hour = 24, .minute = 0, .second = 0, .zone = NOT }, { .year = 2026, .month = 7, .day = 5, .hour = 12, .minute = 60, .second = 0, .zone = NOT }, { .year = 2026, .month = 7, .day = 5, .hour = 12, .minute = 0, .second = 0, .zone = 1000 },
	};
	// clang-format on

	begin(ANSWER_INFO(PLUG(1)));
	for (size_t i = 0; i < UNIT_COUNT(clocks); i++)
		ck_assert_int_eq(kasa_clock_set(home.dev, &clocks[i], on_clock, &home.told), KASA_EINVAL);
	end_refused();
}
END_TEST

/* ---- other devices ---- */

START_TEST(a_plug_is_no_light_and_no_sensor)
{
	struct kasa_light_change change = brightness(40);
	struct kasa_preset preset = { .index = 0, .light = { 40, NOT, NOT, NOT } };
	struct kasa_light_defaults defaults = { { KASA_ON_LAST, NOT, no_values }, { KASA_ON_LAST, NOT, no_values } };

	begin(ANSWER_INFO(PLUG(1)));
	unlike(kasa_light_set(home.dev, &change, home_done, &home.told));
	unlike(kasa_presets_read(home.dev, on_presets, &home.told));
	unlike(kasa_preset_set(home.dev, &preset, on_presets, &home.told));
	unlike(kasa_effect_read(home.dev, on_effect, &home.told));
	unlike(kasa_effect_set(home.dev, "{\"name\":\"Slow\"}", on_effect, &home.told));
	unlike(kasa_effect_stop(home.dev, on_effect, &home.told));
	unlike(kasa_light_defaults_read(home.dev, on_defaults, &home.told));
	unlike(kasa_light_defaults_set(home.dev, &defaults, on_defaults, &home.told));
	unlike(kasa_light_details_read(home.dev, on_details, &home.told));
	unlike(kasa_dimmer_read(home.dev, on_dimmer, &home.told));
	unlike(kasa_dimmer_set(home.dev, KASA_DIMMER_FADE_ON, 700, on_dimmer, &home.told));
	unlike(kasa_dimmer_button(home.dev, KASA_BUTTON_LONG_PRESS, KASA_ACTION_NONE, 0, on_dimmer, &home.told));
	unlike(kasa_motion_read(home.dev, on_motion, &home.told));
	unlike(kasa_motion_enable(home.dev, true, on_motion, &home.told));
	unlike(kasa_motion_range_set(home.dev, KASA_RANGE_FAR, NOT, on_motion, &home.told));
	unlike(kasa_motion_inactivity_set(home.dev, 1000, on_motion, &home.told));
	unlike(kasa_ambient_read(home.dev, on_ambient, &home.told));
	unlike(kasa_ambient_enable(home.dev, true, on_ambient, &home.told));
	unlike(kasa_ambient_dark_set(home.dev, 0, on_ambient, &home.told));
	unlike(kasa_ambient_level_set(home.dev, 0, 50, on_ambient, &home.told));
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_light_is_set_and_read_back,
		a_light_whose_answer_is_lost_is_set_again,
		presets_are_read_and_stored,
		an_effect_is_read_played_and_ended,
		the_way_of_coming_on_is_read_and_set,
		values_that_no_light_has_are_refused,
		a_dimmer_is_read_and_set,
		what_no_dimmer_takes_is_refused,
		the_motion_sensor_is_read_and_set,
		the_light_sensor_is_read_and_set,
		what_no_sensor_takes_is_refused,
		a_sensor_that_keeps_its_setting_is_an_error,
		the_clock_is_read_and_set_with_or_without_its_zone,
		what_is_no_time_is_refused,
		a_plug_is_no_light_and_no_sensor,
	};

	return unit_run("api_light", tests, UNIT_COUNT(tests));
}
