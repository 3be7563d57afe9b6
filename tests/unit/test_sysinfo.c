/* What a device says of itself, right and wrong: a value of the wrong kind is unknown, and the rest is used. */
#include "unit/unit.h"

#include "base/str.h"
#include "unit/devices.h"

enum field {
	ON,
	ON_TIME,
	LED,
	RSSI,
	BRIGHTNESS,
	COLOR_TEMP,
	HUE,
	SATURATION,
	FAMILY,
	FEATURES,
	OUTLETS,
	ALIAS,
	EFFECT,
	ID,
	MAC,
	MODEL,
};

static int
value(const struct kasa_state *state, enum field field)
{
	switch (field) {
	case ON:
		return state->on;
	case ON_TIME:
		return state->on_time_s;
	case LED:
		return state->led;
	case RSSI:
		return state->rssi_dbm;
	case BRIGHTNESS:
		return state->light.brightness;
	case COLOR_TEMP:
		return state->light.color_temp_k;
	case HUE:
		return state->light.hue;
	case SATURATION:
		return state->light.saturation;
	case FAMILY:
		return (int)state->family;
	case FEATURES:
		return (int)state->features;
	case OUTLETS:
		return (int)state->outlet_count;
	case ALIAS:
		return (int)strlen(state->alias);
	case EFFECT:
		return (int)strlen(state->effect);
	case ID:
		return (int)strlen(state->id);
	case MAC:
		return (int)strlen(state->mac);
	case MODEL:
		return (int)strlen(state->model);
	}
	return -1;
}

enum {
	U = KASA_UNKNOWN,
	RELAY = KASA_FEATURE_RELAY,
	ENE = KASA_FEATURE_ENERGY,
	TIM = KASA_FEATURE_TIMER,
};

// clang-format off
/* Beside "type" and "model", which are right, the device says this ... and what becomes of it. */
static const struct {
	const char *says;
	enum field field;
	int is;
} plugs[] = {
	{ "\"relay_state\":1",                   ON, 1 },
	{ "\"relay_state\":0",                   ON, 0 },
	{ "\"relay_state\":\"1\"",               ON, U },
	{ "\"relay_state\":null",                ON, U },
	{ "\"relay_state\":1.5",                 ON, U },
	{ "\"relay_state\":1.0",                 ON, U },
	{ "\"relay_state\":2",                   ON, U },
	{ "\"relay_state\":-1",                  ON, U },
	{ "\"relay_state\":true",                ON, U },
	{ "\"relay_state\":[1]",                 ON, U },
	{ "\"relay_state\":{\"state\":1}",       ON, U },
	{ "\"relay_state\":4294967297",          ON, U },
	{ "\"Relay_State\":1",                   ON, U },
	{ "\"on_time\":0",                       ON_TIME, 0 },
	{ "\"on_time\":2147483647",              ON_TIME, INT_MAX },
	{ "\"on_time\":2147483648",              ON_TIME, U },
	{ "\"on_time\":-1",                      ON_TIME, U },
	{ "\"on_time\":\"12\"",                  ON_TIME, U },
	{ "\"on_time\":1e3",                     ON_TIME, U },
	{ "\"led_off\":0",                       LED, 1 },
	{ "\"led_off\":1",                       LED, 0 },
	{ "\"led_off\":2",                       LED, U },
	{ "\"led_off\":\"0\"",                   LED, U },
	{ "\"led_off\":false",                   LED, U },
	{ "\"rssi\":-64",                        RSSI, -64 },
	{ "\"rssi\":\"-64\"",                    RSSI, U },
	{ "\"rssi\":-64.5",                      RSSI, U },
	{ "\"rssi\":9223372036854775807",        RSSI, U },
	{ "\"brightness\":50",                   BRIGHTNESS, 50 },
	{ "\"brightness\":0",                    BRIGHTNESS, 0 },
	{ "\"brightness\":101",                  BRIGHTNESS, U },
	{ "\"brightness\":-1",                   BRIGHTNESS, U },
	{ "\"brightness\":\"50\"",               BRIGHTNESS, U },
	{ "\"alias\":\"Lamp\"",                  ALIAS, 4 },
	{ "\"alias\":\"\"",                      ALIAS, 0 },
	{ "\"alias\":17",                        ALIAS, 0 },
	{ "\"alias\":null",                      ALIAS, 0 },
	{ "\"alias\":[\"Lamp\"]",                ALIAS, 0 },
	{ "\"deviceId\":\"" DEVICE_ID "\"",      ID, 40 },
	{ "\"deviceId\":12345",                  ID, 0 },
	{ "\"deviceId\":{}",                     ID, 0 },
	{ "\"deviceId\":\"" DEVICE_ID DEVICE_ID "\"", ID, KASA_ID_MAX - 1 },
	{ "\"mac\":\"aa-bb-cc-dd-ee-ff\"",       MAC, 17 },
	{ "\"mac\":\"AABBCCDDEEFF\"",            MAC, 17 },
	{ "\"mac\":\"not a mac\"",               MAC, 0 },
	{ "\"mac\":\"AA:BB:CC:DD:EE\"",          MAC, 0 },
	{ "\"mac\":0",                           MAC, 0 },
	{ "\"mic_mac\":\"AABBCCDDEEFF\"",        MAC, 17 },
	{ "\"ethernet_mac\":\"AABBCCDDEEFF\"",   MAC, 17 },
	{ "\"mac\":null,\"mic_mac\":\"AABBCCDDEEFF\"", MAC, 17 },
	{ "\"feature\":\"TIM\"",                 FEATURES, RELAY | TIM },
	{ "\"feature\":\"TIM:ENE\"",             FEATURES, RELAY | TIM | ENE },
	{ "\"feature\":\"ENE\"",                 FEATURES, RELAY | ENE },
	{ "\"feature\":\":ENE::X\"",             FEATURES, RELAY | ENE },
	{ "\"feature\":\"ENERGY:XENE\"",         FEATURES, RELAY },
	{ "\"feature\":\"\"",                    FEATURES, RELAY },
	{ "\"feature\":7",                       FEATURES, RELAY },
	{ "\"feature\":[\"ENE\"]",               FEATURES, RELAY },
	{ "\"dev_name\":5",                      FAMILY, KASA_FAMILY_PLUG },
	{ "\"children\":5",                      FAMILY, KASA_FAMILY_PLUG },
	{ "\"children\":{}",                     OUTLETS, 0 },
	{ "\"children\":null",                   OUTLETS, 0 },
	{ "\"children\":[]",                     OUTLETS, 0 },
	{ "\"children\":[1,null,\"x\",[]]",      OUTLETS, 4 },
	{ "\"light_state\":7",                   ON, U },
	{ "\"light_state\":{}",                  ON, U },
	{ "\"err_code\":\"0\",\"unheard_of\":{}", FAMILY, KASA_FAMILY_PLUG },
}, bulbs[] = {
	{ "\"light_state\":{\"on_off\":1}",                         ON, 1 },
	{ "\"light_state\":{\"on_off\":\"1\"}",                     ON, U },
	{ "\"light_state\":{\"on_off\":2}",                         ON, U },
	{ "\"light_state\":null",                                   ON, U },
	{ "\"relay_state\":1",                                      ON, 1 },
	{ "\"light_state\":{\"brightness\":100}",                   BRIGHTNESS, 100 },
	{ "\"light_state\":{\"brightness\":\"full\"}",              BRIGHTNESS, U },
	{ "\"light_state\":{\"hue\":360}",                          HUE, 360 },
	{ "\"light_state\":{\"hue\":361}",                          HUE, U },
	{ "\"light_state\":{\"saturation\":101}",                   SATURATION, U },
	{ "\"light_state\":{\"color_temp\":2700}",                  COLOR_TEMP, 2700 },
	{ "\"light_state\":{\"color_temp\":-2700}",                 COLOR_TEMP, U },
	{ "\"light_state\":{\"on_off\":0,\"dft_on_state\":{\"hue\":9}}", HUE, 9 },
	{ "\"light_state\":{\"on_off\":0,\"dft_on_state\":5,\"hue\":9}", HUE, 9 },
	{ "\"light_state\":{\"on_off\":0,\"dft_on_state\":{\"hue\":9}}", ON, 0 },
	{ "\"lighting_effect_state\":{\"enable\":1,\"name\":\"Slow\"}", EFFECT, 4 },
	{ "\"lighting_effect_state\":{\"enable\":0,\"name\":\"Slow\"}", EFFECT, 0 },
	{ "\"lighting_effect_state\":{\"enable\":true,\"name\":\"Slow\"}", EFFECT, 0 },
	{ "\"lighting_effect_state\":{\"enable\":1,\"name\":7}",  EFFECT, 0 },
	{ "\"lighting_effect_state\":[]",                          EFFECT, 0 },
	{ "\"is_color\":\"1\",\"is_dimmable\":2",                   FEATURES, RELAY | ENE | TIM },
	{ "\"is_color\":1",                                         FEATURES, RELAY | ENE | TIM | KASA_FEATURE_COLOR },
	{ "\"is_dimmable\":1",                                      FEATURES, RELAY | ENE | TIM | KASA_FEATURE_BRIGHTNESS },
	{ "\"is_variable_color_temp\":1",                           FEATURES, RELAY | ENE | TIM | KASA_FEATURE_COLOR_TEMP },
};

static const struct {
	const char *says;
	enum kasa_family family;
} kinds[] = {
	{ "\"type\":\"IOT.SMARTPLUGSWITCH\"", KASA_FAMILY_PLUG },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\"", KASA_FAMILY_PLUG },
	{ "\"mic_type\":\"iot.smartplugswitch\"", KASA_FAMILY_PLUG },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Wi-Fi Light Switch\"", KASA_FAMILY_SWITCH },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Wi-Fi Smart 3-way light\"", KASA_FAMILY_SWITCH },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Wi-Fi Dimmer\"", KASA_FAMILY_DIMMER },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"brightness\":5", KASA_FAMILY_DIMMER },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"brightness\":5,\"dev_name\":\"a light\"", KASA_FAMILY_DIMMER },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"children\":[]", KASA_FAMILY_STRIP },
	{ "\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"children\":[],\"dev_name\":\"a light\"", KASA_FAMILY_STRIP },
	{ "\"mic_type\":\"IOT.SMARTBULB\"", KASA_FAMILY_BULB },
	{ "\"mic_type\":\"IOT.SMARTBULB\",\"length\":16", KASA_FAMILY_LIGHTSTRIP },
	{ "\"mic_type\":\"IOT.SMARTBULB\",\"children\":[]", KASA_FAMILY_BULB },
	{ "\"type\":\"IOT.SMARTBULB\",\"mic_type\":\"IOT.SMARTPLUGSWITCH\"", KASA_FAMILY_BULB },
	{ "\"type\":null,\"mic_type\":\"IOT.SMARTPLUGSWITCH\"", KASA_FAMILY_PLUG },
	{ "\"type\":7,\"mic_type\":\"IOT.SMARTBULB\"", KASA_FAMILY_BULB },
	{ "\"mic_type\":\"IOT.RANGEEXTENDER.SMARTPLUG\"", KASA_FAMILY_PLUG },
	{ "\"type\":\"IOT.IPCAMERA\"", KASA_FAMILY_UNKNOWN },
	{ "\"type\":\"\"", KASA_FAMILY_UNKNOWN },
	{ "\"relay_state\":1", KASA_FAMILY_UNKNOWN },
};
// clang-format on

static void
check_value(const char *type, const char *says, enum field field, int is)
{
	char members[1024];
	struct kasa_record record;
	struct kasa_err err;

	kasa_record_init(&record);
	snprintf(members, sizeof members, "\"mic_type\":\"%s\",\"model\":\"M\",%s", type, says);
	ck_assert_msg(device_read(&record, members, &err) == KASA_OK, "%s", says);
	ck_assert_msg(value(&record.state, field) == is, "%s: %d", says, value(&record.state, field));
	ck_assert_int_eq(value(&record.state, MODEL), 1);
	kasa_record_finish(&record);
}

START_TEST(a_plugs_value_of_the_wrong_kind_is_unknown_and_the_rest_is_used)
{
	for (size_t i = 0; i < UNIT_COUNT(plugs); i++)
		check_value("IOT.SMARTPLUGSWITCH", plugs[i].says, plugs[i].field, plugs[i].is);
}
END_TEST

START_TEST(a_lights_value_of_the_wrong_kind_is_unknown_and_the_rest_is_used)
{
	for (size_t i = 0; i < UNIT_COUNT(bulbs); i++)
		check_value("IOT.SMARTBULB", bulbs[i].says, bulbs[i].field, bulbs[i].is);
}
END_TEST

START_TEST(what_was_not_said_is_unknown_and_never_zero)
{
	struct kasa_record record = device_record("\"deviceId\":\"1\"");

	for (int field = ON; field <= SATURATION; field++)
		ck_assert_int_eq(value(&record.state, (enum field)field), KASA_UNKNOWN);
	for (int field = FAMILY; field <= EFFECT; field++)
		ck_assert_int_eq(value(&record.state, (enum field)field), 0);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(devices_are_classified_by_what_they_say)
{
	for (size_t i = 0; i < UNIT_COUNT(kinds); i++) {
		char members[200];
		struct kasa_record record;

		snprintf(members, sizeof members, "\"model\":\"M\",%s", kinds[i].says);
		record = device_record(members);
		ck_assert_msg(record.state.family == kinds[i].family, "%s", kinds[i].says);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(the_model_says_nothing_about_the_kind)
{
	struct kasa_record record = device_record("\"model\":\"HS300(US)\",\"mic_type\":\"IOT.SMARTBULB\"");

	ck_assert_int_eq(record.state.family, KASA_FAMILY_BULB);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(a_switch_with_a_sensor_tells_motion_and_light)
{
	struct kasa_record record =
		device_record("\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"dev_name\":\"Smart Light Switch with PIR\"");

	ck_assert_uint_eq(record.state.features & (KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT),
	                  KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(an_alias_of_four_kilobytes_is_cut_at_a_character)
{
	char members[5000] = PLUG_INFO ",\"alias\":\"x";
	struct kasa_record record;

	for (int i = 0; i < 1365; i++)
		strcat(members, "\xe2\x98\x83");
	strcat(members, "\"");

	record = device_record(members);

	ck_assert_uint_eq(strlen(record.state.alias), 1 + 42 * 3); /* 127 bytes would fit, 126 behind the x are whole */
	ck_assert(kasa_utf8_valid(record.state.alias, strlen(record.state.alias)));
	kasa_record_finish(&record);
}
END_TEST

START_TEST(what_describes_no_device_is_refused_and_changes_nothing)
{
	struct kasa_record record = device_record(STRIP(1, 0));
	struct kasa_err err;

	ck_assert_int_eq(device_read(&record, "\"err_code\":0", &err), KASA_EPROTO);
	ck_assert_int_eq(device_read(&record, "\"deviceId\":7,\"model\":null", &err), KASA_EPROTO);

	ck_assert_str_eq(record.state.alias, "Strip");
	ck_assert_uint_eq(record.state.outlet_count, 2);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(a_camera_is_called_one)
{
	struct kasa_record record;
	struct kasa_err err;

	kasa_record_init(&record);

	ck_assert_int_eq(device_read(&record, "\"system\":{\"model\":\"EC60(US)\"}", &err), KASA_ENOTSUP);

	ck_assert_ptr_nonnull(strstr(err.text, "camera"));
	ck_assert(!record.known);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(a_value_that_is_no_longer_said_is_forgotten)
{
	struct kasa_record record = device_record(PLUG(1));
	struct kasa_err err;

	ck_assert_int_eq(device_read(&record, PLUG_INFO, &err), KASA_OK);

	ck_assert_int_eq(record.state.on, KASA_UNKNOWN);
	ck_assert_str_eq(record.state.alias, "");
	kasa_record_finish(&record);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plugs_value_of_the_wrong_kind_is_unknown_and_the_rest_is_used,
		a_lights_value_of_the_wrong_kind_is_unknown_and_the_rest_is_used,
		what_was_not_said_is_unknown_and_never_zero,
		devices_are_classified_by_what_they_say,
		the_model_says_nothing_about_the_kind,
		a_switch_with_a_sensor_tells_motion_and_light,
		an_alias_of_four_kilobytes_is_cut_at_a_character,
		what_describes_no_device_is_refused_and_changes_nothing,
		a_camera_is_called_one,
		a_value_that_is_no_longer_said_is_forgotten,
	};

	return unit_run("sysinfo", tests, UNIT_COUNT(tests));
}
