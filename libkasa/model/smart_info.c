#include "model/smart_info.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "model/base64.h"
#include "model/smart.h"

enum {
	COLOR_TEMP_MAX = 20000, /* kelvin; the widest range known ends at 9000 */
};

/* ---- components ---- */

// clang-format off
static const struct { const char *id; int least_version; uint32_t bit; } components[] = {
	{ "child_device",                1, KASA_SMART_CHILDREN },
	{ "control_child",               1, KASA_SMART_CHILDREN },
	{ "led",                         1, KASA_SMART_LED },
	{ "energy_monitoring",           1, KASA_SMART_METER },
	{ "energy_monitoring",           2, KASA_SMART_METER_2 },
	{ "schedule",                    1, KASA_SMART_SCHEDULE },
	{ "countdown",                   1, KASA_SMART_COUNTDOWN },
	{ "antitheft",                   1, KASA_SMART_AWAY },
	{ "brightness",                  1, KASA_SMART_BRIGHTNESS },
	{ "color",                       1, KASA_SMART_COLOR },
	{ "color_temperature",           1, KASA_SMART_COLOR_TEMP },
	{ "light_strip",                 1, KASA_SMART_LIGHTSTRIP },
	{ "light_strip_lighting_effect", 1, KASA_SMART_EFFECTS },
	{ "preset",                      1, KASA_SMART_PRESETS },
	{ "time",                        1, KASA_SMART_TIME },
	{ "auto_off",                    1, KASA_SMART_AUTO_OFF },
};
// clang-format on

uint32_t
kasa_smart_components(const struct kasa_jx *list)
{
	const struct kasa_jx *at = NULL;
	uint32_t bits = 0;

	while ((at = kasa_jx_next(list, at))) {
		int version = kasa_jx_int(at, "ver_code");
		char id[40];

		kasa_jx_copy(at, "id", id, sizeof id);
		for (size_t i = 0; i < sizeof components / sizeof components[0]; i++)
			if (strcmp(components[i].id, id) == 0
			    && (version == KASA_UNKNOWN || version >= components[i].least_version))
				bits |= components[i].bit;
	}
	return bits;
}

/* ---- what kind of device it is ---- */

static bool
has(const struct kasa_record *record, uint32_t component)
{
	return record->components & component;
}

/* Of firmware that does not tell its components, what it tells of itself must do. */
static bool
may_have(const struct kasa_record *record, uint32_t component)
{
	return has(record, component) || !has(record, KASA_SMART_ASKED);
}

static bool
tells(const struct kasa_jx *info, const char *key)
{
	return kasa_jx_get(info, key) != NULL;
}

static enum kasa_family
family_of_switch(const struct kasa_jx *info, const struct kasa_record *record)
{
	if (has(record, KASA_SMART_CHILDREN))
		return KASA_FAMILY_SWITCH;
	return tells(info, "brightness") ? KASA_FAMILY_DIMMER : KASA_FAMILY_SWITCH;
}

static enum kasa_family
family_of_light(const struct kasa_jx *info, const struct kasa_record *record)
{
	return has(record, KASA_SMART_LIGHTSTRIP) || tells(info, "lighting_effect") ? KASA_FAMILY_LIGHTSTRIP
	                                                                            : KASA_FAMILY_BULB;
}

/* `type` is "SMART." with "KASA" or "TAPO" and the kind. Hubs, chimes and vacuums are none of ours. */
static enum kasa_family
classify(const struct kasa_jx *info, const struct kasa_record *record)
{
	char type[64];

	kasa_jx_copy(info, "type", type, sizeof type);
	if (strcasestr(type, "BULB"))
		return family_of_light(info, record);
	if (strcasestr(type, "SWITCH"))
		return family_of_switch(info, record);
	if (!strcasestr(type, "PLUG"))
		return KASA_FAMILY_UNKNOWN;
	return has(record, KASA_SMART_CHILDREN) ? KASA_FAMILY_STRIP : KASA_FAMILY_PLUG;
}

static int
within(int n, int low, int high)
{
	return n >= low && n <= high ? n : KASA_UNKNOWN;
}

/* Kelvin from, and to; some that show one white only tell it as both. */
static void
read_whites(const struct kasa_jx *info, struct kasa_state *state)
{
	const struct kasa_jx *range = kasa_jx_get(info, "color_temp_range");
	const struct kasa_jx *least = kasa_jx_next(range, NULL);
	int from = within(kasa_jx_integer(least), 1, COLOR_TEMP_MAX);
	int to = within(kasa_jx_integer(least ? kasa_jx_next(range, least) : NULL), 1, COLOR_TEMP_MAX);
	bool known = from != KASA_UNKNOWN && to != KASA_UNKNOWN && from <= to;

	state->white_least_k = known ? from : KASA_UNKNOWN;
	state->white_most_k = known ? to : KASA_UNKNOWN;
}

static unsigned
light_features(const struct kasa_jx *info, const struct kasa_record *record)
{
	const struct kasa_state *state = &record->state;
	bool one_white = state->white_least_k != KASA_UNKNOWN && state->white_least_k == state->white_most_k;
	unsigned bits = 0;

	if (may_have(record, KASA_SMART_BRIGHTNESS) && tells(info, "brightness"))
		bits |= KASA_FEATURE_BRIGHTNESS;
	if (may_have(record, KASA_SMART_COLOR_TEMP) && tells(info, "color_temp") && !one_white)
		bits |= KASA_FEATURE_COLOR_TEMP;
	if (may_have(record, KASA_SMART_COLOR) && tells(info, "hue"))
		bits |= KASA_FEATURE_COLOR;
	return bits;
}

static unsigned
features(const struct kasa_jx *info, const struct kasa_record *record, enum kasa_family family)
{
	unsigned bits = KASA_FEATURE_RELAY | light_features(info, record);

	if (family == KASA_FAMILY_UNKNOWN)
		return 0;
	if (has(record, KASA_SMART_CHILDREN))
		bits |= KASA_FEATURE_OUTLETS;
	if (has(record, KASA_SMART_LED))
		bits |= KASA_FEATURE_LED;
	if (has(record, KASA_SMART_METER | KASA_SMART_OUTLET_METER))
		bits |= KASA_FEATURE_ENERGY;
	if (has(record, KASA_SMART_SCHEDULE | KASA_SMART_COUNTDOWN))
		bits |= KASA_FEATURE_TIMER;
	return bits;
}

/* ---- how it stands ---- */

int
kasa_smart_flag(const struct kasa_jx *object, const char *key)
{
	const struct kasa_jx *value = kasa_jx_get(object, key);

	if (kasa_jx_is(value, KASA_JX_TRUE) || kasa_jx_is(value, KASA_JX_FALSE))
		return value->type == KASA_JX_TRUE;
	return kasa_jx_flag(object, key);
}

bool
kasa_smart_text(const struct kasa_jx *object, const char *key, char *dst, size_t size)
{
	char base64[1024];
	bool is = kasa_jx_copy(object, key, base64, sizeof base64);

	kasa_base64_text(base64, dst, size);
	return is;
}

/* With its region, as devices of the other language tell it, where it is told: `specs` is that, or empty. */
static void
read_model(const struct kasa_jx *info, char *model, size_t size)
{
	char region[8];
	size_t n;

	kasa_jx_copy(info, "model", model, size);
	kasa_jx_copy(info, "specs", region, sizeof region);
	n = strlen(model);
	if (region[0] && !strchr(model, '(') && n + strlen(region) + 2 < size)
		snprintf(model + n, size - n, "(%s)", region);
}

static void
read_mac(const struct kasa_jx *info, char out[KASA_MAC_TEXT])
{
	char text[24];
	uint8_t mac[6];

	out[0] = '\0';
	if (kasa_jx_copy(info, "mac", text, sizeof text) && kasa_mac_parse(text, mac))
		kasa_mac_format(mac, out);
}

/* Whether a place is known, by which the sun is told; where it is concerns nobody. */
static int
located(const struct kasa_jx *info)
{
	double latitude = kasa_jx_number(info, "latitude"), longitude = kasa_jx_number(info, "longitude");
	int set = kasa_smart_flag(info, "has_set_location_info");

	if (set != KASA_UNKNOWN || isnan(latitude) || isnan(longitude))
		return set;
	return latitude < 0 || latitude > 0 || longitude < 0 || longitude > 0;
}

static void
read_light(const struct kasa_jx *info, struct kasa_state *state)
{
	const struct kasa_jx *effect = kasa_jx_get(info, "lighting_effect");

	state->light = (struct kasa_light){
		.brightness = within(kasa_jx_int(info, "brightness"), 0, 100),
		.color_temp_k = within(kasa_jx_int(info, "color_temp"), 0, COLOR_TEMP_MAX),
		.hue = within(kasa_jx_int(info, "hue"), 0, 360),
		.saturation = within(kasa_jx_int(info, "saturation"), 0, 100),
	};
	if (kasa_smart_flag(effect, "enable") == 1)
		kasa_jx_copy(effect, "name", state->effect, sizeof state->effect);
}

static void
read_values(const struct kasa_jx *info, struct kasa_state *state)
{
	kasa_jx_copy(info, "device_id", state->id, sizeof state->id);
	kasa_smart_text(info, "nickname", state->alias, sizeof state->alias);
	read_model(info, state->model, sizeof state->model);
	kasa_jx_copy(info, "hw_ver", state->hw, sizeof state->hw);
	kasa_jx_copy(info, "fw_ver", state->fw, sizeof state->fw);
	read_mac(info, state->mac);
	state->on = kasa_smart_flag(info, "device_on");
	state->on_time_s = within(kasa_jx_int(info, "on_time"), 0, INT_MAX);
	state->rssi_dbm = kasa_jx_int(info, "rssi");
	state->located = located(info);
	read_light(info, state);
}

/* What get_device_info does not tell. */
static void
keep(const struct kasa_state *before, struct kasa_record *record)
{
	struct kasa_state *state = &record->state;

	state->led = before->led;
	state->outlet_count = before->outlet_count;
	state->outlets = before->outlets;
	if (state->features & KASA_FEATURE_OUTLETS)
		state->on = before->on; /* as its outlets are */
	else
		kasa_record_outlets(record, 0);
}

/* Another device took the place, or an update brought other components: they are asked for anew. */
static void
compare(const struct kasa_state *before, struct kasa_record *record)
{
	bool same = strcmp(before->id, record->state.id) == 0;

	if (record->known && (!same || strcmp(before->fw, record->state.fw) != 0))
		record->components |= KASA_SMART_STALE;
	record->known = record->known && same;
}

int
kasa_smart_info_read(const struct kasa_jx *info, struct kasa_record *record, struct kasa_err *err)
{
	struct kasa_state *state = &record->state;
	const struct kasa_state before = *state;
	enum kasa_family family = classify(info, record);

	if (!kasa_jx_is(kasa_jx_get(info, "device_id"), KASA_JX_STRING)
	    && !kasa_jx_is(kasa_jx_get(info, "model"), KASA_JX_STRING) && family == KASA_FAMILY_UNKNOWN)
		return kasa_err_set(err, KASA_EPROTO,
		                    "get_device_info describes no device: no device_id, no model, no type");
	kasa_state_init(state);
	state->family = family;
	read_values(info, state);
	read_whites(info, state);
	state->features = features(info, record, family);
	keep(&before, record);
	compare(&before, record);
	if (!(state->features & KASA_FEATURE_OUTLETS)) /* a strip is known when its outlets are */
		record->known = true;
	return KASA_OK;
}
