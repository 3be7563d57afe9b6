/* Settings that stand as they were sent, the status LED first among them. */
#include <string.h>

#include "smart_call.h"

static int
set_led_info(struct sim_smart_call *call)
{
	static const char *const rules[] = { "always", "never", "night_mode", "auto" };
	const char *rule = json_string_value(json_object_get(call->params, "led_rule"));
	json_t *led = json_object_get(call->part->replies, "get_led_info");
	bool known = false;

	for (size_t i = 0; rule && i < sizeof rules / sizeof rules[0]; i++)
		known |= strcmp(rule, rules[i]) == 0;
	if (!known)
		return SIM_SMART_NO_PARAMS;
	json_object_update_existing(led, (json_t *)call->params);
	json_object_set_new(led, "led_status", json_boolean(strcmp(rule, "never") != 0));
	return SIM_SMART_OK;
}

bool
sim_smart_put_led(struct sim_device *dev, bool on)
{
	json_t *led = json_object_get(dev->tree, "get_led_info");

	if (!json_is_object(led))
		return false;
	json_object_set_new(led, "led_rule", json_string(on ? "always" : "never"));
	json_object_set_new(led, "led_status", json_boolean(on));
	return true;
}

static bool
same_kind(const json_t *a, const json_t *b)
{
	return json_is_boolean(a) ? json_is_boolean(b) : a && json_typeof(a) == json_typeof(b);
}

/* A setter whose parameters are the getter's reply: each has to be of the same kind. */
static int
keep(struct sim_smart_call *call, const char *getter)
{
	json_t *kept = json_object_get(call->part->replies, getter);
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)call->params, key, value)
		if (!same_kind(json_object_get(kept, key), value))
			return SIM_SMART_NO_PARAMS;
	if (json_object_size(call->params) == 0)
		return SIM_SMART_NO_PARAMS;
	json_object_update(kept, (json_t *)call->params);
	return SIM_SMART_OK;
}

static int
set_auto_off_config(struct sim_smart_call *call)
{
	int minutes;

	if (json_object_get(call->params, "delay_min") && !sim_smart_int(call, "delay_min", 1, 1440, &minutes))
		return SIM_SMART_NO_PARAMS;
	return keep(call, "get_auto_off_config");
}

static int
set_auto_update_info(struct sim_smart_call *call)
{
	return keep(call, "get_auto_update_info");
}

static int
set_on_off_gradually_info(struct sim_smart_call *call)
{
	return keep(call, "get_on_off_gradually_info");
}

static int
set_child_protection(struct sim_smart_call *call)
{
	return keep(call, "get_child_protection");
}

static int
set_preset_rules(struct sim_smart_call *call)
{
	return keep(call, "get_preset_rules");
}

// clang-format off
const struct sim_smart_method sim_smart_settings_methods[] = {
	/* method                      run                        needs */
	{ "set_led_info",              set_led_info,              "get_led_info" },
	{ "set_auto_off_config",       set_auto_off_config,       "get_auto_off_config" },
	{ "set_auto_update_info",      set_auto_update_info,      "get_auto_update_info" },
	{ "set_on_off_gradually_info", set_on_off_gradually_info, "get_on_off_gradually_info" },
	{ "set_child_protection",      set_child_protection,      "get_child_protection" },
	{ "set_preset_rules",          set_preset_rules,          "get_preset_rules" },
	{ NULL,                        NULL,                      NULL },
};
// clang-format on
