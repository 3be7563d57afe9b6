#include "runtime.h"

#include "statistics.h"

static const struct sim_tale minutes = { SIM_RUNTIME, "time", .thousandths = false };

static enum sim_code
get_daystat(struct sim_call *call)
{
	return sim_statistics_days(call, &minutes);
}

static enum sim_code
get_monthstat(struct sim_call *call)
{
	return sim_statistics_months(call, &minutes);
}

static enum sim_code
erase_runtime_stat(struct sim_call *call)
{
	return sim_statistics_erase(call, SIM_RUNTIME);
}

#define SCHEDULE "schedule"
#define LIGHT_SCHEDULE "smartlife.iot.common.schedule"

// clang-format off
const struct sim_method sim_runtime_methods[] = {
	/* module         method                run                 families */
	{ SCHEDULE,       "get_daystat",        get_daystat,        SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "get_monthstat",      get_monthstat,      SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "erase_runtime_stat", erase_runtime_stat, SIM_RELAYS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "get_daystat",        get_daystat,        SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "get_monthstat",      get_monthstat,      SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "erase_runtime_stat", erase_runtime_stat, SIM_LIGHTS, .of_outlet = true },
	{ 0 },
};
// clang-format on
