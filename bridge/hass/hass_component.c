#include "bridge/hass/hass_component.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "bridge/mqtt/topics.h"

enum {
	UNIQUE_MAX = HASS_ID_MAX + 32,
	TEMPLATE_MAX = 96,    /* round a key; whole templates stand in the table */
	EXPIRES_LEAST_S = 60, /* no sooner, or a broker that is restarted blanks a dashboard */
	POLLS_TO_EXPIRE = 3,
};

json_t *
hass_component_new(const char *platform, const char *object_id, const char *key, const char *name)
{
	json_t *component = json_object();
	char unique[UNIQUE_MAX];
	int rc;

	snprintf(unique, sizeof unique, "%s_%s", object_id, key);
	rc = hass_put(component, "platform", platform) | hass_put(component, "unique_id", unique);
	rc |= name ? hass_put(component, "name", name) : json_object_set_new(component, "name", json_null());
	if (rc == 0 && json_object_set_new(component, "qos", json_integer(1)) == 0)
		return component;
	json_decref(component);
	return NULL;
}

static int
put_kind(json_t *component, const struct hass_kind *kind)
{
	int rc;

	if (!kind)
		return 0;
	rc = hass_put(component, "device_class", kind->device_class)
	     | hass_put(component, "unit_of_measurement", kind->unit)
	     | hass_put(component, "state_class", kind->state_class);
	if (kind->precision != NO_PRECISION)
		rc |= json_object_set_new(component, "suggested_display_precision", json_integer(kind->precision));
	return rc;
}

/* Each part is read once in so many milliseconds, and told no more often than its owner wants. */
static uint32_t
expires_s(const struct device *device, unsigned outlet)
{
	bool rotates = outlet > 0 || device_has_outlets(device);
	uint32_t every_ms = rotates ? device->every.outlets_ms : device->every.meter_ms, seconds;

	if (every_ms < device->throttle_ms)
		every_ms = device->throttle_ms;
	seconds = every_ms / 1000 * POLLS_TO_EXPIRE + POLLS_TO_EXPIRE;
	return every_ms / 1000 * POLLS_TO_EXPIRE < EXPIRES_LEAST_S ? EXPIRES_LEAST_S : seconds;
}

static int
put_show(json_t *component, const struct hass_view *view, unsigned show)
{
	int rc = 0;

	if (show & (SHOW_DIAGNOSTIC | SHOW_CONFIG))
		rc |= hass_put(component, "entity_category", show & SHOW_CONFIG ? "config" : "diagnostic");
	if (show & SHOW_NOT)
		rc |= json_object_set_new(component, "enabled_by_default", json_false());
	if (show & SHOW_LIVE)
		rc |= json_object_set_new(component, "expire_after",
		                          json_integer((json_int_t)expires_s(view->device, view->outlet)));
	return rc;
}

/* A key may be missing, or null: Home Assistant takes None for unknown, and a missing one for worth a warning each time. */
static int
put_template(json_t *component, const struct hass_row *row)
{
	const char *key = row->value ? row->value : row->key;
	char text[TEMPLATE_MAX];

	if (strcmp(row->platform, "event") == 0 || strcmp(row->platform, "light") == 0)
		return 0;
	if (key[0] == '{')
		return hass_put(component, "value_template", key);
	snprintf(text, sizeof text, "{{ value_json.%s | default(none) }}", key);
	return hass_put(component, "value_template", text);
}

static int
put_topics(json_t *component, const struct config *config, const struct hass_view *view, const struct hass_row *row)
{
	const char *base = config->mqtt.base_topic, *name = view->device->name;
	char topic[TOPIC_MAX], leaf[64];
	int rc = 0;

	if (row->leaf) {
		rc |= hass_put(component, "state_topic", topic_device(topic, base, name, view->outlet, row->leaf));
		rc |= put_template(component, row);
	}
	if (row->attr) {
		snprintf(leaf, sizeof leaf, "set%s%s", row->attr[0] ? "/" : "", row->attr);
		rc |= hass_put(component, "command_topic", topic_device(topic, base, name, view->outlet, leaf));
	}
	return rc;
}

/* Lower case, digits and '_', as entity ids are; returns false when nothing is left of it. */
static bool
add_slug(char *out, size_t size, const char *name)
{
	size_t at = strlen(out);
	bool any = false;

	for (; *name && at + 1 < size; name++) {
		bool plain = isascii((unsigned char)*name) && isalnum((unsigned char)*name);

		if (!plain && out[at - 1] == '_')
			continue;
		out[at++] = (char)(plain ? tolower((unsigned char)*name) : '_');
		any |= plain;
	}
	out[at] = '\0';
	return any;
}

/* Only where a person chose a name: else Home Assistant makes one of the names it shows. */
static int
put_entity_id(json_t *component, const struct hass_view *view, const struct hass_row *row)
{
	const struct device *device = view->device;
	char id[UNIQUE_MAX];

	if (strcmp(device->name, device->key) == 0)
		return 0;
	snprintf(id, sizeof id, "%s.", row->platform);
	if (!add_slug(id, sizeof id, device->name))
		return 0;
	if (view->outlet > 0)
		snprintf(id + strlen(id), sizeof id - strlen(id), "_%u", view->outlet);
	if (row->name)
		snprintf(id + strlen(id), sizeof id - strlen(id), "_%s", row->key);
	return hass_put(component, "default_entity_id", id);
}

json_t *
hass_component(const struct config *config, const struct hass_view *view, const struct hass_row *row,
               const char *object_id)
{
	json_t *component = hass_component_new(row->platform, object_id, row->key, row->name);
	int rc;

	if (!component)
		return NULL;
	rc = put_kind(component, row->kind) | put_show(component, view, row->show)
	     | put_topics(component, config, view, row) | put_entity_id(component, view, row);
	if (row->more)
		rc |= row->more(component, view, row->arg);
	if (rc == 0)
		return component;
	json_decref(component);
	return NULL;
}
