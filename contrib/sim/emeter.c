#include "emeter.h"

#include "meter.h"

static enum sim_code
get_realtime(struct sim_call *call)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	call->reply = sim_outlet_reading(outlet, call->dev->meter, call->now_ms);
	return SIM_OK;
}

static enum sim_code
erase_emeter_stat(struct sim_call *call)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	sim_outlet_erase(outlet, call->now_ms);
	return SIM_OK;
}

#define LIGHT_EMETER "smartlife.iot.common.emeter"

// clang-format off
const struct sim_method sim_emeter_methods[] = {
	/* module       method               run                families */
	{ "emeter",     "get_realtime",      get_realtime,      SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ "emeter",     "erase_emeter_stat", erase_emeter_stat, SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "get_realtime",      get_realtime,      SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "erase_emeter_stat", erase_emeter_stat, SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ 0 },
};
// clang-format on
