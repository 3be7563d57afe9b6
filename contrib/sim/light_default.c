#include "light_default.h"

#include <string.h>

#include "kept.h"
#include "light.h"

#define BULB "smartlife.iot.smartbulb.lightingservice"
#define STRIP "smartlife.iot.lightStrip"
#define BEHAVIOR "get_default_behavior"

enum {
	PRESETS = 4, /* of bulbs; strips have presets that are effects */
};

static json_t *
fresh_details(const struct sim_device *dev)
{
	int angle = dev->family == SIM_LIGHT_STRIP ? 180 : 270;

	return json_pack("{si,si,si,si,si,si,si}", "lamp_beam_angle", angle, "min_voltage", 100, "max_voltage", 120,
	                 "wattage", 10, "incandescent_equivalent", 60, "max_lumens", 800, "color_rendering_index", 80);
}

static json_t *
fresh_behavior(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{s{ss},s{ss}}", "soft_on", "mode", "last_status", "hard_on", "mode", "last_status");
}

static json_t *
presets_of(const struct sim_device *dev)
{
	return json_object_get(dev->sysinfo, "preferred_state");
}

/* NULL: there is none with that number. */
static json_t *
preset(const struct sim_device *dev, json_int_t index)
{
	size_t i;
	json_t *one;

	json_array_foreach(presets_of(dev), i, one)
		if (json_integer_value(json_object_get(one, "index")) == index)
			return one;
	return NULL;
}

/* A state by its number or by its values. */
static bool
preset_fits(const struct sim_device *dev, const json_t *behavior)
{
	const json_t *index = json_object_get(behavior, "index");

	if (index && (!json_is_integer(index) || !preset(dev, json_integer_value(index))))
		return false;
	return sim_light_values_fit(dev, behavior) && (index || sim_light_gives_values(behavior));
}

static bool
behavior_fits(const struct sim_device *dev, const json_t *behavior)
{
	const char *mode = json_string_value(json_object_get(behavior, "mode"));

	if (!mode)
		return false;
	if (strcmp(mode, "customize_preset") == 0)
		return preset_fits(dev, behavior);
	return strcmp(mode, "last_status") == 0 || strcmp(mode, "circadian") == 0;
}

static enum sim_code
get_details(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_details);
}

static enum sim_code
get_behavior(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_behavior);
}

static enum sim_code
set_behavior(struct sim_call *call)
{
	static const char *const keys[] = { "soft_on", "hard_on" };
	json_t *kept = sim_kept(call->dev, call->module, BEHAVIOR, fresh_behavior);
	const json_t *given[2];

	if (!kept)
		return SIM_UNKNOWN_METHOD;
	for (size_t i = 0; i < 2; i++) {
		given[i] = json_object_get(call->args, keys[i]);
		if (given[i] && !behavior_fits(call->dev, given[i]))
			return SIM_BULB_INVALID;
	}
	if (!given[0] && !given[1])
		return SIM_BULB_MISSING;
	for (size_t i = 0; i < 2; i++)
		if (given[i])
			json_object_set_new(kept, keys[i], json_deep_copy(given[i]));
	return SIM_OK;
}

static enum sim_code
get_presets(struct sim_call *call)
{
	if (!presets_of(call->dev))
		return SIM_UNKNOWN_METHOD;
	call->reply = json_pack("{sO,si}", "states", presets_of(call->dev), "err_code", 0);
	return SIM_OK;
}

static enum sim_code
set_preset(struct sim_call *call)
{
	struct sim_device *dev = call->dev;
	json_t *one;
	int index;

	if (!presets_of(dev))
		return SIM_UNKNOWN_METHOD;
	if (!json_object_get(call->args, "index") || !sim_light_gives_values(call->args))
		return SIM_BULB_MISSING;
	if (!sim_int_arg(call->args, "index", 0, PRESETS - 1, &index) || !sim_light_values_fit(dev, call->args))
		return SIM_BULB_INVALID;
	if (!preset(dev, index))
		json_array_append_new(presets_of(dev), json_pack("{si,si,si,si,si}", "index", index, "hue", 0,
		                                                 "saturation", 0, "color_temp", 0, "brightness", 100));
	one = preset(dev, index);
	sim_light_copy_values(one, call->args);
	return SIM_OK;
}

json_t *
sim_light_default_on(struct sim_device *dev)
{
	const char *module = dev->family == SIM_LIGHT_STRIP ? STRIP : BULB;
	const json_t *behavior = json_object_get(sim_kept(dev, module, BEHAVIOR, fresh_behavior), "soft_on");
	const char *mode = json_string_value(json_object_get(behavior, "mode"));
	json_t *values;

	if (!mode || strcmp(mode, "last_status") == 0)
		return NULL;
	if (strcmp(mode, "customize_preset") != 0)
		return json_pack("{ss}", "mode", mode);
	values = json_pack("{ss}", "mode", "normal");
	if (json_object_get(behavior, "index"))
		sim_light_copy_values(values, preset(dev, json_integer_value(json_object_get(behavior, "index"))));
	sim_light_copy_values(values, behavior);
	return values;
}

void
sim_light_default_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, STRIP, BEHAVIOR);
	sim_kept_forget(dev, BULB, BEHAVIOR);
}

// clang-format off
const struct sim_method sim_light_default_methods[] = {
	/* module method                  run           families */
	{ BULB,  "get_light_details",    get_details,  SIM_BULB,        .of_outlet = false },
	{ BULB,  BEHAVIOR,               get_behavior, SIM_BULB,        .of_outlet = false },
	{ BULB,  "set_default_behavior", set_behavior, SIM_BULB,        .of_outlet = false },
	{ BULB,  "get_preferred_state",  get_presets,  SIM_BULB,        .of_outlet = false },
	{ BULB,  "set_preferred_state",  set_preset,   SIM_BULB,        .of_outlet = false },
	{ STRIP, "get_light_details",    get_details,  SIM_LIGHT_STRIP, .of_outlet = false },
	{ STRIP, BEHAVIOR,               get_behavior, SIM_LIGHT_STRIP, .of_outlet = false },
	{ STRIP, "set_default_behavior", set_behavior, SIM_LIGHT_STRIP, .of_outlet = false },
	{ 0 },
};
// clang-format on
