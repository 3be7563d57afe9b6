#include "smart_energy.h"

#include <math.h>
#include <stdio.h>

#include "calendar.h"
#include "smart_call.h"

enum {
	MILLI = 1000,
	TIME_TEXT = 32,
};

static const json_t *
recorded(const struct sim_smart_part *part, const char *method, const char *key)
{
	return json_object_get(json_object_get(part->replies, method), key);
}

double
sim_smart_recorded_w(const struct sim_smart_part *part)
{
	const json_t *fine = recorded(part, "get_emeter_data", "power_mw");
	const json_t *usage = recorded(part, "get_energy_usage", "current_power");

	if (fine || usage)
		return json_number_value(fine ? fine : usage) / MILLI;
	return json_number_value(recorded(part, "get_current_power", "current_power"));
}

/* What was recorded counts on its day; what came after it is in the ledger. */
static int32_t
today(struct sim_smart_call *call)
{
	int32_t day = sim_clock_day(&call->dev->clock, call->now_ms);

	if (!call->part->born)
		call->part->born = day;
	return day;
}

static json_int_t
sum(const struct sim_smart_part *part, enum sim_statistic statistic, int32_t from, int32_t to)
{
	json_int_t total = 0;

	for (int32_t day = from; day <= to; day++)
		total += sim_outlet_day(part->outlet, statistic, day);
	return total;
}

static void
add_to(json_t *object, const char *key, bool still_counts, json_int_t more)
{
	const json_t *before = json_object_get(object, key);

	if (before)
		json_object_set_new(object, key, json_integer((still_counts ? json_integer_value(before) : 0) + more));
}

static int32_t
first_of_month(int32_t day)
{
	return day - sim_day_date(day).day + 1;
}

static void
put_local_time(struct sim_smart_call *call, json_t *usage)
{
	int64_t local_s = sim_clock_local_s(&call->dev->clock, call->now_ms);
	struct sim_date date = sim_day_date(sim_day_of(local_s));
	int second = sim_second_of(local_s);
	char text[TIME_TEXT];

	snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", date.year % 10000, date.month % 100,
	         date.day % 100, second / 3600 % 100, second / 60 % 60, second % 60);
	if (json_object_get(usage, "local_time"))
		json_object_set_new(usage, "local_time", json_string(text));
}

static void
put_power(const struct sim_smart_call *call, json_t *reply, const char *key, double unit)
{
	if (call->part->outlet->live && json_object_get(reply, key))
		json_object_set_new(reply, key, json_integer(llround(sim_outlet_power(call->part->outlet) * unit)));
}

/* Recorded values stand still until something changes the outlet, but for the time. */
static int
get_energy_usage(struct sim_smart_call *call)
{
	const struct sim_smart_part *part = call->part;
	json_t *usage = json_deep_copy(call->recorded);
	int32_t day = today(call), month = first_of_month(day);
	bool same_month = first_of_month(part->born) == month;

	put_local_time(call, usage);
	call->result = usage;
	if (!part->outlet)
		return SIM_SMART_OK;
	sim_outlet_settle(part->outlet, call->now_ms);
	put_power(call, usage, "current_power", MILLI);
	add_to(usage, "today_energy", day == part->born, sum(part, SIM_ENERGY, day, day));
	add_to(usage, "today_runtime", day == part->born, sum(part, SIM_RUNTIME, day, day));
	add_to(usage, "month_energy", same_month, sum(part, SIM_ENERGY, month, day));
	add_to(usage, "month_runtime", same_month, sum(part, SIM_RUNTIME, month, day));
	return SIM_SMART_OK;
}

static int
get_current_power(struct sim_smart_call *call)
{
	call->result = json_deep_copy(call->recorded);
	if (call->part->outlet)
		put_power(call, call->result, "current_power", 1);
	return SIM_SMART_OK;
}

static int
get_emeter_data(struct sim_smart_call *call)
{
	struct sim_outlet *outlet = call->part->outlet;
	json_t *data = json_deep_copy(call->recorded);
	double volts = json_number_value(json_object_get(data, "voltage_mv")) / MILLI;

	call->result = data;
	if (!outlet || !outlet->live)
		return SIM_SMART_OK;
	sim_outlet_settle(outlet, call->now_ms);
	put_power(call, data, "power_mw", MILLI);
	put_power(call, data, "current_ma", volts > 0 ? MILLI / volts : 0);
	add_to(data, "energy_wh", true, llround(outlet->total_wh));
	return SIM_SMART_OK;
}

/* Sums of today, of the last seven days and of the last thirty. */
static void
add_span(struct sim_smart_call *call, json_t *usage, const char *key, enum sim_statistic statistic)
{
	static const struct {
		const char *key;
		int days;
	} spans[] = { { "today", 1 }, { "past7", 7 }, { "past30", 30 } };
	json_t *object = json_object_get(usage, key);
	int32_t day = today(call);

	for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
		add_to(object, spans[i].key, day < call->part->born + spans[i].days,
		       sum(call->part, statistic, day - spans[i].days + 1, day));
}

static int
get_device_usage(struct sim_smart_call *call)
{
	call->result = json_deep_copy(call->recorded);
	if (!call->part->outlet)
		return SIM_SMART_OK;
	sim_outlet_settle(call->part->outlet, call->now_ms);
	add_span(call, call->result, "time_usage", SIM_RUNTIME);
	add_span(call, call->result, "power_usage", SIM_ENERGY);
	return SIM_SMART_OK;
}

static int
set_protection_power(struct sim_smart_call *call)
{
	const json_t *limit = json_object_get(call->part->replies, "get_max_power");
	int most = limit ? (int)json_integer_value(json_object_get(limit, "max_power")) : 10000, watts;

	if (!json_is_boolean(json_object_get(call->params, "enabled"))
	    || !sim_smart_int(call, "protection_power", 0, most, &watts))
		return SIM_SMART_NO_PARAMS;
	json_object_update_existing(json_object_get(call->part->replies, "get_protection_power"),
	                            (json_t *)call->params);
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_energy_methods[] = {
	/* method                 run                   needs */
	{ "get_energy_usage",     get_energy_usage,     NULL },
	{ "get_current_power",    get_current_power,    NULL },
	{ "get_emeter_data",      get_emeter_data,      NULL },
	{ "get_device_usage",     get_device_usage,     NULL },
	{ "set_protection_power", set_protection_power, "get_protection_power" },
	{ NULL,                   NULL,                 NULL },
};
// clang-format on
