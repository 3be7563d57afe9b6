#include "timekeeping.h"

#include "calendar.h"
#include "zone.h"

#define TIME "time"
#define LIGHT_TIME "smartlife.iot.common.timesetting"

void
sim_timekeeping_init(struct sim_device *dev)
{
	const char *module = dev->family & SIM_LIGHTS ? LIGHT_TIME : TIME;
	const json_t *recorded = json_object_get(json_object_get(dev->tree, module), "get_timezone");

	if (!sim_int_arg(recorded, "index", 0, SIM_ZONES - 1, &dev->clock.zone))
		dev->clock.zone = SIM_ZONE_UTC;
}

/* What was recorded stands until a client sets the clock. */
static bool
as_recorded(struct sim_call *call)
{
	if (call->dev->clock.set || !call->recorded)
		return false;
	call->reply = json_deep_copy(call->recorded);
	return true;
}

static enum sim_code
get_time(struct sim_call *call)
{
	int64_t local_s = sim_clock_local_s(&call->dev->clock, call->now_ms);
	int32_t day = sim_day_of(local_s), second = sim_second_of(local_s);
	struct sim_date date = sim_day_date(day);

	if (as_recorded(call))
		return SIM_OK;
	call->reply = json_pack("{si,si,si,si,si,si,si,si}", "year", date.year, "month", date.month, "mday", date.day,
	                        "wday", sim_day_wday(day), "hour", (int)second / 3600, "min", (int)second / 60 % 60,
	                        "sec", (int)second % 60, "err_code", 0);
	return SIM_OK;
}

/* The old generation, which says "type", tells the number alone. */
static enum sim_code
get_timezone(struct sim_call *call)
{
	const struct sim_clock *clock = &call->dev->clock;
	struct sim_ahead ahead = sim_zone_ahead(clock->zone, sim_clock_utc_s(clock, call->now_ms));

	if (as_recorded(call))
		return SIM_OK;
	call->reply = json_pack("{si,si}", "index", clock->zone, "err_code", 0);
	if (json_object_get(call->dev->sysinfo, "type"))
		return SIM_OK;
	json_object_set_new(call->reply, "tz_str", json_string(sim_zone_rule(clock->zone)));
	json_object_set_new(call->reply, "dst_offset", json_integer(ahead.summer_s / 60));
	return SIM_OK;
}

static bool
read_local(const json_t *args, int64_t *local_s)
{
	struct sim_date date;
	int hour, minute, second;

	if (!sim_int_arg(args, "year", 2000, 2099, &date.year) || !sim_int_arg(args, "month", 1, 12, &date.month)
	    || !sim_int_arg(args, "mday", 1, 31, &date.day) || !sim_date_valid(date)
	    || !sim_int_arg(args, "hour", 0, 23, &hour) || !sim_int_arg(args, "min", 0, 59, &minute)
	    || !sim_int_arg(args, "sec", 0, 59, &second))
		return false;
	*local_s = (int64_t)sim_day_number(date) * SIM_DAY_S + hour * 3600 + minute * 60 + second;
	return true;
}

/* What was used until now belongs to the days of the old face. */
static void
put_clock(struct sim_call *call, int64_t local_s, int zone)
{
	struct sim_device *dev = call->dev;

	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_settle(&dev->outlets[i], call->now_ms);
	dev->clock.zone = zone;
	sim_clock_put(&dev->clock, local_s, call->now_ms);
}

static enum sim_code
set_time(struct sim_call *call)
{
	int64_t local_s;

	if (call->dev->clock.stubborn || !read_local(call->args, &local_s))
		return SIM_INVALID;
	put_clock(call, local_s, call->dev->clock.zone);
	return SIM_OK;
}

/* Sets both, and is the only way where set_time is refused. */
static enum sim_code
set_timezone(struct sim_call *call)
{
	int64_t local_s;
	int zone;

	if (!read_local(call->args, &local_s) || !sim_int_arg(call->args, "index", 0, SIM_ZONES - 1, &zone))
		return SIM_INVALID;
	put_clock(call, local_s, zone);
	return SIM_OK;
}

// clang-format off
const struct sim_method sim_timekeeping_methods[] = {
	/* module     method          run           families */
	{ TIME,       "get_time",     get_time,     SIM_RELAYS, .of_outlet = false },
	{ TIME,       "get_timezone", get_timezone, SIM_RELAYS, .of_outlet = false },
	{ TIME,       "set_time",     set_time,     SIM_RELAYS, .of_outlet = false },
	{ TIME,       "set_timezone", set_timezone, SIM_RELAYS, .of_outlet = false },
	{ LIGHT_TIME, "get_time",     get_time,     SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_TIME, "get_timezone", get_timezone, SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_TIME, "set_time",     set_time,     SIM_LIGHTS, .of_outlet = false },
	{ LIGHT_TIME, "set_timezone", set_timezone, SIM_LIGHTS, .of_outlet = false },
	{ 0 },
};
// clang-format on
