#include "action.h"

#include "light.h"

const struct sim_action_keys sim_action_start = { "sact", "s_light", "s_dimmer" };
const struct sim_action_keys sim_action_end = { "eact", "e_light", "e_dimmer" };

static bool
add_light(const struct sim_device *dev, json_t *rule, const json_t *args, const char *key)
{
	json_t *light = json_object_get(args, key);
	int on;

	if (!(dev->family & SIM_LIGHTS) || !json_is_object(light) || !sim_light_values_fit(dev, light)
	    || (json_object_get(light, "on_off") && !sim_int_arg(light, "on_off", 0, 1, &on)))
		return false;
	json_object_set_new(rule, key, json_deep_copy(light));
	return true;
}

static bool
add_dimmer(const struct sim_device *dev, json_t *rule, const json_t *args, const char *key)
{
	json_t *dimmer = json_object_get(args, key);
	int brightness;

	if (dev->family != SIM_DIMMER || !json_is_object(dimmer)
	    || (json_object_get(dimmer, "brightness") && !sim_int_arg(dimmer, "brightness", 1, 100, &brightness)))
		return false;
	json_object_set_new(rule, key, json_deep_copy(dimmer));
	return true;
}

static enum sim_action
action_of(const json_t *rule, const struct sim_action_keys *keys)
{
	int number = SIM_ACTION_NONE;

	sim_int_arg(rule, keys->action, SIM_ACTION_NONE, SIM_ACTION_DIMMER, &number);
	return (enum sim_action)number;
}

bool
sim_action_form(const struct sim_device *dev, json_t *rule, const json_t *args, const struct sim_action_keys *keys)
{
	switch (action_of(rule, keys)) {
	case SIM_ACTION_LIGHT:
		return add_light(dev, rule, args, keys->light);
	case SIM_ACTION_DIMMER:
		return add_dimmer(dev, rule, args, keys->dimmer);
	case SIM_ACTION_NONE:
	case SIM_ACTION_OFF:
	case SIM_ACTION_ON:
		break;
	}
	return true;
}

void
sim_action_switch(struct sim_outlet *outlet, bool on, int64_t at_ms)
{
	struct sim_device *dev = outlet->dev;
	bool changed =
		dev->family & SIM_LIGHTS ? sim_light_switch(dev, on, at_ms) : sim_outlet_switch(outlet, on, at_ms);

	outlet->switches += changed;
}

/* Brightness and colour are those of the rule; what else is in it has no place in a light's state. */
static void
turn_light(struct sim_device *dev, const json_t *light, int64_t at_ms)
{
	const json_t *on_off = json_object_get(light, "on_off");
	json_auto_t *order = json_pack("{si}", "ignore_default", 1);

	json_object_set_new(order, "on_off", json_integer(on_off ? json_integer_value(on_off) : 1));
	sim_light_copy_values(order, light);
	sim_light_obey(dev, order, at_ms);
}

static void
turn_dimmer(struct sim_outlet *outlet, const json_t *dimmer, int64_t at_ms)
{
	json_t *brightness = json_object_get(dimmer, "brightness");

	if (brightness)
		json_object_set(outlet->dev->sysinfo, "brightness", brightness);
	sim_action_switch(outlet, true, at_ms);
}

void
sim_action_carry_out(struct sim_outlet *outlet, const json_t *rule, const struct sim_action_keys *keys, int64_t at_ms)
{
	enum sim_action action = action_of(rule, keys);

	switch (action) {
	case SIM_ACTION_OFF:
	case SIM_ACTION_ON:
		sim_action_switch(outlet, action == SIM_ACTION_ON, at_ms);
		break;
	case SIM_ACTION_LIGHT:
		turn_light(outlet->dev, json_object_get(rule, keys->light), at_ms);
		break;
	case SIM_ACTION_DIMMER:
		turn_dimmer(outlet, json_object_get(rule, keys->dimmer), at_ms);
		break;
	case SIM_ACTION_NONE:
		break;
	}
}
