/* How a device or an outlet stands. */
#include <stdio.h>
#include <string.h>

#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

/* ---- lights ---- */

static int
put_color(json_t *object, const struct kasa_light *light)
{
	if (light->hue == KASA_UNKNOWN || light->saturation == KASA_UNKNOWN)
		return 0;
	return json_object_set_new(object, "color", json_pack("{sisi}", "h", light->hue, "s", light->saturation));
}

/* Either a white or a colour: which of them is said by color_mode. */
static int
put_hues(json_t *object, const struct kasa_state *state)
{
	const struct kasa_light *light = &state->light;
	bool white = (state->features & KASA_FEATURE_COLOR_TEMP) && light->color_temp_k > 0;
	int rc;

	if (white) {
		rc = json_object_set_new(object, "color_mode", json_string("color_temp"));
		return rc | put_int(object, "color_temp", light->color_temp_k);
	}
	if (!(state->features & KASA_FEATURE_COLOR) || light->hue == KASA_UNKNOWN)
		return 0;
	rc = json_object_set_new(object, "color_mode", json_string("hs"));
	return rc | put_color(object, light);
}

static bool
same(int preset, int light)
{
	return preset == KASA_UNKNOWN || preset == light;
}

static bool
shows(const struct kasa_light *light, const struct kasa_preset *preset)
{
	bool white = preset->light.color_temp_k > 0;

	if (preset->effect[0] || !same(preset->light.brightness, light->brightness))
		return false;
	if (!same(preset->light.color_temp_k, light->color_temp_k))
		return false;
	return white || (same(preset->light.hue, light->hue) && same(preset->light.saturation, light->saturation));
}

const char *
document_preset(char out[24], const struct device *device)
{
	const struct settings *settings = device->settings;
	const struct kasa_state *state = device_state(device);

	if (!state || !settings || !settings->has_presets || settings->preset_count == 0)
		return NULL;
	for (unsigned i = 0; i < settings->preset_count && !state->effect[0]; i++)
		if (shows(&state->light, &settings->presets[i])) {
			snprintf(out, 24, "Light preset %u", i + 1);
			return out;
		}
	return "Not set";
}

/* A light that is off keeps the brightness that it will have; 0 is no brightness. */
static int
put_light(json_t *object, const struct device *device, const struct kasa_state *state)
{
	char preset[24];
	int rc = 0;

	if (!(state->features & KASA_FEATURE_BRIGHTNESS))
		return 0;
	if (state->light.brightness > 0)
		rc = put_int(object, "brightness", state->light.brightness);
	rc |= put_hues(object, state);
	rc |= put_text(object, "preset", document_preset(preset, device));
	if (state->features & KASA_FEATURE_EFFECTS)
		rc |= put_text(object, "effect", state->effect[0] ? state->effect : "off");
	return rc;
}

/* ---- what sensors see ---- */

static int
put_sensors(json_t *object, const struct settings *settings)
{
	int rc = 0;

	if (settings && settings->has_motion)
		rc |= put_switch(object, "motion", settings->motion.motion)
		      | put_int(object, "motion_value", settings->motion.value)
		      | put_int(object, "motion_percent", settings->motion.percent);
	if (settings && settings->has_ambient)
		rc |= put_int(object, "ambient_light", settings->ambient.percent);
	return rc;
}

/* ---- since when it is on ---- */

/* null says that it is off; what does not tell has none. */
static int
put_on_since(json_t *object, const struct part *part, int on, int on_time_s)
{
	if (part->on_since_s == 0 && (on == 1 || on_time_s == KASA_UNKNOWN))
		return 0;
	return put_time(object, "on_since", on == 0 ? 0 : part->on_since_s);
}

/* A strip is on since the first of its outlets is. */
static int
put_outlets_on_since(json_t *object, const struct device *device, const struct kasa_state *state)
{
	int64_t first_s = 0;

	for (unsigned i = 1; i <= device->part_count; i++)
		if (device->parts[i].on_since_s > 0 && (first_s == 0 || device->parts[i].on_since_s < first_s))
			first_s = device->parts[i].on_since_s;
	return first_s == 0 && state->on == 1 ? 0 : put_time(object, "on_since", first_s);
}

/* ---- the whole ---- */

static json_t *
of_device(const struct device *device, const struct kasa_state *state)
{
	bool strip = device_has_outlets(device);
	json_t *object = json_object();
	int rc = strip ? 0 : put_switch(object, "state", state->on);

	rc |= put_light(object, device, state) | put_switch(object, "led", state->led);
	rc |= put_sensors(object, device->settings);
	rc |= put_int(object, "rssi", device->rssi_shown == KASA_UNKNOWN ? state->rssi_dbm : device->rssi_shown);
	rc |= put_switch(object, "cloud", device->settings ? device->settings->cloud : KASA_UNKNOWN);
	if (strip)
		rc |= put_outlets_on_since(object, device, state) | put_int(object, "outlets", (int)device->part_count);
	else
		rc |= put_on_since(object, &device->parts[0], state->on, state->on_time_s);
	return put_done(object, rc | put_time(object, "last_seen", device->seen_s));
}

static json_t *
of_outlet(const struct device *device, const struct kasa_outlet *outlet, unsigned number)
{
	json_t *object = json_object();
	int rc = put_switch(object, "state", outlet->on) | put_int(object, "outlet", (int)number);

	rc |= put_text(object, "alias", outlet->alias);
	rc |= put_on_since(object, &device->parts[number], outlet->on, outlet->on_time_s);
	return put_done(object, rc | put_time(object, "last_seen", device->seen_s));
}

json_t *
document_state(const struct device *device, unsigned outlet)
{
	const struct kasa_state *state = device_state(device);

	if (!state || outlet > device->part_count || outlet > state->outlet_count)
		return NULL;
	return outlet == 0 ? of_device(device, state) : of_outlet(device, &state->outlets[outlet - 1], outlet);
}
