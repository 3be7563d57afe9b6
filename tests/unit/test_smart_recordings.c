/* Every recorded device that speaks SMART, asked as it is in a house: what is read is what its file says, as this test reads it. */
#include "unit/unit.h"

#include <math.h>
#include <strings.h>

#include "model/smart.h"
#include "unit/recorded.h"
#include "unit/smart_player.h"

/* ---- a second, plain reading of the file ---- */

static int
bool_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : KASA_UNKNOWN;
}

/* The version of a component, or 0. */
static int
component(const json_t *holder, const char *id)
{
	const json_t *list = json_object_get(holder, "component_list");
	size_t i;
	json_t *at;

	json_array_foreach(list, i, at)
		if (strcmp(text_of(at, "id"), id) == 0)
			return int_of(at, "ver_code");
	return 0;
}

static int
has(const json_t *file, const char *id)
{
	return component(json_object_get(file, "component_nego"), id);
}

/* As the protocol's description classes them. */
static const char *
family_of(const json_t *file)
{
	const char *type = text_of(json_object_get(file, "get_device_info"), "type");
	bool children = has(file, "child_device");

	if (strstr(type, "PLUG"))
		return children ? "strip" : "plug";
	if (strstr(type, "SWITCH"))
		return !children && has(file, "dimmer_calibration") ? "dimmer" : "switch";
	if (strstr(type, "BULB"))
		return has(file, "light_strip") ? "lightstrip" : "bulb";
	return "unknown";
}

static void
check_alias(const json_t *object, const char *alias)
{
	ck_assert_str_eq(text_of(object, "nickname"), "I01BU0tFRF9OQU1FIw=="); /* all are masked so */
	ck_assert_str_eq(alias, "#MASKED_NAME#");
}

/* ---- the comparison ---- */

static void
check_texts(const json_t *info, const struct kasa_state *state)
{
	char model[64], mac[18];

	snprintf(model, sizeof model, text_of(info, "specs")[0] ? "%s(%s)" : "%s", text_of(info, "model"),
	         text_of(info, "specs"));
	snprintf(mac, sizeof mac, "%s", text_of(info, "mac"));
	for (char *at = mac; *at; at++)
		if (*at == '-')
			*at = ':';
	ck_assert_str_eq(state->model, model);
	ck_assert_str_eq(state->mac, mac);
	ck_assert_str_eq(state->id, text_of(info, "device_id"));
	ck_assert_str_eq(state->hw, text_of(info, "hw_ver"));
	ck_assert_str_eq(state->fw, text_of(info, "fw_ver"));
	ck_assert_int_eq(state->rssi_dbm, int_of(info, "rssi"));
	ck_assert_int_eq(state->located, bool_of(info, "has_set_location_info"));
	check_alias(info, state->alias);
}

static bool
can(const struct kasa_state *state, enum kasa_feature feature)
{
	return (state->features & feature) != 0;
}

static void
check_light(const json_t *file, const struct kasa_state *state)
{
	const json_t *info = json_object_get(file, "get_device_info"),
		     *range = json_object_get(info, "color_temp_range");
	bool whites = json_integer_value(json_array_get(range, 0)) < json_integer_value(json_array_get(range, 1));
	const json_t *effect = json_object_get(info, "lighting_effect");

	ck_assert_int_eq(state->light.brightness, int_of(info, "brightness"));
	ck_assert_int_eq(state->light.color_temp_k, int_of(info, "color_temp"));
	ck_assert_int_eq(state->light.hue, int_of(info, "hue"));
	ck_assert_int_eq(state->light.saturation, int_of(info, "saturation"));
	ck_assert_int_eq(can(state, KASA_FEATURE_BRIGHTNESS), json_object_get(info, "brightness") != NULL);
	ck_assert_int_eq(can(state, KASA_FEATURE_COLOR), has(file, "color") != 0);
	ck_assert_int_eq(can(state, KASA_FEATURE_COLOR_TEMP), has(file, "color_temperature") && whites);
	ck_assert_str_eq(state->effect, int_of(effect, "enable") == 1 ? text_of(effect, "name") : "");
}

static const json_t *
child_of(const json_t *file, const char *id)
{
	const json_t *list = json_object_get(json_object_get(file, "get_child_device_list"), "child_device_list");
	const json_t *found = NULL;
	size_t i;
	json_t *child;

	json_array_foreach(list, i, child)
		if (strcmp(text_of(child, "device_id"), id) == 0)
			found = child;
	ck_assert_ptr_nonnull(found);
	return found;
}

static void
check_outlets(const json_t *file, const struct kasa_state *state)
{
	const json_t *list = json_object_get(json_object_get(file, "get_child_device_list"), "child_device_list");
	int any = 0;

	ck_assert_uint_eq(state->outlet_count, json_array_size(list));
	for (unsigned i = 0; i < state->outlet_count; i++) {
		const struct kasa_outlet *outlet = &state->outlets[i];
		const json_t *child = child_of(file, outlet->id);
		int position = int_of(child, "position");

		ck_assert_int_eq(outlet->on, bool_of(child, "device_on"));
		ck_assert_int_eq(outlet->on_time_s, int_of(child, "on_time"));
		check_alias(child, outlet->alias);
		ck_assert(position == KASA_UNKNOWN || position == (int)i + 1);
		ck_assert(position != KASA_UNKNOWN || i == 0 || strcmp(state->outlets[i - 1].id, outlet->id) < 0);
		any |= outlet->on;
	}
	ck_assert_int_eq(state->on, any);
}

static bool
has_meter(const json_t *file)
{
	const json_t *list =
		json_object_get(json_object_get(file, "get_child_device_component_list"), "child_component_list");
	bool meter = has(file, "energy_monitoring");
	size_t i;
	json_t *child;

	json_array_foreach(list, i, child)
		meter = meter || component(child, "energy_monitoring");
	return meter;
}

static void
check_state(const json_t *file, const struct kasa_state *state)
{
	const json_t *info = json_object_get(file, "get_device_info");
	const char *rule = text_of(json_object_get(file, "get_led_info"), "led_rule");
	bool known = state->family != KASA_FAMILY_UNKNOWN;

	ck_assert_str_eq(kasa_family_word(state->family), family_of(file));
	check_texts(info, state);
	ck_assert_int_eq(can(state, KASA_FEATURE_RELAY), known);
	if (!known)
		return;
	ck_assert_int_eq(can(state, KASA_FEATURE_LED), has(file, "led") != 0);
	ck_assert_int_eq(can(state, KASA_FEATURE_ENERGY), has_meter(file));
	ck_assert_int_eq(can(state, KASA_FEATURE_TIMER), has(file, "schedule") != 0);
	ck_assert_int_eq(can(state, KASA_FEATURE_OUTLETS), has(file, "child_device") != 0);
	ck_assert_int_eq(state->led, rule[0] ? strcmp(rule, "never") != 0 : KASA_UNKNOWN);
	check_light(file, state);
	if (has(file, "child_device")) {
		check_outlets(file, state);
		return;
	}
	ck_assert_int_eq(state->on, bool_of(info, "device_on"));
	ck_assert_int_eq(state->on_time_s, int_of(info, "on_time"));
	ck_assert_uint_eq(state->outlet_count, 0);
}

static void
look(struct smart_player *player, struct kasa_record *record)
{
	struct kasa_order order = { .kind = KASA_ORDER_LOOK };
	struct kasa_err err;
	enum kasa_verdict verdict = smart_player_run(player, &order, record, NULL, &err);

	ck_assert_msg(verdict == KASA_VERDICT_DONE, "%d: %s", (int)verdict, err.text);
	ck_assert(record->known);
	check_state(player->recording, &record->state);
}

/* The first look, and a second one that asks only what may have changed, in one message. */
static void
look_twice(const json_t *file, struct smart_player manner, unsigned first, unsigned second)
{
	struct kasa_record record;

	manner.recording = file;
	kasa_record_init(&record);
	look(&manner, &record);
	ck_assert_uint_le(manner.messages, first);
	manner.messages = 0;
	look(&manner, &record);
	ck_assert_uint_eq(manner.messages, second);
	kasa_record_finish(&record);
}

START_TEST(every_recorded_device_is_read_as_its_file_says)
{
	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);

		look_twice(file, (struct smart_player){ .page = 0 }, 2, 1);
		json_decref(file);
	}
}
END_TEST

START_TEST(a_device_that_fails_at_batches_is_read_the_same)
{
	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);
		bool outlets = has(file, "child_device") && strcmp(family_of(file), "unknown") != 0;

		look_twice(file, (struct smart_player){ .no_batches = true }, 7, outlets ? 2 : 1);
		json_decref(file);
	}
}
END_TEST

START_TEST(a_device_that_stops_at_a_refusal_is_read_the_same)
{
	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);

		look_twice(file, (struct smart_player){ .stops = true }, 3, 1);
		json_decref(file);
	}
}
END_TEST

/* Two outlets to a page, each page a message. */
START_TEST(outlets_that_are_listed_in_pages_are_all_read)
{
	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);
		size_t n = json_array_size(
			json_object_get(json_object_get(file, "get_child_device_list"), "child_device_list"));
		bool outlets = n > 0 && strcmp(family_of(file), "unknown") != 0;

		look_twice(file, (struct smart_player){ .page = 2 }, 2 + (unsigned)n,
		           outlets ? (unsigned)(n + 1) / 2 : 1);
		json_decref(file);
	}
}
END_TEST

/* ---- meters ---- */

static double
quantity(const json_t *result, const char *key, double per_unit)
{
	const json_t *value = json_object_get(result, key);

	return json_is_number(value) ? json_number_value(value) / per_unit : NAN;
}

static double
first_known(double a, double b, double c)
{
	return !isnan(a) ? a : !isnan(b) ? b : c;
}

static void
check_quantity(double is, double want)
{
	ck_assert_msg(isnan(want) ? isnan(is) : fabs(want - is) < 1e-9, "%g, not %g", is, want);
}

/* @p methods: of the device, or of the outlet. */
static void
check_meter(const json_t *methods, const struct kasa_energy *energy)
{
	const json_t *usage = json_object_get(methods, "get_energy_usage");
	const json_t *data = json_object_get(methods, "get_emeter_data");

	check_quantity(energy->power_w,
	               first_known(quantity(data, "power_mw", 1000), quantity(usage, "current_power", 1000),
	                           quantity(json_object_get(methods, "get_current_power"), "current_power", 1)));
	check_quantity(energy->voltage_v, quantity(data, "voltage_mv", 1000));
	check_quantity(energy->current_a, quantity(data, "current_ma", 1000));
	check_quantity(energy->total_kwh, quantity(data, "energy_wh", 1000));
	check_quantity(energy->today_kwh, quantity(usage, "today_energy", 1000));
	check_quantity(energy->month_kwh, quantity(usage, "month_energy", 1000));
}

static void
read_meter(struct smart_player *player, struct kasa_record *record, int outlet, const json_t *methods)
{
	struct kasa_order order = { .kind = KASA_ORDER_ENERGY, .outlet = outlet, .with_state = outlet > 0 };
	struct kasa_answer answer = { .list = NULL };
	struct kasa_err err;
	enum kasa_verdict verdict = smart_player_run(player, &order, record, &answer, &err);

	ck_assert_msg(verdict == KASA_VERDICT_DONE, "%d: %s", (int)verdict, err.text);
	check_meter(methods, &answer.energy);
	kasa_answer_finish(&answer);
}

/* All of a recording, and how many. */
static unsigned
read_meters(const json_t *file, struct smart_player manner)
{
	const json_t *children = json_object_get(file, "child_devices");
	struct kasa_record record;
	unsigned meters = 0;

	manner.recording = file;
	kasa_record_init(&record);
	look(&manner, &record);
	if (json_object_get(file, "get_energy_usage")) {
		read_meter(&manner, &record, 0, file);
		meters++;
	}
	for (unsigned i = 0; i < record.state.outlet_count; i++) {
		const json_t *child = json_object_get(children, record.state.outlets[i].id);

		if (!json_object_get(child, "get_energy_usage"))
			continue;
		read_meter(&manner, &record, (int)i + 1, child);
		meters++;
	}
	kasa_record_finish(&record);
	return meters;
}

START_TEST(every_recorded_meter_is_read_as_its_file_says)
{
	unsigned meters = 0;

	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);

		meters += read_meters(file, (struct smart_player){ .page = 0 });
		read_meters(file, (struct smart_player){ .stops = true });
		read_meters(file, (struct smart_player){ .no_batches = true });
		json_decref(file);
	}
	ck_assert_uint_ge(meters, recorded_held_alone("get_energy_usage"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_recorded_device_is_read_as_its_file_says,    a_device_that_fails_at_batches_is_read_the_same,
		a_device_that_stops_at_a_refusal_is_read_the_same, outlets_that_are_listed_in_pages_are_all_read,
		every_recorded_meter_is_read_as_its_file_says,
	};

	return recorded_run("smart", "smart_recordings", tests, UNIT_COUNT(tests));
}
