#include "bridge/hass/hass.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <kasa/version.h>

#include "bridge/hass/hass_component.h"
#include "bridge/hass/hass_row.h"
#include "bridge/mqtt/topics.h"

static const char maker[] = "TP-Link";
/* Where people find help: whoever builds it for others may say. */
#ifndef KASA_SUPPORT_URL
#define KASA_SUPPORT_URL ""
#endif

/* ---- the frame ---- */

int
hass_available_by(json_t *list, const char *topic)
{
	return json_array_append_new(list, json_pack("{ss}", "topic", topic));
}

static json_t *
origin(void)
{
	return json_pack("{ss ss ss*}", "name", "kasa", "sw_version", KASA_VERSION, "support_url",
	                 KASA_SUPPORT_URL[0] ? KASA_SUPPORT_URL : NULL);
}

/* All of its values are there, or none. */
json_t *
hass_frame(json_t *device, json_t *availability, json_t *components)
{
	return json_pack("{so so so ss so}", "device", device, "origin", origin(), "availability", availability,
	                 "availability_mode", "all", "components", components);
}

bool
hass_entity(unsigned index, const char **platform, const char **key)
{
	if (index >= hass_row_count)
		return false;
	*platform = hass_rows[index].platform;
	*key = hass_rows[index].key;
	return true;
}

/* ---- which entities ---- */

/* What it is may change, what it told once stays: a value that is missing for once takes no entity away. */
static bool
lasts(const struct hass_row *row)
{
	return row->told != hass_told_light;
}

uint64_t
hass_entities(const struct device *device, unsigned outlet, uint64_t before)
{
	struct hass_view view;
	uint64_t entities = 0;

	if (!hass_look(&view, device, outlet))
		return 0;
	for (unsigned i = 0; i < hass_row_count; i++) {
		const struct hass_row *row = &hass_rows[i];
		uint64_t bit = UINT64_C(1) << i;

		if (!hass_may(&view, row))
			continue;
		if (!row->told || row->told(&view, row->arg) || ((before & bit) && lasts(row)))
			entities |= bit;
	}
	return entities;
}

/* What it does not know is not asked for again. */
static bool
answered(const struct hass_view *view, enum settings_step step, bool known)
{
	return known || (view->device->poll.round.refused & 1u << step);
}

static bool
settings_complete(const struct hass_view *view)
{
	static const struct settings none = { .cloud = KASA_UNKNOWN };
	const struct settings *settings = view->settings ? view->settings : &none;
	const struct kasa_state *state = view->state;

	return (state->family != KASA_FAMILY_DIMMER || answered(view, SETTINGS_DIMMER, settings->has_dimmer))
	       && (!(state->features & KASA_FEATURE_MOTION) || answered(view, SETTINGS_MOTION, settings->has_motion))
	       && (!(state->features & KASA_FEATURE_AMBIENT_LIGHT)
	           || answered(view, SETTINGS_AMBIENT, settings->has_ambient))
	       && (!(state->features & KASA_FEATURE_BRIGHTNESS)
	           || answered(view, SETTINGS_PRESETS, settings->has_presets))
	       && answered(view, SETTINGS_CLOUD, settings->cloud != KASA_UNKNOWN);
}

/* Its counter may be that of an earlier run. */
static bool
was_read(const struct meter *meter)
{
	return meter && meter->read_s != 0;
}

/* What a meter can tell is known by its readings. */
static bool
meter_complete(const struct hass_view *view)
{
	const struct device *device = view->device;

	if (!(view->state->features & KASA_FEATURE_ENERGY))
		return true;
	if (view->outlet > 0 || !device_has_outlets(device))
		return was_read(device_meter(device, view->outlet));
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++)
		if (!was_read(device_meter(device, outlet)))
			return false;
	return true;
}

bool
hass_complete(const struct device *device, unsigned outlet)
{
	struct hass_view view;

	return hass_look(&view, device, outlet) && meter_complete(&view) && (outlet > 0 || settings_complete(&view));
}

/* ---- a device ---- */

/* Outlets that nobody named would all have the name of their strip. */
static int
put_name(json_t *about, const struct hass_view *view)
{
	char name[KASA_ALIAS_MAX + 16];

	if (view->outlet == 0 || view->state->outlets[view->outlet - 1].alias[0])
		return hass_put_plain(about, "name", device_alias(view->device, view->outlet));
	snprintf(name, sizeof name, "%s %u", device_alias(view->device, 0), view->outlet);
	return hass_put_plain(about, "name", name);
}

/* The MAC joins our entities to what other integrations know of the device: once, so the outlets have none. */
static int
put_mac(json_t *about, const struct hass_view *view)
{
	const char *key = view->device->key;
	char mac[18];

	if (view->outlet > 0)
		return 0;
	snprintf(mac, sizeof mac, "%.2s:%.2s:%.2s:%.2s:%.2s:%.2s", key, key + 2, key + 4, key + 6, key + 8, key + 10);
	return json_object_set_new(about, "connections", json_pack("[[ss]]", "mac", mac));
}

static json_t *
about(const struct config *config, const struct hass_view *view, const char *object_id)
{
	const struct device *device = view->device;
	json_t *about = json_pack("{s[s]}", "identifiers", object_id);
	char parent[HASS_ID_MAX];
	int rc;

	if (view->outlet > 0)
		hass_object_id(parent, device, 0);
	else
		hass_bridge_id(parent, config);
	rc = put_mac(about, view) | put_name(about, view) | hass_put(about, "manufacturer", maker);
	rc |= hass_put_plain(about, "model", view->state->model);
	if (view->outlet == 0)
		rc |= hass_put_plain(about, "hw_version", view->state->hw)
		      | hass_put_plain(about, "sw_version", view->state->fw);
	rc |= hass_put_plain(about, "suggested_area", device->area) | hass_put(about, "via_device", parent);
	if (rc == 0)
		return about;
	json_decref(about);
	return NULL;
}

static json_t *
availability(const struct config *config, const struct device *device)
{
	const char *base = config->mqtt.base_topic;
	json_t *list = json_array();
	char topic[TOPIC_MAX];

	if (hass_available_by(list, topic_bridge(topic, base, "state")) == 0
	    && (!device || hass_available_by(list, topic_device(topic, base, device->name, 0, "availability")) == 0))
		return list;
	json_decref(list);
	return NULL;
}

static json_t *
components(const struct config *config, const struct hass_view *view, const char *object_id, uint64_t entities,
           uint64_t gone)
{
	json_t *all = json_object();
	int rc = 0;

	for (unsigned i = 0; i < hass_row_count; i++) {
		const struct hass_row *row = &hass_rows[i];
		uint64_t bit = UINT64_C(1) << i;

		if (entities & bit)
			rc |= json_object_set_new(all, row->key, hass_component(config, view, row, object_id));
		else if (gone & bit)
			rc |= json_object_set_new(all, row->key, json_pack("{ss}", "platform", row->platform));
	}
	if (rc == 0)
		return all;
	json_decref(all);
	return NULL;
}

json_t *
hass_document(const struct config *config, const struct device *device, unsigned outlet, uint64_t entities,
              uint64_t gone)
{
	char object_id[HASS_ID_MAX];
	struct hass_view view;

	if (device->hidden || !hass_look(&view, device, outlet))
		return NULL;
	hass_object_id(object_id, device, outlet);
	return hass_frame(about(config, &view, object_id), availability(config, device),
	                  components(config, &view, object_id, entities, gone));
}

json_t *
hass_device(const struct config *config, const struct device *device, unsigned outlet)
{
	return hass_document(config, device, outlet, hass_entities(device, outlet, 0), 0);
}

/* ---- the other form ---- */

static int
copy(json_t *to, const json_t *from, const char *but)
{
	const char *name;
	json_t *value;
	int rc = 0;

	json_object_foreach((json_t *)from, name, value) {
		/* What a component says itself goes before what the document says for all. */
		if (strcmp(name, but) != 0 && !json_object_get(to, name))
			rc |= json_object_set(to, name, value);
	}
	return rc;
}

json_t *
hass_single(const json_t *document, const char *key)
{
	json_t *component = json_object_get(json_object_get(document, "components"), key);
	json_t *single = component ? json_object() : NULL;

	if (single && copy(single, component, "platform") == 0 && copy(single, document, "components") == 0)
		return single;
	json_decref(single);
	return NULL;
}
