/* Discovery documents of devices made by hand. What Home Assistant makes of them is checked end to end. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/hass/hass.h"
#include "bridge/hub/hub.h"

/* ---- what the documents are made of ---- */

static struct kasa_state state;
static struct device device;
static struct part parts[3];
static struct meter meters[3];
static struct settings settings;
static struct kasa_outlet outlets[2];
static struct config config;
static char base[] = "kasa", instance[] = "office", prefix[] = "homeassistant";
static json_t *document;
static bool smart;

const struct kasa_state *
device_state(const struct device *of)
{
	(void)of;
	return state.model[0] ? &state : NULL;
}

bool
device_is_smart(const struct device *of)
{
	(void)of;
	return smart;
}

static void
make(const char *model, enum kasa_family family, unsigned features)
{
	state = (struct kasa_state){
		.family = family, .features = features, .on = 1, .on_time_s = 9, .rssi_dbm = -50, .led = 1
	};
	state.white_least_k = state.white_most_k = KASA_UNKNOWN;
	strcpy(state.model, model);
	strcpy(state.alias, "Fan");
	strcpy(state.hw, "1.0");
	strcpy(state.fw, "1.2.6");
	device = (struct device){ .key = "50c7bf000100", .name = "fan", .mac = "50:C7:BF:00:01:00", .parts = parts };
	device.every = (struct config_poll){ 5000, 10000, 60000, 300000 };
	config.mqtt.base_topic = base;
	config.mqtt.instance = instance;
	config.hass.discovery_prefix = prefix;
}

static void
give_meter(unsigned outlet)
{
	struct meter *meter = &meters[outlet];

	counter_init(&meter->counter);
	counter_add(&meter->counter, 3, 1, 2, 20261127, 0);
	meter->energy = (struct kasa_energy){ 12.5, 230, 0.06, 3, 1, 2 };
	meter->read_s = 1;
	parts[outlet].meter = meter;
}

static void
give_outlets(void)
{
	strcpy(device.id, "8006");
	for (unsigned i = 0; i < 2; i++) {
		outlets[i] = (struct kasa_outlet){ .on = 1, .on_time_s = 3 };
		snprintf(outlets[i].id, sizeof outlets[i].id, "80060%u", i);
	}
	strcpy(outlets[0].alias, "Desk TV");
	state.outlets = outlets;
	state.outlet_count = device.part_count = 2;
}

static void
give_settings(void)
{
	settings = (struct settings){ .cloud = 1, .has_dimmer = true, .has_motion = true, .has_ambient = true };
	device.settings = &settings;
}

/* ---- looking at one ---- */

static void
build(unsigned outlet)
{
	document = hass_device(&config, &device, outlet);
	ck_assert_ptr_nonnull(document);
}

/* A value by its path; a component's begins with its key. */
static const json_t *
at(const char *root, const char *key, const char *name)
{
	const json_t *value = json_object_get(document, root);

	value = key ? json_object_get(value, key) : value;
	return name ? json_object_get(value, name) : value;
}

static const char *
text(const char *key, const char *name)
{
	return json_string_value(at("components", key, name));
}

static json_int_t
whole(const char *key, const char *name)
{
	return json_integer_value(at("components", key, name));
}

static bool
has(const char *key)
{
	return at("components", key, NULL) != NULL;
}

static void
drop(void)
{
	json_decref(document);
}

/* ---- devices ---- */

START_TEST(a_device_that_said_nothing_has_no_document)
{
	make("", KASA_FAMILY_UNKNOWN, 0);
	ck_assert_ptr_null(hass_device(&config, &device, 0));
	ck_assert_uint_eq(hass_entities(&device, 0, 0), 0);
	ck_assert(!hass_complete(&device, 0));
}
END_TEST

START_TEST(a_hidden_device_has_no_document)
{
	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	device.hidden = true;
	ck_assert_ptr_null(hass_device(&config, &device, 0));
}
END_TEST

START_TEST(a_plug_is_a_switch_with_the_name_of_its_device)
{
	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_LED);
	build(0);
	ck_assert_str_eq(text("state", "platform"), "switch");
	ck_assert(json_is_null(at("components", "state", "name")));
	ck_assert_str_eq(text("state", "unique_id"), "kasa_50c7bf000100_state");
	ck_assert_str_eq(text("state", "state_topic"), "kasa/fan");
	ck_assert_str_eq(text("state", "command_topic"), "kasa/fan/set/state");
	ck_assert_str_eq(text("state", "device_class"), "outlet");
	ck_assert_str_eq(text("led", "name"), "LED");
	ck_assert(!has("light") && !has("power") && !has("cloud") && !has("preset"));
	drop();
}
END_TEST

START_TEST(a_wall_switch_is_no_outlet)
{
	make("HS200(US)", KASA_FAMILY_SWITCH, KASA_FEATURE_RELAY);
	build(0);
	ck_assert_str_eq(text("state", "device_class"), "switch");
	drop();
}
END_TEST

START_TEST(a_device_is_known_by_its_hardware_address)
{
	const json_t *mac;

	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	strcpy(device.area, "Hall");
	build(0);
	mac = json_array_get(at("device", "connections", NULL), 0);
	ck_assert_str_eq(json_string_value(json_array_get(at("device", "identifiers", NULL), 0)), "kasa_50c7bf000100");
	ck_assert_str_eq(json_string_value(json_array_get(mac, 1)), "50:c7:bf:00:01:00");
	ck_assert_str_eq(json_string_value(at("device", "via_device", NULL)), "kasa_bridge_office");
	ck_assert_str_eq(json_string_value(at("device", "suggested_area", NULL)), "Hall");
	ck_assert_str_eq(json_string_value(at("device", "name", NULL)), "Fan");
	drop();
}
END_TEST

START_TEST(what_a_device_does_not_tell_of_itself_is_left_out)
{
	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	state.hw[0] = '\0';
	build(0);
	ck_assert_ptr_null(at("device", "hw_version", NULL));
	ck_assert_ptr_null(at("device", "suggested_area", NULL));
	drop();
}
END_TEST

START_TEST(a_device_is_there_when_bridge_and_device_are)
{
	const json_t *list;

	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	build(0);
	list = at("availability", NULL, NULL);
	ck_assert_uint_eq(json_array_size(list), 2);
	ck_assert_str_eq(json_string_value(at("availability_mode", NULL, NULL)), "all");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(list, 0), "topic")), "kasa/bridge/state");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(list, 1), "topic")), "kasa/fan/availability");
	drop();
}
END_TEST

START_TEST(an_entity_id_is_asked_for_only_where_a_name_was_chosen)
{
	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	strcpy(device.name, "Old Fan/2");
	build(0);
	ck_assert_str_eq(text("state", "default_entity_id"), "switch.old_fan_2");
	ck_assert_str_eq(text("rssi", "default_entity_id"), "sensor.old_fan_2_rssi");
	drop();
	strcpy(device.name, device.key);
	build(0);
	ck_assert_ptr_null(text("state", "default_entity_id"));
	drop();
}
END_TEST

/* ---- meters ---- */

START_TEST(a_meter_has_live_values_that_expire_and_counters_that_do_not)
{
	make("HS110(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_ENERGY);
	give_meter(0);
	build(0);
	ck_assert_int_eq(whole("power", "expire_after"), 60);
	ck_assert_str_eq(text("power", "state_topic"), "kasa/fan/energy");
	ck_assert_str_eq(text("power", "name"), "Current consumption");
	ck_assert_str_eq(text("energy", "state_class"), "total_increasing");
	ck_assert_ptr_null(at("components", "energy", "expire_after"));
	ck_assert_str_eq(text("energy_today", "entity_category"), "diagnostic");
	ck_assert(has("power_factor") && has("apparent_power") && has("energy_month"));
	drop();
}
END_TEST

START_TEST(a_meter_that_is_read_seldom_expires_later)
{
	make("HS110(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_ENERGY);
	give_meter(0);
	device.every.meter_ms = 60000;
	build(0);
	ck_assert_int_ge(whole("power", "expire_after"), 180);
	drop();
	device.every.meter_ms = 10000;
	device.throttle_ms = 300000;
	build(0);
	ck_assert_int_ge(whole("power", "expire_after"), 900);
	drop();
}
END_TEST

START_TEST(what_a_meter_does_not_measure_is_no_entity)
{
	make("KL130(EU)", KASA_FAMILY_BULB, KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_ENERGY);
	give_meter(0);
	meters[0].energy.voltage_v = meters[0].energy.current_a = NAN;
	build(0);
	ck_assert(has("power") && !has("voltage") && !has("current") && !has("power_factor"));
	drop();
}
END_TEST

START_TEST(what_was_measured_once_stays_an_entity)
{
	uint64_t before;

	make("HS110(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_ENERGY);
	give_meter(0);
	before = hass_entities(&device, 0, 0);
	meters[0].energy.voltage_v = NAN;
	ck_assert_uint_ne(hass_entities(&device, 0, 0), before);
	ck_assert_uint_eq(hass_entities(&device, 0, before), before);
}
END_TEST

START_TEST(a_feature_that_is_gone_takes_its_entities_along)
{
	uint64_t before;

	make("HS110(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_ENERGY);
	give_meter(0);
	before = hass_entities(&device, 0, 0);
	state.features = KASA_FEATURE_RELAY;
	ck_assert_uint_eq(hass_entities(&device, 0, before), hass_entities(&device, 0, 0));
	document = hass_document(&config, &device, 0, hass_entities(&device, 0, 0),
	                         before & ~hass_entities(&device, 0, 0));
	ck_assert_uint_eq(json_object_size(at("components", "power", NULL)), 1);
	ck_assert_str_eq(text("power", "platform"), "sensor");
	drop();
}
END_TEST

START_TEST(a_device_is_complete_once_its_meter_was_read)
{
	make("HS110(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY | KASA_FEATURE_ENERGY);
	give_settings();
	parts[0].meter = NULL;
	ck_assert(!hass_complete(&device, 0));
	give_meter(0);
	ck_assert(hass_complete(&device, 0));
	meters[0].read_s = 0;
	ck_assert(!hass_complete(&device, 0));
}
END_TEST

START_TEST(a_device_is_complete_once_its_settings_were_read_or_refused)
{
	make("HS220(US)", KASA_FAMILY_DIMMER, KASA_FEATURE_RELAY);
	ck_assert(!hass_complete(&device, 0));
	give_settings();
	ck_assert(hass_complete(&device, 0));
	settings.cloud = KASA_UNKNOWN;
	ck_assert(!hass_complete(&device, 0));
	device.poll.round.refused = 1u << SETTINGS_CLOUD;
	ck_assert(hass_complete(&device, 0));
}
END_TEST

/* ---- strips ---- */

START_TEST(a_strip_has_no_switch_and_the_sum_of_its_meters)
{
	make("HS300(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS | KASA_FEATURE_ENERGY);
	give_outlets();
	give_meter(1);
	give_meter(2);
	build(0);
	ck_assert(!has("state") && has("rssi") && has("restart") && has("power"));
	ck_assert_int_ge(whole("power", "expire_after"), 180);
	drop();
}
END_TEST

START_TEST(an_outlet_is_a_device_by_way_of_its_strip)
{
	make("HS300(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS | KASA_FEATURE_ENERGY);
	give_outlets();
	give_meter(1);
	build(1);
	ck_assert_str_eq(json_string_value(at("device", "via_device", NULL)), "kasa_50c7bf000100");
	ck_assert_str_eq(json_string_value(json_array_get(at("device", "identifiers", NULL), 0)),
	                 "kasa_50c7bf000100_00");
	ck_assert_ptr_null(at("device", "connections", NULL));
	ck_assert_str_eq(json_string_value(at("device", "name", NULL)), "Desk TV");
	ck_assert_str_eq(text("state", "command_topic"), "kasa/fan/outlet/1/set/state");
	ck_assert_str_eq(text("power", "state_topic"), "kasa/fan/outlet/1/energy");
	ck_assert(!has("rssi") && !has("restart") && !has("cloud") && !has("led"));
	drop();
}
END_TEST

START_TEST(an_outlet_without_a_name_is_numbered)
{
	make("KP200(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS);
	give_outlets();
	build(2);
	ck_assert_str_eq(json_string_value(at("device", "name", NULL)), "Fan 2");
	drop();
}
END_TEST

START_TEST(an_outlet_that_is_not_there_has_no_document)
{
	make("KP200(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS);
	give_outlets();
	ck_assert_ptr_null(hass_device(&config, &device, 3));
}
END_TEST

/* ---- lights ---- */

START_TEST(a_dimmer_is_a_light_with_times_to_set)
{
	make("HS220(US)", KASA_FAMILY_DIMMER, KASA_FEATURE_RELAY | KASA_FEATURE_BRIGHTNESS);
	give_settings();
	for (int i = 0; i < KASA_DIMMER_SETTINGS; i++)
		settings.dimmer.settings[i] = 20;
	build(0);
	ck_assert(has("light") && !has("state"));
	ck_assert_str_eq(text("light", "command_topic"), "kasa/fan/set");
	ck_assert_int_eq(whole("light", "brightness_scale"), 100);
	ck_assert(json_is_false(at("components", "light", "flash")));
	ck_assert_ptr_null(text("light", "value_template"));
	ck_assert_str_eq(text("fade_on", "unit_of_measurement"), "ms");
	ck_assert_int_eq(whole("ramp_rate", "min"), 10);
	ck_assert(has("gentle_off") && has("threshold_min") && has("cloud"));
	drop();
}
END_TEST

START_TEST(a_value_beyond_the_range_widens_it)
{
	make("HS220(US)", KASA_FAMILY_DIMMER, KASA_FEATURE_RELAY | KASA_FEATURE_BRIGHTNESS);
	give_settings();
	settings.dimmer.settings[KASA_DIMMER_GENTLE_ON] = 510000;
	build(0);
	ck_assert_int_eq(whole("gentle_on", "max"), 510000);
	drop();
}
END_TEST

START_TEST(a_colour_bulb_has_whites_and_colours)
{
	make("KL130(EU)", KASA_FAMILY_BULB, KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_COLOR_TEMP | KASA_FEATURE_COLOR);
	build(0);
	ck_assert_uint_eq(json_array_size(at("components", "light", "supported_color_modes")), 2);
	ck_assert(json_is_true(at("components", "light", "color_temp_kelvin")));
	ck_assert_int_eq(whole("light", "min_kelvin"), 2500);
	ck_assert_int_eq(whole("light", "max_kelvin"), 9000);
	ck_assert(json_is_true(at("components", "light", "transition")));
	drop();
}
END_TEST

START_TEST(a_light_that_speaks_smart_takes_no_transition)
{
	make("L530", KASA_FAMILY_BULB, KASA_FEATURE_BRIGHTNESS);
	smart = true;
	build(0);
	ck_assert(json_is_false(at("components", "light", "transition")));
	ck_assert_str_eq(json_string_value(json_array_get(at("components", "light", "supported_color_modes"), 0)),
	                 "brightness");
	drop();
}
END_TEST

START_TEST(presets_are_numbered)
{
	make("KL130(EU)", KASA_FAMILY_BULB, KASA_FEATURE_BRIGHTNESS);
	give_settings();
	settings.has_presets = true;
	settings.preset_count = 2;
	build(0);
	ck_assert_uint_eq(json_array_size(at("components", "preset", "options")), 3);
	ck_assert_str_eq(json_string_value(json_array_get(at("components", "preset", "options"), 2)), "Light preset 2");
	drop();
}
END_TEST

START_TEST(sensors_have_entities_where_there_are_sensors)
{
	make("KS220M(US)", KASA_FAMILY_DIMMER,
	     KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT);
	give_settings();
	build(0);
	ck_assert_str_eq(text("motion", "platform"), "binary_sensor");
	ck_assert_str_eq(text("motion_sensor", "command_topic"), "kasa/fan/set/motion");
	ck_assert_uint_eq(json_array_size(at("components", "motion_range", "options")), 4);
	ck_assert_ptr_null(text("ambient", "device_class"));
	drop();
	state.features = KASA_FEATURE_BRIGHTNESS;
	build(0);
	ck_assert(!has("motion") && !has("ambient"));
	drop();
}
END_TEST

/* ---- bridge, groups, the other form ---- */

START_TEST(the_bridge_is_a_device_too)
{
	make("", KASA_FAMILY_UNKNOWN, 0);
	document = hass_bridge(&config);
	ck_assert_str_eq(text("state", "payload_on"), "online");
	ck_assert_ptr_null(at("components", "state", "availability"));
	ck_assert_ptr_nonnull(at("components", "scan", "availability"));
	ck_assert_ptr_null(at("availability", NULL, NULL));
	ck_assert_str_eq(text("devices_online", "unique_id"), "kasa_bridge_office_devices_online");
	drop();
}
END_TEST

START_TEST(a_group_names_its_members)
{
	struct group_member members[] = { { &device, 1 }, { &device, 2 } };

	make("HS300(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS);
	give_outlets();
	document = hass_group(&config, "All of it", members, 2);
	ck_assert_str_eq(text("state", "platform"), "switch");
	ck_assert_str_eq(json_string_value(json_array_get(at("components", "state", "group"), 1)),
	                 "kasa_50c7bf000100_01_state");
	ck_assert_str_eq(text("state", "command_topic"), "kasa/All of it/set/state");
	drop();
}
END_TEST

START_TEST(a_group_of_lights_is_a_light)
{
	struct group_member members[] = { { &device, 0 } };

	make("KL130(EU)", KASA_FAMILY_BULB, KASA_FEATURE_BRIGHTNESS);
	document = hass_group(&config, "lamps", members, 1);
	ck_assert_str_eq(text("light", "schema"), "json");
	ck_assert_str_eq(text("light", "command_topic"), "kasa/lamps/set");
	drop();
}
END_TEST

START_TEST(names_that_look_alike_have_ids_of_their_own)
{
	char one[HASS_ID_MAX], two[HASS_ID_MAX];

	make("", KASA_FAMILY_UNKNOWN, 0);
	ck_assert_str_ne(hass_group_id(one, &config, "a b"), hass_group_id(two, &config, "a/b"));
	ck_assert_str_ne(hass_group_id(one, &config, "a b"), hass_group_id(two, &config, "a_b"));
	config.mqtt.instance = prefix;
	ck_assert_str_ne(one, hass_group_id(two, &config, "a b"));
	ck_assert_uint_lt(strspn(one, "abcdefghijklmnopqrstuvwxyz0123456789_"), HASS_ID_MAX);
	ck_assert_uint_eq(strspn(one, "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(one));
}
END_TEST

START_TEST(both_forms_name_an_entity_alike)
{
	char id[HASS_ID_MAX], topic[HASS_TOPIC_MAX];
	json_t *single;

	make("HS100(EU)", KASA_FAMILY_PLUG, KASA_FEATURE_RELAY);
	build(0);
	single = hass_single(document, "state");
	ck_assert_str_eq(json_string_value(json_object_get(single, "unique_id")), "kasa_50c7bf000100_state");
	ck_assert_ptr_null(json_object_get(single, "platform"));
	ck_assert_ptr_nonnull(json_object_get(single, "device"));
	ck_assert_ptr_nonnull(json_object_get(single, "availability"));
	ck_assert_ptr_null(json_object_get(single, "components"));
	ck_assert_ptr_null(hass_single(document, "nothing"));
	hass_object_id(id, &device, 0);
	ck_assert_str_eq(hass_topic(topic, sizeof topic, &config, id), "homeassistant/device/kasa_50c7bf000100/config");
	ck_assert_str_eq(hass_entity_topic(topic, sizeof topic, &config, id, "switch", "state"),
	                 "homeassistant/switch/kasa_50c7bf000100/state/config");
	json_decref(single);
	drop();
}
END_TEST

START_TEST(entities_are_listed_once)
{
	const char *platform, *key, *other;
	unsigned count = 0;

	while (hass_entity(count, &platform, &key)) {
		for (unsigned i = 0; i < count; i++) {
			ck_assert(hass_entity(i, &platform, &other));
			ck_assert_str_ne(key, other);
		}
		count++;
	}
	ck_assert_uint_gt(count, 30);
}
END_TEST

/* ---- without memory ---- */

static int left; /* allocations until one fails */

static void *
allocate(size_t size)
{
	return left-- == 0 ? NULL : malloc(size);
}

static json_t *
build_device(void)
{
	return hass_device(&config, &device, 0);
}

static json_t *
build_outlet(void)
{
	return hass_device(&config, &device, 1);
}

static json_t *
build_bridge(void)
{
	return hass_bridge(&config);
}

static json_t *
build_group(void)
{
	struct group_member members[] = { { &device, 1 }, { &device, 2 } };

	return hass_group(&config, "All of it", members, 2);
}

static json_t *
build_single(void)
{
	return hass_single(document, "power");
}

/* Each allocation fails once: what comes is all of it, or nothing. */
static void
starve(json_t *(*builder)(void))
{
	json_t *whole = builder(), *got;
	int most = 0;

	ck_assert_ptr_nonnull(whole);
	for (bool failed = true; failed; most++) {
		json_set_alloc_funcs(allocate, free);
		left = most;
		got = builder();
		failed = left < 0;
		json_set_alloc_funcs(malloc, free);
		ck_assert(failed ? got == NULL : json_equal(got, whole));
		json_decref(got);
	}
	ck_assert_int_gt(most, 10);
	json_decref(whole);
}

START_TEST(a_document_is_whole_or_there_is_none)
{
	make("HS300(US)", KASA_FAMILY_STRIP, KASA_FEATURE_RELAY | KASA_FEATURE_OUTLETS | KASA_FEATURE_ENERGY);
	give_outlets();
	give_meter(1);
	starve(build_device);
	starve(build_outlet);
	starve(build_bridge);
	starve(build_group);
	build(1);
	starve(build_single);
	drop();
	make("KS220M(US)", KASA_FAMILY_DIMMER,
	     KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_COLOR_TEMP | KASA_FEATURE_COLOR | KASA_FEATURE_MOTION
	             | KASA_FEATURE_AMBIENT_LIGHT);
	give_settings();
	settings.has_presets = true;
	settings.preset_count = 2;
	starve(build_device);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_device_that_said_nothing_has_no_document,
		a_hidden_device_has_no_document,
		a_plug_is_a_switch_with_the_name_of_its_device,
		a_wall_switch_is_no_outlet,
		a_device_is_known_by_its_hardware_address,
		what_a_device_does_not_tell_of_itself_is_left_out,
		a_device_is_there_when_bridge_and_device_are,
		an_entity_id_is_asked_for_only_where_a_name_was_chosen,
		a_meter_has_live_values_that_expire_and_counters_that_do_not,
		a_meter_that_is_read_seldom_expires_later,
		what_a_meter_does_not_measure_is_no_entity,
		what_was_measured_once_stays_an_entity,
		a_feature_that_is_gone_takes_its_entities_along,
		a_device_is_complete_once_its_meter_was_read,
		a_device_is_complete_once_its_settings_were_read_or_refused,
		a_strip_has_no_switch_and_the_sum_of_its_meters,
		an_outlet_is_a_device_by_way_of_its_strip,
		an_outlet_without_a_name_is_numbered,
		an_outlet_that_is_not_there_has_no_document,
		a_dimmer_is_a_light_with_times_to_set,
		a_value_beyond_the_range_widens_it,
		a_colour_bulb_has_whites_and_colours,
		a_light_that_speaks_smart_takes_no_transition,
		presets_are_numbered,
		sensors_have_entities_where_there_are_sensors,
		the_bridge_is_a_device_too,
		a_group_names_its_members,
		a_group_of_lights_is_a_light,
		names_that_look_alike_have_ids_of_their_own,
		both_forms_name_an_entity_alike,
		entities_are_listed_once,
		a_document_is_whole_or_there_is_none,
	};

	return unit_run("bridge_hass", tests, UNIT_COUNT(tests));
}
