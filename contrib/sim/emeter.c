#include "emeter.h"

#include "meter.h"
#include "statistics.h"

static enum sim_code
get_realtime(struct sim_call *call)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	call->reply = sim_outlet_reading(outlet, call->dev->meter, call->now_ms);
	return SIM_OK;
}

/* Kilowatt-hours where the reading has them, else watt-hours. */
static const struct sim_tale *
tale_of(const struct sim_call *call)
{
	static const struct sim_tale whole = { SIM_ENERGY, "energy_wh", .thousandths = false };
	static const struct sim_tale kilo = { SIM_ENERGY, "energy", .thousandths = true };

	return json_object_get(call->dev->meter, "power") ? &kilo : &whole;
}

static enum sim_code
get_daystat(struct sim_call *call)
{
	return sim_statistics_days(call, tale_of(call));
}

static enum sim_code
get_monthstat(struct sim_call *call)
{
	return sim_statistics_months(call, tale_of(call));
}

static enum sim_code
erase_emeter_stat(struct sim_call *call)
{
	return call->dev->keeps_energy ? SIM_OK : sim_statistics_erase(call, SIM_ENERGY);
}

#define EMETER "emeter"
#define LIGHT_EMETER "smartlife.iot.common.emeter"

// clang-format off
const struct sim_method sim_emeter_methods[] = {
	/* module       method               run                families */
	{ EMETER,       "get_realtime",      get_realtime,      SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ EMETER,       "get_daystat",       get_daystat,       SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ EMETER,       "get_monthstat",     get_monthstat,     SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ EMETER,       "erase_emeter_stat", erase_emeter_stat, SIM_RELAYS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "get_realtime",      get_realtime,      SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "get_daystat",       get_daystat,       SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "get_monthstat",     get_monthstat,     SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ LIGHT_EMETER, "erase_emeter_stat", erase_emeter_stat, SIM_LIGHTS, .of_outlet = true, .of_meter = true },
	{ 0 },
};
// clang-format on
