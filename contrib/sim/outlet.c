#include "outlet.h"

#include <math.h>

#include "device.h"
#include "meter.h"

/* Counts a time within one day. */
static void
count(struct sim_outlet *outlet, int64_t from_ms, int64_t to_ms)
{
	double seconds = (double)(to_ms - from_ms) / 1000, wh = sim_outlet_power(outlet) * seconds / 3600;

	outlet->total_wh += wh;
	sim_ledger_add(&outlet->ledger, sim_clock_day(&outlet->dev->clock, from_ms), wh, seconds);
}

void
sim_outlet_settle(struct sim_outlet *outlet, int64_t now_ms)
{
	int64_t from_ms = outlet->metered_ms, to_ms;

	for (; outlet->live && outlet->on && from_ms < now_ms; from_ms = to_ms) {
		to_ms = sim_clock_midnight_ms(&outlet->dev->clock, from_ms);
		if (to_ms > now_ms)
			to_ms = now_ms;
		count(outlet, from_ms, to_ms);
	}
	outlet->metered_ms = now_ms;
}

void
sim_outlet_wake(struct sim_outlet *outlet, int64_t now_ms)
{
	if (outlet->live)
		return;
	outlet->live = true;
	outlet->metered_ms = now_ms;
	outlet->since_ms = now_ms - 1000 * json_integer_value(json_object_get(outlet->state, "on_time"));
}

/* In the words of the device's language. */
static void
put_on(json_t *state, bool on)
{
	if (json_object_get(state, "device_on"))
		json_object_set_new(state, "device_on", json_boolean(on));
	else
		json_object_set_new(state, json_object_get(state, "relay_state") ? "relay_state" : "state",
		                    json_integer(on));
}

bool
sim_outlet_switch(struct sim_outlet *outlet, bool on, int64_t now_ms)
{
	if (outlet->on == on)
		return false;
	sim_outlet_wake(outlet, now_ms);
	sim_outlet_settle(outlet, now_ms);
	outlet->on = on;
	outlet->since_ms = now_ms;
	if (outlet->state)
		put_on(outlet->state, on);
	sim_outlet_tick(outlet, now_ms);
	return true;
}

void
sim_outlet_tick(struct sim_outlet *outlet, int64_t now_ms)
{
	json_t *on_time = json_object_get(outlet->state, "on_time");

	if (outlet->live && on_time)
		json_integer_set(on_time, outlet->on ? (now_ms - outlet->since_ms) / 1000 : 0);
}

void
sim_outlet_set_power(struct sim_outlet *outlet, double power_w, int64_t now_ms)
{
	sim_outlet_wake(outlet, now_ms);
	sim_outlet_settle(outlet, now_ms);
	outlet->power_w = power_w;
}

void
sim_outlet_set_level(struct sim_outlet *outlet, double level, int64_t now_ms)
{
	sim_outlet_wake(outlet, now_ms);
	sim_outlet_settle(outlet, now_ms);
	outlet->level = level;
}

void
sim_outlet_erase(struct sim_outlet *outlet, enum sim_statistic statistic, int64_t now_ms)
{
	sim_outlet_wake(outlet, now_ms);
	sim_outlet_settle(outlet, now_ms);
	sim_ledger_erase(&outlet->ledger, statistic);
	outlet->erased[statistic] = true;
	if (statistic == SIM_ENERGY)
		outlet->total_wh = 0;
}

static double
past_amount(const struct sim_outlet *outlet, enum sim_statistic statistic, int32_t day)
{
	int minutes = outlet->erased[statistic] ? 0 : sim_past_minutes(&outlet->dev->past, outlet->slot, day);

	return statistic == SIM_ENERGY ? (double)outlet->habit_w * minutes / 60 : minutes * 60;
}

int64_t
sim_outlet_day(const struct sim_outlet *outlet, enum sim_statistic statistic, int32_t day)
{
	double amount = sim_ledger_amount(&outlet->ledger, statistic, day) + past_amount(outlet, statistic, day);

	return statistic == SIM_ENERGY ? llround(amount) : (int64_t)(amount / 60);
}

void
sim_outlet_grow_up(struct sim_outlet *outlet)
{
	int32_t born = outlet->dev->past.born;

	outlet->habit_w = (float)outlet->power_w;
	outlet->total_wh = 0;
	for (int32_t day = born - SIM_PAST_DAYS; day < born; day++)
		outlet->total_wh += (double)sim_outlet_day(outlet, SIM_ENERGY, day);
}

double
sim_outlet_power(const struct sim_outlet *outlet)
{
	return outlet->on ? outlet->power_w * outlet->level : 0;
}

static void
put_live(struct sim_outlet *outlet, json_t *reading, int64_t now_ms)
{
	double voltage = sim_meter_get(reading, SIM_VOLTAGE_V), power = sim_outlet_power(outlet);

	sim_outlet_settle(outlet, now_ms);
	sim_meter_put(reading, SIM_POWER_W, power);
	sim_meter_put(reading, SIM_CURRENT_A, voltage > 0 ? power / voltage : 0);
	sim_meter_put(reading, SIM_TOTAL_WH, outlet->total_wh);
}

json_t *
sim_outlet_reading(struct sim_outlet *outlet, const json_t *recorded, int64_t now_ms)
{
	json_t *reading = json_deep_copy(recorded);

	if (json_object_get(reading, "slot_id"))
		json_object_set_new(reading, "slot_id", json_integer(outlet->slot));
	if (outlet->live) {
		put_live(outlet, reading, now_ms);
	} else if (outlet->slot > 0 && !outlet->on) {
		sim_meter_put(reading, SIM_POWER_W, 0);
		sim_meter_put(reading, SIM_CURRENT_A, 0);
	}
	return reading;
}
