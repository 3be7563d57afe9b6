/* What is published of devices, to the letter: dashboards and templates hang on it. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/documents/documents.h"
#include "unit/bridge_device.h"

enum {
	NOW_S = 1795809600, /* 2026-11-27 20:00:00 UTC */
};

static struct made made;

/* Compares, and takes the document. */
static void
is(json_t *json, const char *text)
{
	char *got = json ? document_text(json, NULL) : strdup("none");

	ck_assert_str_eq(got, text);
	free(got);
	json_decref(json);
}

/* ---- states ---- */

START_TEST(a_plug_that_is_on)
{
	made_plug(&made);
	is(document_state(&made.device, 0),
	   "{\"state\":\"ON\",\"led\":\"ON\",\"rssi\":-57,\"on_since\":\"2026-11-27T19:59:00+00:00\","
	   "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_plug_that_is_off_is_on_since_null)
{
	made_plug(&made);
	made.state.on = made.state.led = 0;
	made.state.on_time_s = 0;
	made.parts[0].on_since_s = 0;
	made.settings.cloud = 0;
	is(document_state(&made.device, 0),
	   "{\"state\":\"OFF\",\"led\":\"OFF\",\"rssi\":-57,\"cloud\":\"OFF\",\"on_since\":null,"
	   "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(what_is_unknown_is_left_out)
{
	made_plug(&made);
	made.state.on = made.state.led = made.state.rssi_dbm = made.state.on_time_s = KASA_UNKNOWN;
	made.parts[0].on_since_s = 0;
	is(document_state(&made.device, 0), "{\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	made.device.handle = NULL;
	ck_assert_ptr_null(document_state(&made.device, 0));
}
END_TEST

START_TEST(a_dimmer)
{
	made_dimmer(&made);
	made.settings.cloud = 1;
	is(document_state(&made.device, 0),
	   "{\"state\":\"ON\",\"brightness\":35,\"led\":\"ON\",\"rssi\":-57,\"cloud\":\"ON\","
	   "\"on_since\":\"2026-11-27T19:59:00+00:00\",\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_settings(&made.device),
	   "{\"fade_on\":1000,\"fade_off\":1001,\"gentle_on\":3000,\"gentle_off\":10000,"
	   "\"ramp_rate\":30,\"threshold_min\":11}");
}
END_TEST

START_TEST(a_white_light)
{
	made_bulb(&made);
	is(document_state(&made.device, 0),
	   "{\"state\":\"ON\",\"brightness\":60,\"color_mode\":\"color_temp\",\"color_temp\":2700,"
	   "\"preset\":\"Not set\",\"rssi\":-57,\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_coloured_light_that_shows_a_preset)
{
	made_bulb(&made);
	made.state.light.color_temp_k = 0;
	made.state.light.brightness = 100;
	is(document_state(&made.device, 0),
	   "{\"state\":\"ON\",\"brightness\":100,\"color_mode\":\"hs\",\"color\":{\"h\":240,\"s\":75},"
	   "\"preset\":\"Light preset 2\",\"rssi\":-57,\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_light_that_is_off_has_no_brightness_of_nothing)
{
	made_bulb(&made);
	made.settings.has_presets = false;
	made.state.on = 0;
	made.state.light = (struct kasa_light){ 0, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN };
	is(document_state(&made.device, 0),
	   "{\"state\":\"OFF\",\"rssi\":-57,\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(an_effect_is_named_and_its_end_too)
{
	made_bulb(&made);
	made.settings.has_presets = false;
	made.state.features = KASA_FEATURE_EFFECTS | KASA_FEATURE_BRIGHTNESS;
	is(document_state(&made.device, 0), "{\"state\":\"ON\",\"brightness\":60,\"effect\":\"off\",\"rssi\":-57,"
	                                    "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	strcpy(made.state.effect, "Au\x1brora");
	is(document_state(&made.device, 0), "{\"state\":\"ON\",\"brightness\":60,\"effect\":\"Au?rora\",\"rssi\":-57,"
	                                    "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_strip_and_its_outlets)
{
	made_strip(&made);
	is(document_state(&made.device, 0),
	   "{\"led\":\"ON\",\"rssi\":-57,\"on_since\":\"2026-11-27T19:59:00+00:00\",\"outlets\":3,"
	   "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_state(&made.device, 2),
	   "{\"state\":\"ON\",\"outlet\":2,\"alias\":\"Desk B\",\"on_since\":\"2026-11-27T19:59:00+00:00\","
	   "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	made.outlets[0].on_time_s = 0;
	is(document_state(&made.device, 1), "{\"state\":\"OFF\",\"outlet\":1,\"alias\":\"Desk A\",\"on_since\":null,"
	                                    "\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	ck_assert_ptr_null(document_state(&made.device, 4));
}
END_TEST

START_TEST(sensors_measure_here_and_are_set_there)
{
	made_sensor(&made);
	made.settings.has_dimmer = false;
	is(document_state(&made.device, 0),
	   "{\"state\":\"ON\",\"brightness\":35,\"led\":\"ON\",\"motion\":\"OFF\",\"motion_value\":2100,\"motion_percent\":3,"
	   "\"ambient_light\":12,\"rssi\":-57,\"on_since\":\"2026-11-27T19:59:00+00:00\",\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_settings(&made.device),
	   "{\"motion\":\"ON\",\"motion_range\":\"near\",\"motion_threshold\":60,\"inactivity\":60,\"ambient\":\"OFF\"}");
	made_plug(&made);
	ck_assert_ptr_null(document_settings(&made.device));
}
END_TEST

/* ---- meters ---- */

START_TEST(a_meter_without_noise_of_floats)
{
	made_plug(&made);
	ck_assert_ptr_null(document_energy(&made.device, 0));
	made_meter(&made, 0);
	is(document_energy(&made.device, 0),
	   "{\"power\":10.5,\"voltage\":229.8,\"current\":0.087,\"energy\":214.731,\"energy_today\":0.912,"
	   "\"energy_month\":3.5,\"energy_device\":12.204,\"time\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_meter_that_tells_power_alone)
{
	made_bulb(&made);
	made_meter(&made, 0);
	kasa_energy_init(&made.meters[0].energy);
	made.meters[0].energy.power_w = -0.01;
	made.meters[0].counter = (struct counter){ .last_kwh = NAN, .base_today_kwh = NAN, .base_month_kwh = NAN };
	is(document_energy(&made.device, 0), "{\"power\":0.0,\"time\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_strip_is_the_sum_of_its_outlets)
{
	struct kasa_energy sum;
	double kwh[3];

	made_strip(&made);
	ck_assert_ptr_null(document_energy(&made.device, 0));
	made_meter(&made, 1);
	made_meter(&made, 3);
	ck_assert_msg(!document_energy(&made.device, 0), "the second was not read yet: the sum would grow by it later");
	ck_assert(!device_energy_sum(&made.device, &sum, &kwh[0], &kwh[1], &kwh[2]));
	ck_assert_msg(isnan(sum.power_w) && isnan(kwh[0]) && isnan(kwh[1]) && isnan(kwh[2]),
	              "nor are there entities of it");
	made.parts[2].meterless = true;
	is(document_energy(&made.device, 0),
	   "{\"power\":20.9,\"voltage\":229.8,\"current\":0.174,\"energy\":429.462,\"energy_today\":1.824,"
	   "\"energy_month\":7.0,\"energy_device\":24.408,\"time\":\"2026-11-27T20:00:00+00:00\"}");
	ck_assert_ptr_null(document_energy(&made.device, 2));
	ck_assert_ptr_null(document_energy(&made.device, 9));
}
END_TEST

static bool
is_among(const char *const list[], const char *key)
{
	size_t n = 0;

	while (list[n] && strcmp(list[n], key) != 0)
		n++;
	ck_assert_msg(n < 32, "there is room for no more when they are cleared");
	return list[n];
}

static void
assert_listed(json_t *json, const char *const list[])
{
	const char *key;
	json_t *value;

	json_object_foreach(json, key, value)
		ck_assert_msg(is_among(list, key), "%s is cleared when its device goes", key);
	json_decref(json);
}

START_TEST(what_may_have_a_topic_is_listed)
{
	void (*const makers[])(struct made *) = { made_plug, made_dimmer, made_bulb, made_strip, made_sensor };

	for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++) {
		makers[i](&made);
		assert_listed(document_state(&made.device, 0), document_values);
		assert_listed(document_settings(&made.device), document_settings_values);
		if (made.device.part_count > 0)
			assert_listed(document_state(&made.device, 1), document_values);
		made_meter(&made, made.device.part_count > 0 ? 1 : 0);
		assert_listed(document_energy(&made.device, made.device.part_count > 0 ? 1 : 0), document_values);
	}
}
END_TEST

/* ---- lists and events ---- */

START_TEST(a_device_in_the_list)
{
	made_strip(&made);
	made.device.enabled = true;
	is(document_device(&made.device),
	   "{\"name\":\"desk\",\"id\":\"8006E9B1F0000000000000000000000000000001\",\"mac\":\"50:C7:BF:00:01:00\",\"alias\":\"Desk\","
	   "\"model\":\"KP303(EU)\",\"family\":\"strip\",\"hardware\":\"1.0\",\"firmware\":\"1.2.6 Build 200727 Rel.120821\","
	   "\"capabilities\":[\"relay\",\"outlets\",\"led\",\"energy\",\"timer\"],"
	   "\"children\":[{\"outlet\":1,\"id\":\"8006E9B1F000000000000000000000000000000100\",\"alias\":\"Desk A\"},"
	   "{\"outlet\":2,\"id\":\"8006E9B1F000000000000000000000000000000101\",\"alias\":\"Desk B\"},"
	   "{\"outlet\":3,\"id\":\"8006E9B1F000000000000000000000000000000102\",\"alias\":\"Desk C\"}],"
	   "\"host\":\"192.0.2.7\",\"port\":9999,\"transport\":\"xor\",\"language\":\"iot\",\"online\":true,\"disabled\":false,"
	   "\"hidden\":false,\"protected\":false,\"last_seen\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(a_device_that_was_never_heard)
{
	made_plug(&made);
	made.device.handle = NULL;
	made.device.availability = AVAILABILITY_UNKNOWN;
	made.device.seen_s = 0;
	made.device.enabled = true;
	is(document_device(&made.device),
	   "{\"name\":\"fan\",\"id\":\"8006E9B1F0000000000000000000000000000001\",\"mac\":\"50:C7:BF:00:01:00\",\"online\":false,"
	   "\"disabled\":false,\"hidden\":false,\"protected\":false}");
}
END_TEST

START_TEST(events_say_what_happened_to_whom)
{
	const struct kasa_err err = { .code = KASA_ETIMEOUT, .text = "no answer in 3 s" };

	made_strip(&made);
	is(document_event(
		   &(struct event){ .kind = EVENT_CHANGED_LOCALLY, .device = &made.device, .outlet = 2, .after = "ON" },
		   NOW_S),
	   "{\"event_type\":\"changed_locally\",\"device\":\"desk\",\"mac\":\"50:C7:BF:00:01:00\",\"alias\":\"Desk B\",\"outlet\":2,"
	   "\"state\":\"ON\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_event(
		   &(struct event){ .kind = EVENT_COMMAND_FAILED, .device = &made.device, .after = "led", .err = &err },
		   NOW_S),
	   "{\"event_type\":\"command_failed\",\"device\":\"desk\",\"mac\":\"50:C7:BF:00:01:00\",\"alias\":\"Desk\",\"command\":\"led\","
	   "\"code\":\"timeout\",\"error\":\"no answer in 3 s\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
	made.device.availability = AVAILABILITY_OFFLINE;
	is(document_event(
		   &(struct event){ .kind = EVENT_COMMAND_FAILED, .device = &made.device, .after = "led", .err = &err },
		   NOW_S),
	   "{\"event_type\":\"command_failed\",\"device\":\"desk\",\"mac\":\"50:C7:BF:00:01:00\",\"alias\":\"Desk\",\"command\":\"led\","
	   "\"code\":\"device_offline\",\"error\":\"no answer in 3 s\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_event(&(struct event){ .kind = EVENT_COMMAND_FAILED, .after = "set", .err = &err, .code = "busy" },
	                  NOW_S),
	   "{\"event_type\":\"command_failed\",\"command\":\"set\",\"code\":\"busy\",\"error\":\"no answer in 3 s\","
	   "\"time\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(reports_say_who_did_it_and_what_was_measured)
{
	struct event_facts facts;

	made_strip(&made);
	is(document_report(&(struct event){ .kind = EVENT_STATE_CHANGED,
	                                    .device = &made.device,
	                                    .outlet = 2,
	                                    .before = "OFF",
	                                    .after = "ON",
	                                    .source = ORDER_FROM_HOOK,
	                                    .by = "tree" },
	                   NOW_S),
	   "{\"event\":\"state_changed\",\"device\":\"desk\",\"mac\":\"50:C7:BF:00:01:00\",\"alias\":\"Desk B\",\"outlet\":2,"
	   "\"id\":\"8006E9B1F0000000000000000000000000000001\",\"from\":\"OFF\",\"state\":\"ON\",\"cause\":\"webhook\","
	   "\"by\":\"tree\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
	event_facts_init(&facts);
	facts.energy_kwh = 0.73155;
	facts.duration_s = 5400;
	facts.started_s = 951782399;
	is(document_report(&(struct event){ .kind = EVENT_CYCLE_FINISHED, .facts = &facts }, NOW_S),
	   "{\"event\":\"cycle_finished\",\"energy_kwh\":0.7316,\"started\":\"2000-02-28T23:59:59+00:00\",\"duration_s\":5400,"
	   "\"time\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_report(&(struct event){ .kind = EVENT_RULE, .name = "heater_long", .by = "heater" }, NOW_S),
	   "{\"event\":\"heater_long\",\"by\":\"heater\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
	is(document_event(&(struct event){ .kind = EVENT_RULE, .name = "heater_long" }, NOW_S),
	   "{\"event_type\":\"rule\",\"name\":\"heater_long\",\"time\":\"2026-11-27T20:00:00+00:00\"}");
}
END_TEST

START_TEST(events_have_their_names)
{
	const struct event online = { .kind = EVENT_ONLINE };

	ck_assert_str_eq(event_name(&online), "device_online");
	ck_assert_str_eq(event_word(EVENT_ONLINE), "came_online");
	ck_assert_int_eq(event_named("device_offline"), EVENT_OFFLINE);
	ck_assert_int_eq(event_named("power_above"), EVENT_POWER_ABOVE);
	ck_assert_int_eq(event_named("heater_long"), EVENT_KINDS);
	ck_assert(!event_in_topics(EVENT_STATE_CHANGED));
	ck_assert(event_in_topics(EVENT_CYCLE_FINISHED));
}
END_TEST

START_TEST(a_history_by_day_and_by_month)
{
	const struct kasa_history_entry days[] = { { 2026, 11, 1, 0.1 }, { 2026, 11, 28, 0.2 } };
	const struct kasa_history_entry months[] = { { 2026, 2, 0, 3.5 }, { 2026, 3, 0, NAN } };

	is(document_history(&(struct kasa_history){ days, 2 }, 202611),
	   "{\"month\":\"2026-11\",\"days\":[{\"date\":\"2026-11-01\",\"energy_kwh\":0.1},"
	   "{\"date\":\"2026-11-28\",\"energy_kwh\":0.2}],\"sum\":{\"energy_kwh\":0.3}}");
	is(document_history(&(struct kasa_history){ months, 2 }, 202600),
	   "{\"year\":2026,\"months\":[{\"month\":\"2026-02\",\"energy_kwh\":3.5},{\"month\":\"2026-03\"}],\"sum\":{}}");
	is(document_history(&(struct kasa_history){ NULL, 0 }, 202701), "{\"month\":\"2027-01\",\"days\":[]}");
}
END_TEST

START_TEST(times_are_of_utc)
{
	is(document_time(0), "null");
	is(document_time(1), "\"1970-01-01T00:00:01+00:00\"");
	is(document_time(951782399), "\"2000-02-28T23:59:59+00:00\"");
	is(document_time(951782400), "\"2000-02-29T00:00:00+00:00\"");
	is(document_time(4102444800), "\"2100-01-01T00:00:00+00:00\"");
	is(document_time(1798761599), "\"2026-12-31T23:59:59+00:00\"");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plug_that_is_on,
		a_plug_that_is_off_is_on_since_null,
		what_is_unknown_is_left_out,
		a_dimmer,
		a_white_light,
		a_coloured_light_that_shows_a_preset,
		a_light_that_is_off_has_no_brightness_of_nothing,
		an_effect_is_named_and_its_end_too,
		a_strip_and_its_outlets,
		sensors_measure_here_and_are_set_there,
		a_meter_without_noise_of_floats,
		a_meter_that_tells_power_alone,
		a_strip_is_the_sum_of_its_outlets,
		what_may_have_a_topic_is_listed,
		a_device_in_the_list,
		a_device_that_was_never_heard,
		events_say_what_happened_to_whom,
		reports_say_who_did_it_and_what_was_measured,
		events_have_their_names,
		a_history_by_day_and_by_month,
		times_are_of_utc,
	};

	return unit_run("documents", tests, UNIT_COUNT(tests));
}
