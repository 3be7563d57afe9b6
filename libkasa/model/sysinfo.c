#include "model/sysinfo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "model/jx.h"
#include "model/next.h"

enum {
	LONG_ID_EXTRA = 2,      /* an outlet's long id is the deviceId and two digits */
	COLOR_TEMP_MAX = 20000, /* kelvin; the widest range known ends at 9000 */
};

static int
within(int n, int low, int high)
{
	return n >= low && n <= high ? n : KASA_UNKNOWN;
}

static bool
says(const struct kasa_jx *object, const char *key, const char *word)
{
	char text[128];

	return kasa_jx_copy(object, key, text, sizeof text) && strcasestr(text, word);
}

/* `dev_name` on plugs and switches, `description` on bulbs. */
static bool
named(const struct kasa_jx *info, const char *word)
{
	return says(info, "dev_name", word) || says(info, "description", word);
}

static enum kasa_family
classify(const struct kasa_jx *info)
{
	const char *type = kasa_jx_is(kasa_jx_get(info, "type"), KASA_JX_STRING) ? "type" : "mic_type";

	if (says(info, type, "smartbulb"))
		return kasa_jx_get(info, "length") ? KASA_FAMILY_LIGHTSTRIP : KASA_FAMILY_BULB;
	if (!says(info, type, "smartplug"))
		return KASA_FAMILY_UNKNOWN;
	if (kasa_jx_is(kasa_jx_get(info, "children"), KASA_JX_ARRAY))
		return KASA_FAMILY_STRIP;
	if (kasa_jx_get(info, "brightness") || says(info, "dev_name", "dimmer"))
		return KASA_FAMILY_DIMMER;
	return says(info, "dev_name", "light") ? KASA_FAMILY_SWITCH : KASA_FAMILY_PLUG;
}

/* `feature` is a list with colons between: "TIM:ENE". */
static bool
lists(const struct kasa_jx *info, const char *word)
{
	char list[64], *at = list;
	size_t n = strlen(word);

	kasa_jx_copy(info, "feature", list, sizeof list);
	for (; *at; at += strcspn(at, ":"), at += *at == ':')
		if (strncmp(at, word, n) == 0 && (at[n] == ':' || at[n] == '\0'))
			return true;
	return false;
}

static unsigned
light_features(const struct kasa_jx *info, enum kasa_family family)
{
	unsigned bits = 0;

	if (kasa_jx_flag(info, "is_dimmable") == 1)
		bits |= KASA_FEATURE_BRIGHTNESS;
	if (kasa_jx_flag(info, "is_variable_color_temp") == 1)
		bits |= KASA_FEATURE_COLOR_TEMP;
	if (kasa_jx_flag(info, "is_color") == 1)
		bits |= KASA_FEATURE_COLOR;
	if (family == KASA_FAMILY_LIGHTSTRIP && kasa_jx_get(info, "lighting_effect_state"))
		bits |= KASA_FEATURE_EFFECTS;
	return bits | KASA_FEATURE_ENERGY | KASA_FEATURE_TIMER; /* all of them have both; `feature` is for plugs */
}

static unsigned
plug_features(const struct kasa_jx *info, enum kasa_family family)
{
	unsigned bits = 0;

	if (kasa_jx_get(info, "led_off"))
		bits |= KASA_FEATURE_LED;
	if (lists(info, "ENE"))
		bits |= KASA_FEATURE_ENERGY;
	if (lists(info, "TIM"))
		bits |= KASA_FEATURE_TIMER;
	if (family == KASA_FAMILY_STRIP)
		bits |= KASA_FEATURE_OUTLETS;
	if (family == KASA_FAMILY_DIMMER)
		bits |= KASA_FEATURE_BRIGHTNESS;
	if (named(info, "PIR") || named(info, "with sensor")) /* KS200M, ES20M, KS220M */
		bits |= KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT;
	return bits;
}

static unsigned
features(const struct kasa_jx *info, enum kasa_family family)
{
	if (family == KASA_FAMILY_UNKNOWN)
		return 0;
	if (family == KASA_FAMILY_BULB || family == KASA_FAMILY_LIGHTSTRIP)
		return KASA_FEATURE_RELAY | light_features(info, family);
	return KASA_FEATURE_RELAY | plug_features(info, family);
}

/* `mac` on plugs, `mic_mac` on bulbs, with or without colons; `ethernet_mac` on a range extender's plug. */
static void
read_mac(const struct kasa_jx *info, char out[KASA_MAC_TEXT])
{
	static const char *const keys[] = { "mac", "mic_mac", "ethernet_mac" };
	uint8_t mac[6];

	out[0] = '\0';
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		char text[24];

		if (!kasa_jx_copy(info, keys[i], text, sizeof text) || !kasa_mac_parse(text, mac))
			continue;
		kasa_mac_format(mac, out);
		return;
	}
}

/* A bulb that is off keeps the values of its next on in `dft_on_state`. */
static int
light_value(const struct kasa_jx *light_state, const char *key, int most)
{
	int value = within(kasa_jx_int(light_state, key), 0, most);

	return value != KASA_UNKNOWN ? value
	                             : within(kasa_jx_int(kasa_jx_get(light_state, "dft_on_state"), key), 0, most);
}

static void
read_light(const struct kasa_jx *light_state, struct kasa_state *state)
{
	state->on = kasa_jx_flag(light_state, "on_off");
	state->light = (struct kasa_light){
		.brightness = light_value(light_state, "brightness", 100),
		.color_temp_k = light_value(light_state, "color_temp", COLOR_TEMP_MAX),
		.hue = light_value(light_state, "hue", 360),
		.saturation = light_value(light_state, "saturation", 100),
	};
}

static void
read_effect(const struct kasa_jx *effect_state, struct kasa_state *state)
{
	if (kasa_jx_flag(effect_state, "enable") == 1)
		kasa_jx_copy(effect_state, "name", state->effect, sizeof state->effect);
}

static int
seconds(const struct kasa_jx *object)
{
	return within(kasa_jx_int(object, "on_time"), 0, INT_MAX);
}

static void
read_outlet(const struct kasa_jx *child, const struct kasa_state *state, struct kasa_outlet *outlet, bool *short_id)
{
	char id[KASA_ID_MAX];

	*outlet = (struct kasa_outlet){ .on = kasa_jx_flag(child, "state"), .on_time_s = seconds(child) };
	kasa_next_read(kasa_jx_get(child, "next_action"), &outlet->next);
	kasa_jx_copy(child, "alias", outlet->alias, sizeof outlet->alias);
	kasa_jx_copy(child, "id", id, sizeof id);
	if (strlen(id) == LONG_ID_EXTRA) {
		*short_id = true;
		kasa_str_copy(outlet->id, sizeof outlet->id - LONG_ID_EXTRA, state->id);
		memcpy(outlet->id + strlen(outlet->id), id, LONG_ID_EXTRA + 1);
	} else {
		kasa_str_copy(outlet->id, sizeof outlet->id, id);
	}
}

static const char *
id_tail(const struct kasa_outlet *outlet)
{
	size_t n = strlen(outlet->id);

	return outlet->id + (n > LONG_ID_EXTRA ? n - LONG_ID_EXTRA : 0);
}

/* By the last two characters of the id: KP303(US) 1.0.9 lists its outlets as 01, 02, 00. */
static int
by_position(const void *a, const void *b)
{
	return strcmp(id_tail(a), id_tail(b));
}

static int
read_outlets(const struct kasa_jx *children, struct kasa_record *record)
{
	struct kasa_outlet *outlets;
	const struct kasa_jx *child = NULL;
	size_t count = kasa_jx_count(children);
	int rc;

	if (count > KASA_OUTLETS_MAX)
		count = KASA_OUTLETS_MAX;
	rc = kasa_record_outlets(record, (unsigned)count);
	if (rc != KASA_OK)
		return rc;
	record->short_outlet_ids = false;
	outlets = record->outlets;
	for (size_t i = 0; i < count; i++) {
		child = kasa_jx_next(children, child);
		read_outlet(child, &record->state, &outlets[i], &record->short_outlet_ids);
	}
	if (count > 1)
		qsort(outlets, count, sizeof *outlets, by_position);
	return KASA_OK;
}

/* Whether a place is known, by which the sun is told; where it is concerns nobody. 0 and 0 stand there when new. */
static int
located(const struct kasa_jx *info)
{
	static const char *const keys[] = { "latitude", "longitude", "latitude_i", "longitude_i" };
	int known = KASA_UNKNOWN;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0] && known != 1; i++) {
		double degrees = kasa_jx_number(info, keys[i]);

		if (!isnan(degrees))
			known = degrees < 0 || degrees > 0;
	}
	return known;
}

static void
read_values(const struct kasa_jx *info, struct kasa_state *state)
{
	const struct kasa_jx *light_state = kasa_jx_get(info, "light_state");
	int led_off = kasa_jx_flag(info, "led_off");

	kasa_jx_copy(info, "deviceId", state->id, sizeof state->id);
	kasa_jx_copy(info, "alias", state->alias, sizeof state->alias);
	kasa_jx_copy(info, "model", state->model, sizeof state->model);
	kasa_jx_copy(info, "hw_ver", state->hw, sizeof state->hw);
	kasa_jx_copy(info, "sw_ver", state->fw, sizeof state->fw);
	read_mac(info, state->mac);
	state->features = features(info, state->family);
	state->on = kasa_jx_flag(info, "relay_state");
	state->on_time_s = seconds(info);
	state->led = led_off == KASA_UNKNOWN ? KASA_UNKNOWN : !led_off;
	state->rssi_dbm = kasa_jx_int(info, "rssi");
	state->located = located(info);
	state->mode = kasa_mode_read(info);
	kasa_next_read(kasa_jx_get(info, "next_action"), &state->next);
	state->light.brightness = within(kasa_jx_int(info, "brightness"), 0, 100);
	if (kasa_jx_is(light_state, KASA_JX_OBJECT))
		read_light(light_state, state);
	read_effect(kasa_jx_get(info, "lighting_effect_state"), state);
}

int
kasa_sysinfo_read(const struct kasa_jx *info, struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_jx *children = kasa_jx_get(info, "children");
	enum kasa_family family = classify(info);
	struct kasa_state *state = &record->state;
	const struct kasa_state before = *state;
	int rc;

	if (kasa_jx_is(kasa_jx_get(info, "system"), KASA_JX_OBJECT))
		return kasa_err_set(err, KASA_ENOTSUP, "this is a camera; cameras are not supported");
	if (!kasa_jx_is(kasa_jx_get(info, "deviceId"), KASA_JX_STRING)
	    && !kasa_jx_is(kasa_jx_get(info, "model"), KASA_JX_STRING) && family == KASA_FAMILY_UNKNOWN)
		return kasa_err_set(err, KASA_EPROTO,
		                    "get_sysinfo describes no device: no deviceId, no model, no type");
	kasa_state_init(state);
	state->family = family;
	state->outlet_count = before.outlet_count;
	state->outlets = before.outlets;
	read_values(info, state);
	rc = read_outlets(family == KASA_FAMILY_STRIP ? children : NULL, record);
	if (rc != KASA_OK) {
		*state = before;
		return kasa_err_set(err, rc, "no memory for %zu outlets", kasa_jx_count(children));
	}
	if (family == KASA_FAMILY_STRIP)
		state->on = kasa_state_any_on(state);
	record->known = true;
	return KASA_OK;
}
