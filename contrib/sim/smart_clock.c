#include "smart_clock.h"

#include "smart_call.h"
#include "zone.h"

enum {
	MINUTES_AHEAD = 14 * 60,
	SECONDS_MOST = INT32_MAX,
};

int
sim_smart_zone(const char *region, int minutes, int unknown)
{
	int zone;

	if (sim_zone_find(region, &zone))
		return zone;
	for (zone = 0; zone < SIM_ZONES; zone++) {
		struct sim_ahead ahead = sim_zone_ahead(zone, 0);

		if (ahead.total_s - ahead.summer_s == minutes * 60)
			return zone;
	}
	return unknown;
}

static int
get_device_time(struct sim_smart_call *call)
{
	call->result = json_copy(call->recorded);
	json_object_set_new(call->result, "timestamp", json_integer(sim_clock_utc_s(&call->dev->clock, call->now_ms)));
	return SIM_SMART_OK;
}

static void
copy_to_info(const struct sim_smart_call *call, const char *key)
{
	if (json_object_get(call->part->info, key) && json_object_get(call->params, key))
		json_object_set(call->part->info, key, json_object_get(call->params, key));
}

/* What was used until now belongs to the days of the old face. */
static void
put_clock(const struct sim_smart_call *call, int zone, int utc_s)
{
	struct sim_device *dev = call->dev;

	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_settle(&dev->outlets[i], call->now_ms);
	dev->clock.zone = zone;
	dev->clock.epoch_ms = (int64_t)utc_s * 1000 - call->now_ms;
	dev->clock.set = true;
}

static int
set_device_time(struct sim_smart_call *call)
{
	json_t *kept = json_object_get(call->part->replies, "get_device_time");
	const json_t *region = json_object_get(call->params, "region"),
		     *ahead = json_object_get(call->params, "time_diff");
	int utc_s, minutes = (int)json_integer_value(json_object_get(kept, "time_diff"));

	if (call->dev->clock.stubborn || !sim_smart_int(call, "timestamp", 0, SECONDS_MOST, &utc_s)
	    || (region && !json_is_string(region))
	    || (ahead && !sim_smart_int(call, "time_diff", -MINUTES_AHEAD, MINUTES_AHEAD, &minutes)))
		return SIM_SMART_NO_PARAMS;
	json_object_update_existing(kept, (json_t *)call->params);
	region = json_object_get(kept, "region");
	put_clock(call, sim_smart_zone(region ? json_string_value(region) : "", minutes, call->dev->clock.zone), utc_s);
	copy_to_info(call, "region");
	copy_to_info(call, "time_diff");
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_clock_methods[] = {
	/* method            run              needs */
	{ "get_device_time", get_device_time, NULL },
	{ "set_device_time", set_device_time, "get_device_time" },
	{ NULL,              NULL,            NULL },
};
// clang-format on
