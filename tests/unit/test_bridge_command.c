/* Payloads and what they ask for: all that may be said, and that nothing else is obeyed. */
#include "unit/unit.h"

#include "bridge/command/command.h"
#include "bridge/hub/hub.h"
#include "unit/bridge_device.h"

static struct made made;
static struct command command;
static struct kasa_err err;

static int
say(const char *attr, const char *payload)
{
	err = (struct kasa_err){ .code = KASA_OK };
	return command_parse(&command, made.device.parts ? &made.device : NULL, 0, attr, payload, strlen(payload),
	                     &err);
}

static int
say_outlet(unsigned outlet, const char *attr, const char *payload)
{
	err = (struct kasa_err){ .code = KASA_OK };
	return command_parse(&command, &made.device, outlet, attr, payload, strlen(payload), &err);
}

static const struct order *
only(const char *attr, const char *payload)
{
	ck_assert_msg(say(attr, payload) == KASA_OK, "%s: %s", payload, err.text);
	ck_assert_uint_eq(command.count, 1);
	return &command.orders[0];
}

/* ---- relays ---- */

// clang-format off
static const struct { const char *attr, *payload; int on; } switches[] = {
	{ NULL,    "ON",                     1 },
	{ NULL,    "off",                    0 },
	{ NULL,    "Toggle",                 ORDER_TOGGLE },
	{ NULL,    "true",                   1 },
	{ NULL,    "{\"state\":\"ON\"}",     1 },
	{ NULL,    "{\"state\":\"on\"}",     1 },
	{ NULL,    "{\"state\":true}",       1 },
	{ NULL,    "{\"state\":false}",      0 },
	{ NULL,    "{\"state\":\"TOGGLE\"}", ORDER_TOGGLE },
	{ NULL,    " \n{ \"state\" : \"OFF\" } ", 0 },
	{ "state", "ON",                     1 },
	{ "state", "off",                    0 },
	{ "state", "false",                  0 },
};

static const char *const garbage[] = {
	"", " ", "ON ", " ON", "on\n", "\tON", "ONE", "O", "1", "0", "yes", "null", "\"ON\"", "[\"ON\"]", "{", "{}", "}", "{\"state\"}",
	"{\"state\":}", "{\"state\":\"ON\"", "{\"state\":\"ON\"}x", "{\"state\":\"ON \"}", "{\"state\":1}", "{\"state\":null}",
	"{\"state\":[true]}", "{\"state\":{}}", "{\"state\":\"ON\",\"state\":\"OFF\"}", "{\"state\":\"ON\\u0000\"}", "{state:ON}",
	"{'state':'ON'}", "{\"State\":\"ON\"}", "{\"state\":\"ON\",}", "{\"transaction\":1}", "\xff\xfe", "{\"state\":\"\xff\"}", "O\x7fN",
	"{\"\":\"ON\"}", "{\"state\":\"ON\",\"transaction\":{}}", "{\"state\":\"ON\",\"transaction\":true}", "{\"state\":1e999}",
};
// clang-format on

START_TEST(words_switch)
{
	made_plug(&made);
	for (size_t i = 0; i < UNIT_COUNT(switches); i++) {
		const struct order *order = only(switches[i].attr, switches[i].payload);

		ck_assert_msg(order->kind == ORDER_SWITCH && order->on == switches[i].on, "%s", switches[i].payload);
		command_finish(&command);
	}
}
END_TEST

START_TEST(nothing_else_is_obeyed)
{
	made_plug(&made);
	for (size_t i = 0; i < UNIT_COUNT(garbage); i++) {
		ck_assert_msg(say(NULL, garbage[i]) == KASA_EINVAL, "\"%s\" is obeyed", garbage[i]);
		ck_assert_uint_eq(command.count, 0);
		ck_assert_ptr_nonnull(command.code);
		ck_assert_str_ne(err.text, "");
		command_finish(&command);
	}
}
END_TEST

START_TEST(a_nul_is_no_end)
{
	made_plug(&made);
	ck_assert_int_eq(command_parse(&command, &made.device, 0, NULL, "on\0", 3, &err), KASA_EINVAL);
	ck_assert_int_eq(command_parse(&command, &made.device, 0, NULL, "{\"state\":\"ON\"}\0", 15, &err), KASA_EINVAL);
	ck_assert_int_eq(command_parse(&command, &made.device, 0, NULL, NULL, 0, &err), KASA_EINVAL);
	command_finish(&command);
}
END_TEST

START_TEST(what_is_too_long_is_not_read)
{
	static char longest[COMMAND_JSON_MAX + 2];

	made_plug(&made);
	memset(longest, 'x', COMMAND_BARE_MAX + 1);
	ck_assert_int_eq(say(NULL, longest), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "257 bytes are too many; 256 are possible"));
	memset(longest, ' ', sizeof longest - 1);
	memcpy(longest, "{\"state\":\"ON\"}", 14);
	ck_assert_int_eq(say(NULL, longest), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "8192 are possible"));
	longest[COMMAND_JSON_MAX] = '\0';
	ck_assert_int_eq(say(NULL, longest), KASA_OK);
	command_finish(&command);
}
END_TEST

START_TEST(depth_does_no_harm)
{
	static char deep[COMMAND_JSON_MAX];

	made_plug(&made);
	strcpy(deep, "{\"state\":");
	memset(deep + 9, '[', sizeof deep - 10);
	ck_assert_int_eq(say(NULL, deep), KASA_EINVAL);
	command_finish(&command);
}
END_TEST

START_TEST(a_transaction_is_given_back_and_shown_apart)
{
	made_plug(&made);
	only(NULL, "{\"transaction\":\"a1\",\"state\":\"ON\"}");
	ck_assert_str_eq(command.transaction, "\"a1\"");
	ck_assert_str_eq(command.text, "{\"state\":\"ON\"}");
	command_finish(&command);
	only(NULL, "{\"state\":\"ON\",\"transaction\":17}");
	ck_assert_str_eq(command.transaction, "17");
	command_finish(&command);
	ck_assert_int_eq(say(NULL, "{\"state\":\"UP\",\"transaction\":17}"), KASA_EINVAL);
	ck_assert_str_eq(command.transaction, "17");
	ck_assert_str_eq(command.text, "{\"state\":\"UP\"}");
	command_finish(&command);
	only("state", "ON");
	ck_assert_str_eq(command.text, "{\"state\":\"ON\"}");
	command_finish(&command);
}
END_TEST

/* ---- refusals ---- */

// clang-format off
static const struct { const char *payload, *code, *says; } refusals[] = {
	{ "{\"brightnes\":5}",          "unknown_attribute", "did you mean \"brightness\"?" },
	{ "{\"zzzzzzzzzz\":5}",         "unknown_attribute", "these are: state, brightness" },
	{ "UP",                         "bad_value",         "state: \"UP\" is none of ON, OFF and TOGGLE" },
	{ "{\"brightness\":5}",         "not_supported",     "brightness: HS100(EU) has no brightness" },
	{ "{\"effect\":\"off\"}",       "not_supported",     "HS100(EU) has no effects" },
	{ "{\"motion\":\"ON\"}",        "not_supported",     "HS100(EU) has no motion" },
	{ "{\"fade_on\":5}",            "not_supported",     "HS100(EU) has no brightness" },
	{ "{\"state\":\"ON\",\"transition\":1}", "not_supported", "HS100(EU) has no brightness" },
	{ "{\"led\":\"TOGGLE\"}",       "bad_value",         "led: \"TOGGLE\" is none of ON and OFF" },
	{ "{\"restart\":\"ON\"}",       "bad_value",         "restart: \"ON\" is not possible; PRESS is" },
	{ "{\"energy_reset\":\"PRESS\"}", "not_supported",   "HS100(EU) has no energy" },
	{ "{\"alias\":\"\"}",           "bad_value",         "1 to 127 bytes" },
	{ "{\"alias\":7}",              "bad_value",         "a name is a text" },
};
// clang-format on

START_TEST(refusals_say_what_is_possible)
{
	made_plug(&made);
	for (size_t i = 0; i < UNIT_COUNT(refusals); i++) {
		ck_assert_msg(say(NULL, refusals[i].payload) != KASA_OK, "%s", refusals[i].payload);
		ck_assert_msg(strcmp(command.code, refusals[i].code) == 0, "%s: %s", refusals[i].payload, command.code);
		ck_assert_msg(strstr(err.text, refusals[i].says), "%s: %s", refusals[i].payload, err.text);
		command_finish(&command);
	}
}
END_TEST

START_TEST(one_bad_part_refuses_all)
{
	made_plug(&made);
	ck_assert_int_eq(say(NULL, "{\"state\":\"ON\",\"alias\":\"x\",\"led\":5}"), KASA_EINVAL);
	ck_assert_uint_eq(command.count, 0);
	command_finish(&command);
}
END_TEST

START_TEST(of_a_device_that_said_nothing_all_is_possible)
{
	made_plug(&made);
	made.device.handle = NULL;
	ck_assert_int_eq(only(NULL, "{\"brightness\":5}")->light.brightness, 5);
	command_finish(&command);
	memset(&made, 0, sizeof made); /* nor of one that nobody knows */
	ck_assert_int_eq(only("motion", "ON")->kind, ORDER_MOTION);
	command_finish(&command);
}
END_TEST

/* ---- lights ---- */

// clang-format off
/* What Home Assistant's JSON lights send, and people. */
static const struct { const char *payload; struct kasa_light_change light; } lights[] = {
	/*                                                                  on, percent, kelvin, hue, saturation, ms */
	{ "{\"state\":\"ON\",\"brightness\":60}",           { 1, 60, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ "{\"brightness\":60}",                            { 1, 60, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ "{\"brightness\":\"60\"}",                        { 1, 60, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ "{\"brightness\":59.6}",                          { 1, 60, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ "{\"brightness\":0.2}",                           { 1, 1, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ "{\"state\":\"ON\",\"brightness\":60,\"transition\":2}", { 1, 60, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, 2000 } },
	{ "{\"state\":\"ON\",\"color_temp\":4000,\"transition\":1.5}", { 1, KASA_UNKNOWN, 4000, KASA_UNKNOWN, KASA_UNKNOWN, 1500 } },
	{ "{\"state\":\"ON\",\"color\":{\"h\":240,\"s\":74.51}}", { 1, KASA_UNKNOWN, KASA_UNKNOWN, 240, 75, KASA_UNKNOWN } },
	{ "{\"color\":{\"h\":0,\"s\":0}}",                  { KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, 0, 0, KASA_UNKNOWN } },
	{ "{\"hue\":10,\"saturation\":20,\"brightness\":30}", { 1, 30, KASA_UNKNOWN, 10, 20, KASA_UNKNOWN } },
	{ "{\"state\":\"OFF\",\"transition\":0.25}",        { 0, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, 250 } },
	{ "{\"brightness\":0,\"transition\":3}",            { 0, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, 3000 } },
	{ "{\"state\":\"OFF\",\"brightness\":40}",          { 0, 40, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
};

static const struct { const char *payload, *says; } dim[] = {
	{ "{\"brightness\":101}",                 "brightness: 101 is out of range; 0 to 100 percent are possible" },
	{ "{\"brightness\":-1}",                  "-1 is out of range" },
	{ "{\"brightness\":\"half\"}",            "\"half\" is no number" },
	{ "{\"brightness\":\"1e1\"}",             "is no number" },
	{ "{\"brightness\":true}",                "true is no number" },
	{ "{\"color_temp\":250}",                 "color_temp: 250 is out of range; 1500 to 10000 kelvin" },
	{ "{\"color_temp\":1600}",                "KL130(EU) shows whites from 2500 to 9000 K, not 1600" },
	{ "{\"color_temp\":4000,\"hue\":3}",      "exclude each other" },
	{ "{\"color\":{\"r\":1,\"g\":2,\"b\":3}}", "a colour is {\"h\":0 to 360,\"s\":0 to 100}" },
	{ "{\"color\":\"red\"}",                  "a colour is" },
	{ "{\"color\":{\"h\":361,\"s\":3}}",      "color: h: 361 is out of range; 0 to 360 degrees are possible" },
	{ "{\"color\":{\"h\":1,\"s\":\"x\"}}",    "color: s: " },
	{ "{\"state\":\"ON\",\"transition\":-1}", "transition: -1 is not possible; 0 to 3600 seconds are" },
	{ "{\"state\":\"ON\",\"transition\":3601}", "3601 is not possible" },
	{ "{\"transition\":1}",                   "it goes with state, brightness or a colour" },
	{ "{\"state\":\"TOGGLE\",\"brightness\":3}", "TOGGLE goes alone" },
	{ "{\"preset\":\"Not set\"}",             "1 to 2 are possible" },
	{ "{\"preset\":3}",                       "3 is out of range" },
	{ "{\"preset\":\"Light preset x\"}",      "is no number" },
};
// clang-format on

START_TEST(values_of_a_light_are_one_order)
{
	made_bulb(&made);
	for (size_t i = 0; i < UNIT_COUNT(lights); i++) {
		const struct order *order = only(NULL, lights[i].payload);

		ck_assert_msg(order->kind == ORDER_LIGHT, "%s", lights[i].payload);
		ck_assert_msg(memcmp(&order->light, &lights[i].light, sizeof order->light) == 0,
		              "%s: %d %d %d %d %d %d", lights[i].payload, order->light.on, order->light.brightness,
		              order->light.color_temp_k, order->light.hue, order->light.saturation,
		              order->light.transition_ms);
		command_finish(&command);
	}
}
END_TEST

START_TEST(values_out_of_range_are_refused)
{
	made_bulb(&made);
	for (size_t i = 0; i < UNIT_COUNT(dim); i++) {
		ck_assert_msg(say(NULL, dim[i].payload) == KASA_EINVAL, "%s", dim[i].payload);
		ck_assert_str_eq(command.code, "bad_value");
		ck_assert_msg(strstr(err.text, dim[i].says), "%s: %s", dim[i].payload, err.text);
		command_finish(&command);
	}
}
END_TEST

START_TEST(a_brightness_of_nothing_is_off)
{
	made_dimmer(&made);
	ck_assert_int_eq(only("brightness", "0")->kind, ORDER_SWITCH);
	ck_assert_int_eq(command.orders[0].on, 0);
	command_finish(&command);
	ck_assert_int_eq(only(NULL, "{\"state\":\"ON\",\"brightness\":0}")->on, 0);
	command_finish(&command);
}
END_TEST

START_TEST(a_dimmer_keeps_its_own_fade)
{
	made_dimmer(&made);
	ck_assert_int_eq(only(NULL, "{\"state\":\"ON\",\"brightness\":40}")->light.transition_ms, KASA_UNKNOWN);
	command_finish(&command);
	ck_assert_int_eq(say(NULL, "{\"color_temp\":4000}"), KASA_ENOTSUP);
	command_finish(&command);
}
END_TEST

START_TEST(presets_by_name_and_number)
{
	made_bulb(&made);
	ck_assert_int_eq(only("preset", "Light preset 2")->value, 1);
	ck_assert_int_eq(command.orders[0].kind, ORDER_PRESET);
	command_finish(&command);
	ck_assert_int_eq(only(NULL, "{\"preset\":1}")->value, 0);
	command_finish(&command);
}
END_TEST

START_TEST(effects_are_objects_or_off)
{
	made_bulb(&made);
	made.state.features |= KASA_FEATURE_EFFECTS;
	strcpy(made.state.effect, "Aurora");
	ck_assert_str_eq(only("effect", "off")->text, "");
	command_finish(&command);
	ck_assert_str_eq(only(NULL, "{\"effect\":{\"name\":\"Mine\",\"custom\":1}}")->text,
	                 "{\"name\":\"Mine\",\"custom\":1}");
	command_finish(&command);
	ck_assert_str_eq(only("effect", "{\"name\":\"Mine\"}")->text, "{\"name\":\"Mine\"}");
	command_finish(&command);
	ck_assert_int_eq(only("effect", "Aurora")->kind, ORDER_READ);
	command_finish(&command);
	ck_assert_int_eq(say("effect", "Sunset"), KASA_EINVAL);
	command_finish(&command);
	ck_assert_int_eq(say("effect", "{\"custom\":1}"), KASA_EINVAL);
	command_finish(&command);
}
END_TEST

/* ---- settings ---- */

// clang-format off
static const struct { const char *attr, *payload; enum order_kind kind; int value; } settings[] = {
	{ "led",            "OFF",    ORDER_LED,          0 },
	{ "motion",         "on",     ORDER_MOTION,       1 },
	{ "ambient_light",  "true",   ORDER_AMBIENT,      1 },
	{ "fade_on",        "1500",   ORDER_DIMMER,       1500 },
	{ "gentle_off",     "120000", ORDER_DIMMER,       120000 },
	{ "ramp_rate",      "10",     ORDER_DIMMER,       10 },
	{ "threshold_min",  "51",     ORDER_DIMMER,       51 },
	{ "motion_range",   "far",    ORDER_MOTION_RANGE, KASA_UNKNOWN },
	{ "motion_threshold", "33",   ORDER_MOTION_RANGE, 33 },
	{ "inactivity",     "60",     ORDER_INACTIVITY,   60000 },
	{ "restart",        "PRESS",  ORDER_RESTART,      KASA_UNKNOWN },
	{ "restart",        "",       ORDER_RESTART,      KASA_UNKNOWN },
	{ "clock",          "PRESS",  ORDER_CLOCK,        KASA_UNKNOWN },
	{ "sync_clock",     "true",   ORDER_CLOCK,        KASA_UNKNOWN },
};

static const struct { const char *attr, *payload; } unset[] = {
	{ "fade_on", "10001" }, { "gentle_off", "1000000" }, { "ramp_rate", "9" }, { "threshold_min", "52" }, { "motion_threshold", "101" },
	{ "motion_range", "Wide" }, { "inactivity", "0" }, { "inactivity", "86401" }, { "fade_on", "" }, { "fade_on", "1 " },
	{ "motion", "toggle" }, { "led", "" }, { "alias", "a\tb" },
};
// clang-format on

START_TEST(settings_are_orders)
{
	made_sensor(&made);
	for (size_t i = 0; i < UNIT_COUNT(settings); i++) {
		const struct order *order = only(settings[i].attr, settings[i].payload);
		int value = order->value == KASA_UNKNOWN ? order->on : order->value;

		ck_assert_msg(order->kind == settings[i].kind, "%s", settings[i].attr);
		ck_assert_msg(value == settings[i].value, "%s: %d", settings[i].attr, value);
		command_finish(&command);
	}
}
END_TEST

START_TEST(settings_out_of_range_are_refused)
{
	made_sensor(&made);
	for (size_t i = 0; i < UNIT_COUNT(unset); i++) {
		ck_assert_msg(say(unset[i].attr, unset[i].payload) == KASA_EINVAL, "%s %s", unset[i].attr,
		              unset[i].payload);
		ck_assert_str_eq(command.code, "bad_value");
		command_finish(&command);
	}
}
END_TEST

START_TEST(a_range_and_its_threshold_are_one_order)
{
	made_sensor(&made);
	ck_assert_int_eq(only(NULL, "{\"motion_threshold\":7,\"motion_range\":\"Custom\"}")->value, 7);
	ck_assert_int_eq(command.orders[0].range, KASA_RANGE_CUSTOM);
	command_finish(&command);
	ck_assert_int_eq(say(NULL, "{\"motion_threshold\":7,\"motion_range\":\"Near\"}"), KASA_EINVAL);
	command_finish(&command);
}
END_TEST

START_TEST(several_things_in_one_message_begin_with_the_light)
{
	made_dimmer(&made);
	ck_assert_int_eq(say(NULL, "{\"led\":\"OFF\",\"fade_on\":5,\"state\":\"ON\",\"alias\":\"H\\u00e4ll\"}"),
	                 KASA_OK);
	ck_assert_uint_eq(command.count, 4);
	ck_assert_int_eq(command.orders[0].kind, ORDER_SWITCH);
	ck_assert_int_eq(command.orders[1].kind, ORDER_LED);
	ck_assert_int_eq(command.orders[2].kind, ORDER_DIMMER);
	ck_assert_int_eq(command.orders[2].setting, KASA_DIMMER_FADE_ON);
	ck_assert_str_eq(command.orders[3].text, "H\xc3\xa4ll");
	command_finish(&command);
}
END_TEST

START_TEST(more_than_fits_is_refused)
{
	made_sensor(&made);
	made.state.features |= KASA_FEATURE_ENERGY | KASA_FEATURE_EFFECTS;
	ck_assert_int_eq(
		say(NULL,
	            "{\"led\":true,\"fade_on\":1,\"fade_off\":1,\"gentle_on\":1,\"gentle_off\":1,\"ramp_rate\":10,"
	            "\"threshold_min\":1,\"motion\":true,\"inactivity\":1,\"ambient_light\":true,\"alias\":\"x\","
	            "\"restart\":true,\"clock\":true,\"sync_clock\":true,\"energy_reset\":true,\"preset\":1,"
	            "\"effect\":\"off\"}"),
		KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "more than 16 things at once"));
	command_finish(&command);
}
END_TEST

/* ---- outlets ---- */

START_TEST(outlets_switch_and_have_names)
{
	made_strip(&made);
	ck_assert_int_eq(say_outlet(3, NULL, "OFF"), KASA_OK);
	ck_assert_uint_eq(command.orders[0].outlet, 3);
	command_finish(&command);
	ck_assert_int_eq(say_outlet(1, NULL, "{\"alias\":\"TV\",\"energy_reset\":true}"), KASA_OK);
	ck_assert_uint_eq(command.orders[1].outlet, 1);
	command_finish(&command);
	ck_assert_int_eq(say_outlet(4, NULL, "OFF"), KASA_ENOTSUP);
	ck_assert_str_eq(command.code, "not_supported");
	ck_assert_str_eq(err.text, "there is no outlet 4; 1 to 3 are possible");
	command_finish(&command);
	ck_assert_int_eq(say_outlet(1, "led", "OFF"), KASA_ENOTSUP);
	command_finish(&command);
	made_plug(&made);
	ck_assert_int_eq(say_outlet(1, NULL, "OFF"), KASA_ENOTSUP);
	ck_assert_str_eq(err.text, "HS100(EU) has no outlets to address one by one");
	command_finish(&command);
}
END_TEST

START_TEST(failures_have_the_codes_that_results_promise)
{
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_ETIMEOUT }), "timeout");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_EDEVICE }), "device_error");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_ENOTSUP }), "not_supported");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_EBUSY }), "busy");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_EINVAL }), "bad_value");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_EREFUSED }), "refused");
	ck_assert_str_eq(command_code(&(struct kasa_err){ .code = KASA_EUNKNOWN }), "outcome_unknown");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		words_switch,
		nothing_else_is_obeyed,
		a_nul_is_no_end,
		what_is_too_long_is_not_read,
		depth_does_no_harm,
		a_transaction_is_given_back_and_shown_apart,
		refusals_say_what_is_possible,
		one_bad_part_refuses_all,
		of_a_device_that_said_nothing_all_is_possible,
		values_of_a_light_are_one_order,
		values_out_of_range_are_refused,
		a_brightness_of_nothing_is_off,
		a_dimmer_keeps_its_own_fade,
		presets_by_name_and_number,
		effects_are_objects_or_off,
		settings_are_orders,
		settings_out_of_range_are_refused,
		a_range_and_its_threshold_are_one_order,
		several_things_in_one_message_begin_with_the_light,
		more_than_fits_is_refused,
		outlets_switch_and_have_names,
		failures_have_the_codes_that_results_promise,
	};

	return unit_run("command", tests, UNIT_COUNT(tests));
}
