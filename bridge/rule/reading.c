#include "bridge/rule/reading.h"

#include <math.h>

/* ---- one meter ---- */

static void
take_meter(struct reading *reading, const struct meter *meter, int32_t today)
{
	const struct counter *counter = &meter->counter;

	if (meter->live)
		reading->power_w = meter->energy.power_w;
	reading->sum_kwh = counter_sum(counter);
	if (counter->day == today)
		reading->today_kwh = counter_today(counter);
	if (counter->day / 100 == today / 100)
		reading->month_kwh = counter_month(counter);
}

/* ---- a strip as a whole ---- */

static bool
all_live(const struct device *device)
{
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++) {
		const struct meter *meter = device_meter(device, outlet);

		if (meter && !meter->live)
			return false;
	}
	return true;
}

/* The day of which all of its counters tell, or 0. */
static int32_t
common_day(const struct device *device)
{
	int32_t day = 0;

	for (unsigned outlet = 1; outlet <= device->part_count; outlet++) {
		const struct meter *meter = device_meter(device, outlet);

		if (meter && day != 0 && meter->counter.day != day)
			return 0;
		day = meter ? meter->counter.day : day;
	}
	return day;
}

static void
take_sum(struct reading *reading, const struct device *device, int32_t today)
{
	int32_t day = common_day(device);
	double today_kwh, month_kwh;
	struct kasa_energy energy;

	if (!device_energy_sum(device, &energy, &reading->sum_kwh, &today_kwh, &month_kwh))
		return;
	if (all_live(device))
		reading->power_w = energy.power_w;
	if (day == today)
		reading->today_kwh = today_kwh;
	if (day / 100 == today / 100)
		reading->month_kwh = month_kwh;
}

/* ---- all of it ---- */

static int
online(const struct device *device)
{
	return device->availability == AVAILABILITY_UNKNOWN ? KASA_UNKNOWN
	                                                    : device->availability == AVAILABILITY_ONLINE;
}

void
reading_take(struct reading *reading, const struct device *device, unsigned outlet, int32_t today)
{
	const struct meter *meter = device_meter(device, outlet);

	*reading = (struct reading){ .online = online(device),
		                     .on = KASA_UNKNOWN,
		                     .power_w = NAN,
		                     .sum_kwh = NAN,
		                     .today_kwh = NAN,
		                     .month_kwh = NAN };
	if (reading->online == 1 && outlet <= device->part_count) {
		reading->on = device_on(device, outlet);
		reading->on_since_s = device->parts[outlet].on_since_s;
	}
	if (outlet == 0 && device_has_outlets(device))
		take_sum(reading, device, today);
	else if (meter)
		take_meter(reading, meter, today);
	if (reading->online != 1)
		reading->power_w = NAN;
}
