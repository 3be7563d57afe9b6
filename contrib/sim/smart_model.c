#include "smart_model.h"

#include <stdio.h>
#include <string.h>

#include "base64.h"
#include "smart.h"
#include "smart_fresh.h"

enum {
	MODEL_TEXT = 32,
	CHILD_TEXT = 24,
};

// clang-format off
static const struct component {
	const char *id;
	int version;
	unsigned families; /* 0: children of strips alone */
	bool of_child;
} components[] = {
	/* id                version families                of_child */
	{ "device",            2,    ~0u,                    true },
	{ "firmware",          2,    ~0u,                    false },
	{ "quick_setup",       3,    ~0u,                    false },
	{ "time",              1,    ~0u,                    false },
	{ "wireless",          1,    ~0u,                    false },
	{ "account",           1,    ~0u,                    false },
	{ "cloud_connect",     1,    ~0u,                    true },
	{ "device_local_time", 1,    ~0u,                    false },
	{ "led",               1,    SIM_RELAYS,             false },
	{ "schedule",          2,    ~(unsigned)SIM_STRIP,   true },
	{ "countdown",         2,    ~(unsigned)SIM_STRIP,   true },
	{ "antitheft",         1,    ~(unsigned)SIM_STRIP,   true },
	{ "default_states",    1,    ~(unsigned)SIM_STRIP,   true },
	{ "auto_off",          2,    SIM_PLUG | SIM_DIMMER,  true },
	{ "brightness",        1,    SIM_DIMMER | SIM_LIGHTS, false },
	{ "control_child",     2,    SIM_STRIP,              false },
	{ "child_device",      2,    SIM_STRIP,              false },
};
// clang-format on

static void
add_component(json_t *list, const char *id, int version)
{
	json_array_append_new(list, json_pack("{ss,si}", "id", id, "ver_code", version));
}

static json_t *
component_list(const struct sim_smart_traits *traits, bool child)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof components / sizeof components[0]; i++)
		if (child ? components[i].of_child : (components[i].families & traits->family) != 0)
			add_component(list, components[i].id, components[i].version);
	if (traits->meter && (child || traits->family != SIM_STRIP))
		add_component(list, "energy_monitoring", 2);
	if (traits->color)
		add_component(list, "color", 1);
	if (traits->whites)
		add_component(list, "color_temperature", 1);
	return list;
}

/* "P110(EU)" is a P110. */
static json_t *
bare(const char *name)
{
	return json_stringn(name, strcspn(name, "("));
}

static void
put_name(json_t *info, const char *alias)
{
	char encoded[SIM_BASE64_TEXT(SIM_SMART_NAME_MAX)];
	size_t len = strlen(alias);

	sim_base64_encode(alias, len < SIM_SMART_NAME_MAX ? len : 0, encoded);
	json_object_set_new(info, "nickname", json_string(encoded));
}

/* What devices and their children tell. */
static json_t *
common(const struct sim_smart_traits *traits, const char *alias)
{
	json_t *info = json_pack("{ss,ss,ss,ss,ss,sb,so,ss,si,si}", "device_id", "", "fw_ver", traits->fw, "hw_ver",
	                         traits->hw, "mac", "00-00-00-00-00-00", "type", traits->type, "has_set_location_info",
	                         0, "model", bare(traits->name), "region", "Etc/UTC", "latitude", 0, "longitude", 0);

	json_object_set_new(info, "avatar", json_string(traits->family & SIM_LIGHTS ? "bulb" : "plug"));
	json_object_set_new(info, "overheat_status", json_string("normal"));
	put_name(info, alias);
	return info;
}

static void
add_switch(json_t *info, bool light)
{
	json_object_set_new(info, "device_on", json_false());
	if (!light)
		json_object_set_new(info, "on_time", json_integer(0));
	json_object_set_new(info, "default_states", json_pack("{ss}", "type", "last_states"));
}

static void
add_light(json_t *info, const struct sim_smart_traits *traits)
{
	json_object_set_new(info, "brightness", json_integer(80));
	if (!(traits->family & SIM_LIGHTS))
		return;
	json_object_set_new(info, "color_temp_range",
	                    traits->whites ? json_pack("[ii]", 2500, 6500) : json_pack("[ii]", 2700, 2700));
	json_object_set_new(info, "dynamic_light_effect_enable", json_false());
	if (traits->whites)
		json_object_set_new(info, "color_temp", json_integer(2700));
	if (!traits->color)
		return;
	json_object_set_new(info, "hue", json_integer(0));
	json_object_set_new(info, "saturation", json_integer(100));
}

static json_t *
info_of(const struct sim_smart_traits *traits, const char *alias)
{
	json_t *info = common(traits, alias);
	json_t *more = json_pack("{ss,ss,si,si,ss,si,ss}", "ip", "", "lang", "en_US", "rssi", -51, "signal_level", 2,
	                         "ssid", "SG9tZQ==", "time_diff", 0, "specs", "");

	json_object_update(info, more);
	json_decref(more);
	if (traits->family != SIM_STRIP)
		add_switch(info, traits->family & SIM_LIGHTS);
	if (traits->family & (SIM_LIGHTS | SIM_DIMMER))
		add_light(info, traits);
	return info;
}

static json_t *
child(const struct sim_smart_traits *traits, int position)
{
	char alias[CHILD_TEXT];
	json_t *info;

	snprintf(alias, sizeof alias, "Outlet %d", position);
	info = common(traits, alias);
	add_switch(info, false);
	json_object_set_new(info, "mac", json_string("000000000000"));
	json_object_set_new(info, "category", json_string("plug.powerstrip.sub-plug"));
	json_object_set_new(info, "original_device_id", json_string(""));
	json_object_set_new(info, "position", json_integer(position));
	json_object_set_new(info, "slot_number", json_integer(traits->children));
	return info;
}

static void
add_children(json_t *tree, const struct sim_smart_traits *traits)
{
	json_t *children = json_array(), *lists = json_array();
	char id[CHILD_TEXT];

	for (int i = 1; i <= traits->children; i++) {
		json_t *entry = child(traits, i);

		snprintf(id, sizeof id, "child %d", i); /* until the identity follows */
		json_object_set_new(entry, "device_id", json_string(id));
		json_array_append_new(children, entry);
		json_array_append_new(
			lists, json_pack("{ss,so}", "device_id", id, "component_list", component_list(traits, true)));
	}
	json_object_set_new(
		tree, "get_child_device_list",
		json_pack("{so,si,si}", "child_device_list", children, "start_index", 0, "sum", traits->children));
	json_object_set_new(
		tree, "get_child_device_component_list",
		json_pack("{so,si,si}", "child_component_list", lists, "start_index", 0, "sum", traits->children));
}

json_t *
sim_smart_model_tree(const struct sim_smart_traits *traits, const char *alias)
{
	json_t *tree = json_pack("{s{so},so}", "component_nego", "component_list", component_list(traits, false),
	                         "get_device_info", info_of(traits, alias));

	if (traits->family == SIM_STRIP)
		add_children(tree, traits);
	sim_smart_complete(tree);
	return tree;
}

json_t *
sim_smart_model_announcement(const struct sim_smart_traits *traits)
{
	return json_pack("{ss,ss,ss,ss,sb,sb,ss,si}", "device_type", traits->type, "device_model", traits->name,
	                 "hw_ver", traits->hw, "firmware_version", traits->fw, "factory_default", 0,
	                 "is_support_iot_cloud", 1, "obd_src", "tplink", "protocol_version", 1);
}
