#include "system.h"

#include <string.h>

#include "light.h"

enum {
	ALIAS_MAX = 128, /* bytes; a device's own limit is not documented */
	RESTART_DELAY_MAX = 3600,
};

static enum sim_code
get_sysinfo(struct sim_call *call)
{
	sim_device_tick(call->dev, call->now_ms);
	call->reply = json_incref(call->dev->sysinfo);
	return SIM_OK;
}

/* Without a context a strip switches all its outlets. */
static enum sim_code
set_relay_state(struct sim_call *call)
{
	struct sim_device *dev = call->dev;
	uint64_t set = call->context->kind == SIM_CONTEXT_SOME ? call->context->set : UINT64_MAX;
	int state;

	if (!sim_int_arg(call->args, "state", 0, 1, &state))
		return SIM_INVALID;
	for (size_t i = 0; i < dev->outlet_count; i++)
		if (set >> i & 1)
			dev->outlets[i].switches += sim_outlet_switch(&dev->outlets[i], state == 1, call->now_ms);
	return SIM_OK;
}

static enum sim_code
set_led_off(struct sim_call *call)
{
	int off;

	if (!json_object_get(call->dev->sysinfo, "led_off"))
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "off", 0, 1, &off))
		return SIM_INVALID;
	json_object_set_new(call->dev->sysinfo, "led_off", json_integer(off));
	return SIM_OK;
}

/* The strip's own name, unless the context names an outlet. */
static enum sim_code
set_dev_alias(struct sim_call *call)
{
	const char *alias = json_string_value(json_object_get(call->args, "alias"));
	json_t *holder = call->dev->sysinfo;

	if (!alias || !*alias || strlen(alias) > ALIAS_MAX)
		return SIM_INVALID;
	if (call->context->kind == SIM_CONTEXT_SOME)
		holder = sim_device_child(call->dev, call->context->first);
	json_object_set_new(holder, "alias", json_string(alias));
	return SIM_OK;
}

static enum sim_code
set_dev_location(struct sim_call *call)
{
	static const char *const keys[] = { "latitude_i", "longitude_i", "latitude", "longitude" };
	size_t given = 0;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		json_t *value = json_object_get(call->args, keys[i]);

		if (value && !json_is_number(value))
			return SIM_INVALID;
		given += value != NULL;
	}
	if (given < 2)
		return SIM_INVALID;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (json_object_get(call->args, keys[i]) && json_object_get(call->dev->sysinfo, keys[i]))
			json_object_set(call->dev->sysinfo, keys[i], json_object_get(call->args, keys[i]));
	return SIM_OK;
}

static enum sim_code
restart_in(struct sim_call *call)
{
	int delay;

	if (!sim_int_arg(call->args, "delay", 0, RESTART_DELAY_MAX, &delay))
		return SIM_INVALID;
	call->restarts = true;
	call->restart_s = delay;
	return SIM_OK;
}

/* It forgets its name and is off; the network it keeps, or nobody could look. */
static enum sim_code
reset(struct sim_call *call)
{
	struct sim_device *dev = call->dev;
	enum sim_code code = restart_in(call);

	if (code != SIM_OK)
		return code;
	json_object_set_new(dev->sysinfo, "alias", json_string(dev->first_alias));
	if (dev->family & SIM_LIGHTS)
		sim_light_switch(dev, false, call->now_ms);
	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_switch(&dev->outlets[i], false, call->now_ms);
	return SIM_OK;
}

#define LIGHT_SYSTEM "smartlife.iot.common.system"

// clang-format off
const struct sim_method sim_system_methods[] = {
	/* module       method              run               families */
	{ "system",     "get_sysinfo",      get_sysinfo,      ~0u,        .of_outlet = false },
	{ "system",     "set_relay_state",  set_relay_state,  SIM_RELAYS, .of_outlet = true },
	{ "system",     "set_led_off",      set_led_off,      SIM_RELAYS, .of_outlet = false },
	{ "system",     "set_dev_alias",    set_dev_alias,    SIM_RELAYS, .of_outlet = true },
	{ "system",     "set_dev_location", set_dev_location, SIM_RELAYS, .of_outlet = false },
	{ "system",     "reboot",           restart_in,       SIM_RELAYS, .of_outlet = false },
	{ "system",     "reset",            reset,            SIM_RELAYS, .of_outlet = false },
	{ LIGHT_SYSTEM, "set_dev_alias",    set_dev_alias,    SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "set_dev_location", set_dev_location, SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "reboot",           restart_in,       SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "reset",            reset,            SIM_LIGHTS, .of_outlet = false },
	{ 0 },
};
// clang-format on
