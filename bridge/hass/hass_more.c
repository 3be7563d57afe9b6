/* What only some platforms have: ranges, options, colours. */
#include "bridge/hass/hass_row.h"

#include <stdio.h>

#include <kasa/dimmer.h>
#include <kasa/light.h>
#include <kasa/sensor.h>

#include "base/str.h"
#include "bridge/hub/hub.h"

enum {
	TEXT_MAX = 256, /* the longest text of a device is its alias */
};

int
hass_put(json_t *object, const char *key, const char *text)
{
	return text ? json_object_set_new(object, key, json_string(text)) : 0;
}

int
hass_put_plain(json_t *object, const char *key, const char *text)
{
	char plain[TEXT_MAX];

	kasa_str_copy(plain, sizeof plain, text);
	kasa_str_plain(plain);
	return plain[0] ? hass_put(object, key, plain) : 0;
}

static int
put_whole(json_t *object, const char *key, int value)
{
	return json_object_set_new(object, key, json_integer(value));
}

static int
put_range(json_t *component, int least, int most, int step)
{
	return put_whole(component, "min", least) | put_whole(component, "max", most)
	       | put_whole(component, "step", step) | hass_put(component, "mode", "box");
}

/* A wall switch is no outlet. */
int
hass_more_switch(json_t *component, const struct hass_view *view, int arg)
{
	(void)arg;
	return hass_put(component, "device_class", view->state->family == KASA_FAMILY_SWITCH ? "switch" : "outlet");
}

static json_t *
modes(const struct hass_view *view)
{
	unsigned features = view->state->features;

	if ((features & KASA_FEATURE_COLOR_TEMP) && (features & KASA_FEATURE_COLOR))
		return json_pack("[ss]", "color_temp", "hs");
	if (features & (KASA_FEATURE_COLOR_TEMP | KASA_FEATURE_COLOR))
		return json_pack("[s]", features & KASA_FEATURE_COLOR ? "hs" : "color_temp");
	return json_pack("[s]", features & KASA_FEATURE_BRIGHTNESS ? "brightness" : "onoff");
}

static int
put_whites(json_t *component, const struct hass_view *view)
{
	int least, most, rc;

	if (!(view->state->features & KASA_FEATURE_COLOR_TEMP))
		return 0;
	rc = json_object_set_new(component, "color_temp_kelvin", json_true());
	if (kasa_light_whites(view->state, &least, &most))
		rc |= put_whole(component, "min_kelvin", least) | put_whole(component, "max_kelvin", most);
	return rc;
}

int
hass_more_light(json_t *component, const struct hass_view *view, int arg)
{
	int rc = hass_put(component, "schema", "json");

	(void)arg;
	rc |= json_object_set_new(component, "supported_color_modes", modes(view));
	rc |= put_whole(component, "brightness_scale", 100);
	rc |= put_whites(component, view);
	/* Or Home Assistant sends it, and nothing comes of it. */
	rc |= json_object_set_new(component, "flash", json_false());
	/* What speaks SMART keeps a transition of its own. */
	return rc | json_object_set_new(component, "transition", json_boolean(!device_is_smart(view->device)));
}

/* Devices leave the factory with values beyond what may be set: a state outside of the range is refused. */
int
hass_more_dimmer(json_t *component, const struct hass_view *view, int setting)
{
	int least, most, is = view->settings ? view->settings->dimmer.settings[setting] : KASA_UNKNOWN;

	kasa_dimmer_range((enum kasa_dimmer_setting)setting, &least, &most);
	if (is != KASA_UNKNOWN && is > most)
		most = is;
	if (is != KASA_UNKNOWN && is < least)
		least = is;
	return put_range(component, least, most, 1);
}

int
hass_more_percent(json_t *component, const struct hass_view *view, int arg)
{
	(void)view, (void)arg;
	return put_range(component, 0, 100, 1);
}

int
hass_more_inactivity(json_t *component, const struct hass_view *view, int arg)
{
	(void)arg;
	return put_range(component, view->settings && view->settings->motion.inactivity_ms < 1000 ? 0 : 1,
	                 KASA_INACTIVITY_MAX_MS / 1000, 1);
}

int
hass_more_ranges(json_t *component, const struct hass_view *view, int arg)
{
	(void)view, (void)arg;
	return json_object_set_new(component, "options", json_pack("[ssss]", "far", "mid", "near", "custom"));
}

int
hass_more_presets(json_t *component, const struct hass_view *view, int arg)
{
	unsigned count = view->settings ? view->settings->preset_count : 0;
	json_t *options = json_pack("[s]", "Not set");
	char option[32];
	int rc = 0;

	(void)arg;
	for (unsigned i = 0; i < count; i++) {
		snprintf(option, sizeof option, "Light preset %u", i + 1);
		rc |= json_array_append_new(options, json_string(option));
	}
	return rc | json_object_set_new(component, "options", options);
}

/* Whatever may stand there: Home Assistant complains of words that it was not told. */
int
hass_more_events(json_t *component, const struct hass_view *view, int arg)
{
	json_t *types = json_array();
	int rc = 0;

	(void)view, (void)arg;
	for (unsigned kind = 0; kind < EVENT_KINDS; kind++)
		if (event_in_topics((enum event_kind)kind))
			rc |= json_array_append_new(types, json_string(event_word((enum event_kind)kind)));
	return rc | json_object_set_new(component, "event_types", types);
}
