#include "dimmer.h"

enum {
	DURATION_MAX_MS = 3600000,
};

static void
switch_relay(struct sim_call *call, bool on)
{
	struct sim_outlet *outlet = call->dev->outlets;

	outlet->switches += sim_outlet_switch(outlet, on, call->now_ms);
}

static void
put_brightness(struct sim_call *call, int brightness)
{
	json_object_set_new(call->dev->sysinfo, "brightness", json_integer(brightness));
}

/* Leaves the relay alone. */
static enum sim_code
set_brightness(struct sim_call *call)
{
	int brightness;

	if (!sim_int_arg(call->args, "brightness", 1, 100, &brightness))
		return SIM_INVALID;
	put_brightness(call, brightness);
	return SIM_OK;
}

static enum sim_code
set_switch_state(struct sim_call *call)
{
	int state;

	if (!sim_int_arg(call->args, "state", 0, 1, &state))
		return SIM_INVALID;
	switch_relay(call, state == 1);
	return SIM_OK;
}

/* Switches too: 0 is off, and keeps the brightness for the next time. */
static enum sim_code
set_dimmer_transition(struct sim_call *call)
{
	int brightness, duration;

	if (!sim_int_arg(call->args, "brightness", 0, 100, &brightness)
	    || !sim_int_arg(call->args, "duration", 1, DURATION_MAX_MS, &duration))
		return SIM_INVALID;
	if (brightness > 0)
		put_brightness(call, brightness);
	switch_relay(call, brightness > 0);
	return SIM_OK;
}

#define DIMMER "smartlife.iot.dimmer"

// clang-format off
const struct sim_method sim_dimmer_methods[] = {
	/* module method                   run                    families */
	{ DIMMER, "set_brightness",        set_brightness,        SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_switch_state",      set_switch_state,      SIM_DIMMER, .of_outlet = false },
	{ DIMMER, "set_dimmer_transition", set_dimmer_transition, SIM_DIMMER, .of_outlet = false },
	{ 0 },
};
// clang-format on
