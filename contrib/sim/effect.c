#include "effect.h"

static json_t *
told_of(const struct sim_device *dev)
{
	return json_object_get(dev->sysinfo, "lighting_effect_state");
}

/* A key that may be left out, and has to be right where it is not. */
static bool
number_fits(const json_t *args, const char *key, int most)
{
	int number;

	return !json_object_get(args, key) || sim_int_arg(args, key, 0, most, &number);
}

static bool
text_fits(const json_t *args, const char *key)
{
	const json_t *text = json_object_get(args, key);

	return !text || json_is_string(text);
}

static enum sim_code
set_lighting_effect(struct sim_call *call)
{
	static const char *const keys[] = { "enable", "name", "id", "custom", "brightness" };
	json_t *told = told_of(call->dev);
	int enable;

	if (!told)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "enable", 0, 1, &enable) || !number_fits(call->args, "custom", 1)
	    || !number_fits(call->args, "brightness", 100) || !text_fits(call->args, "name")
	    || !text_fits(call->args, "id"))
		return SIM_INVALID;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (json_object_get(call->args, keys[i]))
			json_object_set(told, keys[i], json_object_get(call->args, keys[i]));
	json_decref(call->dev->effect);
	call->dev->effect = json_deep_copy(call->args);
	return SIM_OK;
}

void
sim_effect_end(struct sim_device *dev)
{
	json_t *told = told_of(dev);

	if (told)
		json_object_set_new(told, "enable", json_integer(0));
}

#define EFFECT "smartlife.iot.lighting_effect"

// clang-format off
const struct sim_method sim_effect_methods[] = {
	/* module method                 run                  families */
	{ EFFECT, "set_lighting_effect", set_lighting_effect, SIM_LIGHT_STRIP, .of_outlet = false },
	{ 0 },
};
// clang-format on
