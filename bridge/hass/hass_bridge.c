/* The bridge as a device of Home Assistant: whether it is there, what it sees, and what it can be asked for. */
#include "bridge/hass/hass.h"

#include <kasa/version.h>

#include "bridge/hass/hass_component.h"
#include "bridge/mqtt/topics.h"

struct bridge_row {
	const char *platform, *key, *name, *device_class, *category;
	const char *leaf, *value; /* where its value stands, or NULL */
	const char *request;      /* what commands it, or NULL */
	bool always;              /* it tells that the bridge is gone, so it does not go with it */
};

// clang-format off
static const struct bridge_row rows[] = {
	/* platform, key, name, device_class, category,  leaf, value,  request, always */
	{ "binary_sensor", "state", "Connection", "connectivity", "diagnostic",  "state", NULL,  NULL, true },
	{ "sensor", "devices_online", "Devices online", NULL, "diagnostic",  "health", "devices.online",  NULL, false },
	{ "sensor", "devices_known", "Devices known", NULL, "diagnostic",  "health", "devices.known",  NULL, false },
	{ "sensor", "version", "Version", NULL, "diagnostic",  "info", "version",  NULL, false },
	{ "select", "log_level", "Log level", NULL, "config",  "info", "log_level",  "options/log_level", false },
	{ "button", "scan", "Search devices", NULL, "config",  NULL, NULL,  "discover", false },
	{ "button", "restart", "Restart", "restart", "config",  NULL, NULL,  "restart", false },
};
// clang-format on

/* Plain texts, "online" and "offline", as the last will has them. */
static int
put_connection(json_t *component)
{
	return hass_put(component, "payload_on", "online") | hass_put(component, "payload_off", "offline");
}

static int
put_value(json_t *component, const char *base, const struct bridge_row *row)
{
	char topic[TOPIC_MAX];
	json_t *template = NULL;
	int rc;

	if (!row->leaf)
		return 0;
	rc = hass_put(component, "state_topic", topic_bridge(topic, base, row->leaf));
	if (!row->value)
		return rc | put_connection(component);
	template = json_sprintf("{{ value_json.%s }}", row->value);
	return rc | json_object_set_new(component, "value_template", template);
}

static int
put_request(json_t *component, const char *base, const struct bridge_row *row)
{
	char leaf[64], topic[TOPIC_MAX];
	int rc;

	if (!row->request)
		return 0;
	snprintf(leaf, sizeof leaf, "request/%s", row->request);
	rc = hass_put(component, "command_topic", topic_bridge(topic, base, leaf));
	if (row->leaf)
		return rc | hass_put(component, "command_template", "{\"log_level\": \"{{ value }}\"}");
	return rc | hass_put(component, "payload_press", "{}");
}

static int
put_more(json_t *component, const char *base, const struct bridge_row *row)
{
	char topic[TOPIC_MAX];
	json_t *list;
	int rc = 0;

	if (row->request && row->leaf)
		rc |= json_object_set_new(component, "options",
		                          json_pack("[ssss]", "error", "warning", "info", "debug"));
	else if (row->value && row->platform[0] == 's' && row->value[0] == 'd')
		rc |= hass_put(component, "state_class", "measurement");
	if (row->always)
		return rc;
	list = json_array();
	rc |= hass_available_by(list, topic_bridge(topic, base, "state"));
	return rc | json_object_set_new(component, "availability", list);
}

static json_t *
component(const char *base, const char *object_id, const struct bridge_row *row)
{
	json_t *component = hass_component_new(row->platform, object_id, row->key, row->name);
	int rc = !component;

	rc |= hass_put(component, "device_class", row->device_class)
	      | hass_put(component, "entity_category", row->category) | put_value(component, base, row)
	      | put_request(component, base, row) | put_more(component, base, row);
	if (rc == 0)
		return component;
	json_decref(component);
	return NULL;
}

json_t *
hass_bridge(const struct config *config)
{
	json_t *components = json_object(), *about, *document;
	char object_id[HASS_ID_MAX];
	int rc = 0;

	hass_bridge_id(object_id, config);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		rc |= json_object_set_new(components, rows[i].key,
		                          component(config->mqtt.base_topic, object_id, &rows[i]));
	about = json_pack("{s[s] ss ss ss ss}", "identifiers", object_id, "name", "Kasa bridge", "manufacturer", "kasa",
	                  "model", "Bridge", "sw_version", KASA_VERSION);
	document = hass_frame(about, json_array(), components);
	/* Each component says itself by what it is available. */
	json_object_del(document, "availability");
	json_object_del(document, "availability_mode");
	if (rc == 0)
		return document;
	json_decref(document);
	return NULL;
}
