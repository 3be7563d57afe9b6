#include "dimmer_setup.h"

#include <string.h>

#include "kept.h"

#define DIMMER "smartlife.iot.dimmer"
#define PARAMETERS "get_dimmer_parameters"
#define BEHAVIOR "get_default_behavior"

// clang-format off
static const struct parameter { const char *method, *argument, *key; int least, most; } parameters[] = {
	/* method                  argument        key              least most */
	{ "calibrate_brightness",  "minThreshold", "minThreshold",  0,    51 },
	{ "set_fade_on_time",      "fadeTime",     "fadeOnTime",    0,    10000 },
	{ "set_fade_off_time",     "fadeTime",     "fadeOffTime",   0,    10000 },
	{ "set_gentle_on_time",    "duration",     "gentleOnTime",  0,    120000 },
	{ "set_gentle_off_time",   "duration",     "gentleOffTime", 0,    510000 },
	{ "set_button_ramp_rate",  "rampRate",     "rampRate",      10,   50 },
};
// clang-format on

static json_t *
fresh_parameters(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{si,si,si,si,si,si,si}", "minThreshold", 5, "fadeOnTime", 0, "fadeOffTime", 0, "gentleOnTime",
	                 3000, "gentleOffTime", 10000, "rampRate", 30, "bulb_type", 1);
}

/* An ES20M tells its button only. */
static json_t *
fresh_behavior(const struct sim_device *dev)
{
	json_t *behavior = json_pack("{s{ss},s{ss}}", "long_press", "mode", "instant_on_off", "double_click", "mode",
	                             "gentle_on_off");

	if (strncmp(sim_device_model(dev), "ES20M", 5) == 0)
		return behavior;
	json_object_set_new(behavior, "soft_on", json_pack("{ss}", "mode", "last_status"));
	json_object_set_new(behavior, "hard_on", json_pack("{ss}", "mode", "last_status"));
	return behavior;
}

static enum sim_code
get_parameters(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_parameters);
}

static enum sim_code
get_behavior(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_behavior);
}

static enum sim_code
set_parameter(struct sim_call *call)
{
	json_t *kept = sim_kept(call->dev, call->module, PARAMETERS, fresh_parameters);
	const struct parameter *parameter = parameters;
	int value;

	if (!kept)
		return SIM_UNKNOWN_METHOD;
	while (strcmp(parameter->method, call->method) != 0)
		parameter++;
	if (!sim_int_arg(call->args, parameter->argument, parameter->least, parameter->most, &value))
		return SIM_INVALID;
	json_object_set_new(kept, parameter->key, json_integer(value));
	return SIM_OK;
}

/* What a press does, in a new object. NULL: not possible. */
static json_t *
read_action(const struct sim_call *call)
{
	static const char *const plain[] = { "none", "instant_on_off", "gentle_on_off" };
	const char *mode = json_string_value(json_object_get(call->args, "mode"));
	int last = (int)json_array_size(json_object_get(call->dev->sysinfo, "preferred_state")) - 1, index;

	if (!mode)
		return NULL;
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (strcmp(mode, plain[i]) == 0)
			return json_pack("{ss}", "mode", mode);
	if (strcmp(mode, "customize_preset") != 0 || !sim_int_arg(call->args, "index", 0, last, &index))
		return NULL;
	return json_pack("{ss,si}", "mode", mode, "index", index);
}

static enum sim_code
set_action(struct sim_call *call)
{
	json_t *kept = sim_kept(call->dev, call->module, BEHAVIOR, fresh_behavior);
	json_auto_t *action = read_action(call);
	bool twice = strcmp(call->method, "set_double_click_action") == 0;

	if (!kept)
		return SIM_UNKNOWN_METHOD;
	if (!action)
		return SIM_INVALID;
	json_object_set(kept, twice ? "double_click" : "long_press", action);
	return SIM_OK;
}

void
sim_dimmer_setup_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, DIMMER, PARAMETERS);
	sim_kept_forget(dev, DIMMER, BEHAVIOR);
}

// clang-format off
const struct sim_method sim_dimmer_setup_methods[] = {
	/* module method                     run             families */
	{ DIMMER, PARAMETERS,                get_parameters, SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "calibrate_brightness",    set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_fade_on_time",        set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_fade_off_time",       set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_gentle_on_time",      set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_gentle_off_time",     set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_button_ramp_rate",    set_parameter,  SIM_DIMMER, .of_outlet = false },
	{ DIMMER, BEHAVIOR,                  get_behavior,   SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_double_click_action", set_action,     SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_long_press_action",   set_action,     SIM_DIMMER, .of_outlet = false },
	{ 0 },
};
// clang-format on
