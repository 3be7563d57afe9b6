#include "system.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ambient.h"
#include "cloud.h"
#include "dimmer_setup.h"
#include "light.h"
#include "light_default.h"
#include "motion.h"
#include "plan.h"
#include "routine.h"
#include "wifi.h"

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

// clang-format off
static const struct axis { const char *degrees, *scaled; int most; } axes[] = {
	/* degrees     scaled         most */
	{ "latitude",  "latitude_i",  90 },
	{ "longitude", "longitude_i", 180 },
};
// clang-format on

enum {
	AXES = sizeof axes / sizeof axes[0],
	DEGREE = 10000, /* in the scaled form */
};

/* Old devices have degrees, newer ones the scaled form; what is given has to be right in either. */
static bool
axis_fits(const json_t *sysinfo, const json_t *args, const struct axis *axis)
{
	const json_t *degrees = json_object_get(args, axis->degrees), *scaled = json_object_get(args, axis->scaled);
	int number;

	if (degrees && !(json_is_number(degrees) && fabs(json_number_value(degrees)) <= axis->most))
		return false;
	if (scaled && !sim_int_arg(args, axis->scaled, -axis->most * DEGREE, axis->most * DEGREE, &number))
		return false;
	if (json_object_get(sysinfo, axis->degrees))
		return degrees != NULL;
	return scaled || (degrees && !json_object_get(sysinfo, axis->scaled));
}

static enum sim_code
set_dev_location(struct sim_call *call)
{
	json_t *sysinfo = call->dev->sysinfo;

	for (size_t i = 0; i < AXES; i++)
		if (!axis_fits(sysinfo, call->args, &axes[i]))
			return SIM_INVALID;
	for (size_t i = 0; i < AXES; i++) {
		if (json_object_get(sysinfo, axes[i].degrees))
			json_object_set(sysinfo, axes[i].degrees, json_object_get(call->args, axes[i].degrees));
		if (json_object_get(sysinfo, axes[i].scaled))
			json_object_set(sysinfo, axes[i].scaled, json_object_get(call->args, axes[i].scaled));
	}
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

/* Nothing was downloaded, and nothing ever is. */
static enum sim_code
get_download_state(struct sim_call *call)
{
	(void)call;
	return SIM_UNKNOWN_ERROR;
}

static void
forget_names(struct sim_device *dev)
{
	char alias[24];

	json_object_set_new(dev->sysinfo, "alias", json_string(dev->first_alias));
	for (size_t i = 0; dev->family == SIM_STRIP && i < dev->outlet_count; i++) {
		snprintf(alias, sizeof alias, "Outlet %u", dev->outlets[i].slot + 1u);
		json_object_set_new(sim_device_child(dev, i), "alias", json_string(alias));
	}
}

static void
forget_place(json_t *sysinfo)
{
	for (size_t i = 0; i < AXES; i++) {
		if (json_object_get(sysinfo, axes[i].degrees))
			json_object_set_new(sysinfo, axes[i].degrees, json_real(0));
		if (json_object_get(sysinfo, axes[i].scaled))
			json_object_set_new(sysinfo, axes[i].scaled, json_integer(0));
	}
}

static void
forget_settings(struct sim_device *dev)
{
	sim_cloud_reset(dev);
	sim_wifi_reset(dev);
	sim_dimmer_setup_reset(dev);
	sim_motion_reset(dev);
	sim_ambient_reset(dev);
	sim_routine_reset(dev);
	sim_light_default_reset(dev);
}

static void
reset_outlet(struct sim_outlet *outlet, int64_t now_ms)
{
	sim_outlet_switch(outlet, false, now_ms);
	sim_plan_clear(outlet, now_ms);
	sim_outlet_erase(outlet, SIM_ENERGY, now_ms);
	sim_outlet_erase(outlet, SIM_RUNTIME, now_ms);
}

/* It forgets what it was told and is off. It stays where it is reached, or nobody could look. */
static enum sim_code
reset(struct sim_call *call)
{
	struct sim_device *dev = call->dev;
	enum sim_code code = restart_in(call);

	if (code != SIM_OK)
		return code;
	forget_names(dev);
	forget_place(dev->sysinfo);
	forget_settings(dev);
	if (dev->family & SIM_LIGHTS)
		sim_light_switch(dev, false, call->now_ms);
	for (size_t i = 0; i < dev->outlet_count; i++)
		reset_outlet(&dev->outlets[i], call->now_ms);
	return SIM_OK;
}

#define LIGHT_SYSTEM "smartlife.iot.common.system"

// clang-format off
const struct sim_method sim_system_methods[] = {
	/* module       method                run                 families */
	{ "system",     "get_sysinfo",        get_sysinfo,        ~0u,        .of_outlet = false },
	{ "system",     "set_relay_state",    set_relay_state,    SIM_RELAYS, .of_outlet = true },
	{ "system",     "set_led_off",        set_led_off,        SIM_RELAYS, .of_outlet = false },
	{ "system",     "set_dev_alias",      set_dev_alias,      SIM_RELAYS, .of_outlet = true },
	{ "system",     "set_dev_location",   set_dev_location,   SIM_RELAYS, .of_outlet = false },
	{ "system",     "reboot",             restart_in,         SIM_RELAYS, .of_outlet = false },
	{ "system",     "reset",              reset,              SIM_RELAYS, .of_outlet = false },
	{ "system",     "get_download_state", get_download_state, SIM_RELAYS, .of_outlet = false },
	{ LIGHT_SYSTEM, "set_dev_alias",      set_dev_alias,      SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "set_dev_location",   set_dev_location,   SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "reboot",             restart_in,         SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_SYSTEM, "reset",              reset,              SIM_LIGHTS, .of_outlet = false },
	{ 0 },
};
// clang-format on
