/* Every recorded device: what is read of it is what its file says, as this test reads it for itself. */
#include "unit/unit.h"

#include <math.h>
#include <strings.h>

#include "base/str.h"
#include "common/oui.h"
#include "model/energy.h"
#include "model/iot.h"
#include "unit/devices.h"
#include "unit/jx_oracle.h"
#include "unit/recorded.h"

/* ---- a second, plain reading of the file ---- */

/* As the protocol's description words the rule. */
static const char *
family_of(const json_t *info)
{
	const char *type = json_object_get(info, "type") ? text_of(info, "type") : text_of(info, "mic_type");

	if (strcasestr(type, "smartbulb"))
		return json_object_get(info, "length") ? "lightstrip" : "bulb";
	if (json_object_get(info, "children"))
		return "strip";
	if (strstr(text_of(info, "dev_name"), "Dimmer"))
		return "dimmer";
	return strcasestr(text_of(info, "dev_name"), "light") ? "switch" : "plug";
}

static const json_t *
light_of(const json_t *info)
{
	const json_t *light = json_object_get(info, "light_state");
	const json_t *later = json_object_get(light, "dft_on_state");

	return later ? later : light;
}

/* Whatever the separators were. */
static void
bare_mac(const char *mac, char out[13])
{
	size_t n = 0;

	for (; *mac && n < 12; mac++)
		if (*mac != ':')
			out[n++] = *mac;
	out[n] = '\0';
}

/* ---- the comparison ---- */

static void
check_texts(const json_t *info, const struct kasa_state *state)
{
	char said[13], read[13];

	bare_mac(json_object_get(info, "mac") ? text_of(info, "mac") : text_of(info, "mic_mac"), said);
	bare_mac(state->mac, read);
	ck_assert_int_eq(strcasecmp(said, read), 0);
	ck_assert_str_eq(state->id, text_of(info, "deviceId"));
	ck_assert_str_eq(state->alias, text_of(info, "alias"));
	ck_assert_str_eq(state->model, text_of(info, "model"));
	ck_assert_str_eq(state->hw, text_of(info, "hw_ver"));
	ck_assert_str_eq(state->fw, text_of(info, "sw_ver"));
	ck_assert_int_eq(state->rssi_dbm, int_of(info, "rssi"));
	ck_assert_str_eq(kasa_family_word(state->family), family_of(info));
}

static bool
has(const struct kasa_state *state, enum kasa_feature feature)
{
	return (state->features & feature) != 0;
}

static void
check_plug(const json_t *info, const struct kasa_state *state)
{
	int led_off = int_of(info, "led_off");

	ck_assert_int_eq(state->on, int_of(info, "relay_state"));
	ck_assert_int_eq(state->on_time_s, int_of(info, "on_time"));
	ck_assert_int_eq(state->led, led_off == KASA_UNKNOWN ? KASA_UNKNOWN : !led_off);
	ck_assert_int_eq(state->light.brightness, int_of(info, "brightness"));
	ck_assert_int_eq(has(state, KASA_FEATURE_LED), led_off != KASA_UNKNOWN);
	ck_assert_int_eq(has(state, KASA_FEATURE_ENERGY), strstr(text_of(info, "feature"), "ENE") != NULL);
	ck_assert_int_eq(has(state, KASA_FEATURE_TIMER), strstr(text_of(info, "feature"), "TIM") != NULL);
	ck_assert_int_eq(has(state, KASA_FEATURE_BRIGHTNESS), json_object_get(info, "brightness") != NULL);
	ck_assert_uint_eq(state->outlet_count, 0);
}

static const char *
tail(const char *id)
{
	size_t n = strlen(id);

	return id + (n > 2 ? n - 2 : 0);
}

static const json_t *
child_with_tail(const json_t *info, const char *two)
{
	const json_t *found = NULL;
	size_t i;
	json_t *child;

	json_array_foreach(json_object_get(info, "children"), i, child)
		if (strcmp(tail(text_of(child, "id")), two) == 0)
			found = child;
	return found;
}

/* 1, 2 and -1 are all that was recorded. */
static void
check_next(const json_t *action, const struct kasa_next *next)
{
	int type = int_of(action, "type");

	ck_assert_int_eq(next->by, type == 1   ? KASA_MODE_SCHEDULE
	                           : type == 2 ? KASA_MODE_COUNTDOWN
	                           : action    ? KASA_MODE_NONE
	                                       : KASA_MODE_UNKNOWN);
	ck_assert_int_eq(next->at_s, int_of(action, "schd_sec"));
	ck_assert_int_eq(next->on, int_of(action, "action"));
}

static void
check_strip(const json_t *info, const struct kasa_state *state)
{
	int any = 0;

	ck_assert_uint_eq(state->outlet_count, json_array_size(json_object_get(info, "children")));
	for (unsigned i = 0; i < state->outlet_count; i++) {
		const struct kasa_outlet *outlet = &state->outlets[i];
		const json_t *child = child_with_tail(info, tail(outlet->id));

		ck_assert_ptr_nonnull(child);
		ck_assert_str_eq(outlet->alias, text_of(child, "alias"));
		ck_assert_int_eq(outlet->on, int_of(child, "state"));
		ck_assert_int_eq(outlet->on_time_s, int_of(child, "on_time"));
		check_next(json_object_get(child, "next_action"), &outlet->next);
		ck_assert_int_lt(i > 0 ? strcmp(tail(state->outlets[i - 1].id), tail(outlet->id)) : -1, 0);
		any |= outlet->on;
	}
	ck_assert_int_eq(state->on, any);
	ck_assert(has(state, KASA_FEATURE_OUTLETS));
}

static void
check_light(const json_t *info, const struct kasa_state *state)
{
	const json_t *light = light_of(info);

	ck_assert_int_eq(state->on, int_of(json_object_get(info, "light_state"), "on_off"));
	ck_assert_int_eq(state->light.brightness, int_of(light, "brightness"));
	ck_assert_int_eq(state->light.color_temp_k, int_of(light, "color_temp"));
	ck_assert_int_eq(state->light.hue, int_of(light, "hue"));
	ck_assert_int_eq(state->light.saturation, int_of(light, "saturation"));
	ck_assert_int_eq(has(state, KASA_FEATURE_BRIGHTNESS), int_of(info, "is_dimmable"));
	ck_assert_int_eq(has(state, KASA_FEATURE_COLOR), int_of(info, "is_color"));
	ck_assert_int_eq(has(state, KASA_FEATURE_COLOR_TEMP), int_of(info, "is_variable_color_temp"));
	ck_assert(has(state, KASA_FEATURE_ENERGY));
	ck_assert_int_eq(state->led, KASA_UNKNOWN);
	ck_assert_uint_eq(state->outlet_count, 0);
}

static void
check_mode(const json_t *info, const struct kasa_state *state)
{
	const char *mode = text_of(info, "active_mode");
	bool told = json_object_get(info, "latitude") || json_object_get(info, "latitude_i");

	ck_assert_str_eq(kasa_mode_word(state->mode), mode[0] ? mode : "unknown");
	ck_assert_int_eq(state->located, told ? 0 : KASA_UNKNOWN); /* they were all made 0 */
	check_next(json_object_get(info, "next_action"), &state->next);
}

static void
check_state(const json_t *info, const struct kasa_state *state)
{
	check_texts(info, state);
	check_mode(info, state);
	switch (state->family) {
	case KASA_FAMILY_BULB:
	case KASA_FAMILY_LIGHTSTRIP:
		check_light(info, state);
		return;
	case KASA_FAMILY_STRIP:
		check_strip(info, state);
		return;
	case KASA_FAMILY_PLUG:
	case KASA_FAMILY_SWITCH:
	case KASA_FAMILY_DIMMER:
		check_plug(info, state);
		return;
	case KASA_FAMILY_UNKNOWN:
		ck_abort_msg("unknown family");
	}
}

static void
check_quantity(const json_t *realtime, const char *plain, const char *small, double is)
{
	const json_t *value = json_object_get(realtime, plain);
	const json_t *thousandths = json_object_get(realtime, small);
	double want = value ? json_number_value(value) : thousandths ? json_number_value(thousandths) / 1000 : NAN;

	ck_assert(isnan(want) ? isnan(is) : fabs(want - is) < 1e-9);
}

/* One file, read twice: by the library, and by another reader of JSON to compare with. */
struct recording {
	char *text;
	struct kasa_jx_doc read;
	json_t *plain;
};

static void
load(struct recording *recording, int i)
{
	char path[RECORDED_PATH];
	struct kasa_err err;
	size_t size = 0;
	FILE *file, *copy = open_memstream(&recording->text, &size);

	recorded_path(i, path);
	printf("%s\n", recorded_name(i));
	file = fopen(path, "re");
	ck_assert(file && copy);
	for (int c = getc(file); c != EOF; c = getc(file))
		putc(c, copy);
	fclose(file);
	fclose(copy);
	recording->plain = json_loadb(recording->text, size, 0, NULL);
	ck_assert_ptr_nonnull(recording->plain);
	ck_assert_msg(kasa_jx_parse(&recording->read, recording->text, size, &err) == KASA_OK, "%s: %s", path,
	              err.text);
}

static void
unload(struct recording *recording)
{
	kasa_jx_finish(&recording->read);
	json_decref(recording->plain);
	free(recording->text);
}

START_TEST(every_recorded_device_is_read_as_its_file_says)
{
	for (int i = 0; i < recorded_count(); i++) {
		struct recording recording;
		struct kasa_record record;
		struct kasa_err err;

		load(&recording, i);
		kasa_record_init(&record);
		ck_assert_int_eq(
			kasa_sysinfo_read(kasa_jx_get(kasa_jx_get(recording.read.values, "system"), "get_sysinfo"),
		                          &record, &err),
			KASA_OK);
		check_state(json_object_get(json_object_get(recording.plain, "system"), "get_sysinfo"), &record.state);
		kasa_record_finish(&record);
		unload(&recording);
	}
}
END_TEST

/* Most were overwritten with zeros before they were published. */
START_TEST(every_recorded_mac_has_a_prefix_of_the_maker)
{
	static const uint8_t nobody[6];

	for (int i = 0; i < recorded_count(); i++) {
		struct recording recording;
		uint8_t mac[6];
		const json_t *info;

		load(&recording, i);
		info = json_object_get(json_object_get(recording.plain, "system"), "get_sysinfo");
		if (kasa_mac_parse(text_of(info, json_object_get(info, "mac") ? "mac" : "mic_mac"), mac))
			ck_assert(memcmp(mac, nobody, sizeof mac) == 0 || oui_is_tplink(mac));
		unload(&recording);
	}
}
END_TEST

static const json_t *
recorded(const struct recording *recording, const char *plug, const char *light, const char *method)
{
	const json_t *module = json_object_get(recording->plain, plug);

	return json_object_get(module ? module : json_object_get(recording->plain, light), method);
}

/* No recording holds a rule: that is read as none, and as switched off as a whole where it is. */
static void
check_rules(const struct recording *recording, const json_t *says)
{
	struct kasa_order order = { .kind = KASA_ORDER_RULES };
	struct kasa_answer answer = { .list = NULL };
	struct kasa_record record;
	struct kasa_err err;
	char *module = json_dumps(says, JSON_COMPACT), text[512];

	kasa_record_init(&record);
	ck_assert_int_eq(kasa_sysinfo_read(kasa_jx_get(kasa_jx_get(recording->read.values, "system"), "get_sysinfo"),
	                                   &record, &err),
	                 KASA_OK);
	snprintf(text, sizeof text, "{\"%s\":{\"get_rules\":%s,\"get_next_action\":{\"type\":-1,\"err_code\":0}}}",
	         kasa_iot_module(KASA_IOT_SCHEDULE, &record.state, false), module);
	ck_assert_int_eq(kasa_iot_parse(&order, text, strlen(text), &record, &answer, &err), KASA_VERDICT_DONE);
	ck_assert_uint_eq(answer.rules.count, json_array_size(json_object_get(says, "rule_list")));
	ck_assert_int_eq(answer.rules.enabled, int_of(says, "enable"));
	ck_assert_int_eq(answer.rules.next.by, KASA_MODE_NONE);
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
	free(module);
}

START_TEST(every_recorded_schedule_is_read_as_its_file_says)
{
	int schedules = 0;

	for (int i = 0; i < recorded_count(); i++) {
		struct recording recording;
		const json_t *rules;

		load(&recording, i);
		rules = recorded(&recording, "schedule", "smartlife.iot.common.schedule", "get_rules");
		schedules += rules != NULL;
		if (rules)
			check_rules(&recording, rules);
		unload(&recording);
	}
	ck_assert_int_gt(schedules, 0);
}
END_TEST

static const char *
emeter_of(const struct recording *recording)
{
	return json_object_get(recording->plain, "emeter") ? "emeter" : "smartlife.iot.common.emeter";
}

START_TEST(every_recorded_meter_is_read_as_its_file_says)
{
	int meters = 0;

	for (int i = 0; i < recorded_count(); i++) {
		struct recording recording;
		struct kasa_energy energy;
		const json_t *realtime;

		load(&recording, i);
		realtime = json_object_get(json_object_get(recording.plain, emeter_of(&recording)), "get_realtime");
		kasa_energy_parse(
			kasa_jx_get(kasa_jx_get(recording.read.values, emeter_of(&recording)), "get_realtime"),
			&energy);
		check_quantity(realtime, "power", "power_mw", energy.power_w);
		check_quantity(realtime, "voltage", "voltage_mv", energy.voltage_v);
		check_quantity(realtime, "current", "current_ma", energy.current_a);
		check_quantity(realtime, "total", "total_wh", energy.total_kwh);
		meters += !isnan(energy.power_w);
		unload(&recording);
	}
	ck_assert_int_gt(meters, 0);
}
END_TEST

START_TEST(every_recording_is_read_as_another_reader_of_json_reads_it)
{
	for (int i = 0; i < recorded_count(); i++) {
		struct recording recording;

		load(&recording, i);
		ck_assert(jx_same(recording.read.values, recording.plain));
		unload(&recording);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_recorded_device_is_read_as_its_file_says,
		every_recorded_mac_has_a_prefix_of_the_maker,
		every_recorded_schedule_is_read_as_its_file_says,
		every_recorded_meter_is_read_as_its_file_says,
		every_recording_is_read_as_another_reader_of_json_reads_it,
	};

	return recorded_run("iot", "recordings", tests, UNIT_COUNT(tests));
}
