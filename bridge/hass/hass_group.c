/* A group as a device of Home Assistant: one switch, or one light when nothing else is in it. */
#include "bridge/hass/hass.h"

#include <stdio.h>

#include "bridge/hass/hass_component.h"
#include "bridge/mqtt/topics.h"

static bool
is_light(const struct group_member *member)
{
	struct hass_view view;

	return hass_look(&view, member->device, member->outlet) && hass_is_light(&view);
}

static bool
all_lights(const struct group_member *members, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_light(&members[i]))
			return false;
	return count > 0;
}

static int
put_members(json_t *component, const struct group_member *members, size_t count)
{
	json_t *list = json_array();
	char object_id[HASS_ID_MAX];
	int rc = 0;

	for (size_t i = 0; i < count; i++) {
		hass_object_id(object_id, members[i].device, members[i].outlet);
		rc |= json_array_append_new(
			list, json_sprintf("%s_%s", object_id, is_light(&members[i]) ? "light" : "state"));
	}
	return rc | json_object_set_new(component, "group", list);
}

/* The joint state knows on and off alone, so that is what the light has; its members have the rest. */
static json_t *
component(const struct config *config, const char *name, const char *object_id, const struct group_member *members,
          size_t count)
{
	bool light = all_lights(members, count);
	json_t *component = hass_component_new(light ? "light" : "switch", object_id, light ? "light" : "state", NULL);
	const char *base = config->mqtt.base_topic;
	char topic[TOPIC_MAX];
	int rc = !component;

	rc |= hass_put(component, "state_topic", topic_device(topic, base, name, 0, ""))
	      | hass_put(component, "command_topic", topic_device(topic, base, name, 0, light ? "set" : "set/state"))
	      | put_members(component, members, count);
	if (light)
		rc |= hass_put(component, "schema", "json")
		      | json_object_set_new(component, "supported_color_modes", json_pack("[s]", "onoff"))
		      | json_object_set_new(component, "flash", json_false())
		      | json_object_set_new(component, "transition", json_false());
	else
		rc |= hass_put(component, "value_template", "{{ value_json.state | default(none) }}");
	if (rc == 0)
		return component;
	json_decref(component);
	return NULL;
}

json_t *
hass_group(const struct config *config, const char *name, const struct group_member *members, size_t count)
{
	char object_id[HASS_ID_MAX], bridge[HASS_ID_MAX], topic[TOPIC_MAX];
	json_t *about, *list = json_array(), *one, *document;
	int rc;

	hass_group_id(object_id, config, name);
	about = json_pack("{s[s] ss ss ss ss}", "identifiers", object_id, "name", name, "manufacturer", "kasa", "model",
	                  "Group", "via_device", hass_bridge_id(bridge, config));
	one = component(config, name, object_id, members, count);
	rc = hass_available_by(list, topic_bridge(topic, config->mqtt.base_topic, "state"));
	document = hass_frame(about, list,
	                      json_pack("{so}", one && json_object_get(one, "schema") ? "light" : "state", one));
	if (rc == 0)
		return document;
	json_decref(document);
	return NULL;
}
