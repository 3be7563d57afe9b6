/* Asked behind a reading, and only where the device's midnight is ours. */
#include "cli/watch_today.h"

#include <math.h>
#include <stdlib.h>

#include <kasa/clock.h>
#include <kasa/history.h>

#include "common/clock_now.h"

enum {
	CLOCK_OFF_S = 600,         /* a clock that is further off has another midnight */
	AGAIN_MS = 10 * 60 * 1000, /* until a meter that was asked in vain, or that has no total, is asked again */
};

static struct kasa_clock
clock_here(void)
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	return (struct kasa_clock){
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
		.zone = KASA_UNKNOWN,
	};
}

static struct watch_meter *
meter_of(struct watch_device *device)
{
	return &device->meters[device->outlet > 0 ? device->outlet - 1 : 0];
}

/* A day that is not in the list had nothing to tell. */
static double
amount_of(const struct kasa_history *history, const struct kasa_clock *day)
{
	for (unsigned i = 0; i < history->count; i++) {
		const struct kasa_history_entry *entry = &history->entries[i];

		if (entry->year == day->year && entry->month == day->month && entry->day == day->day)
			return entry->amount;
	}
	return 0;
}

static void
on_days(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	const struct kasa_clock here = clock_here();
	struct watch_device *device = arg;

	(void)dev;
	device->asking = false;
	if (device->watch->over || err->code != KASA_OK)
		return;
	tally_today(&meter_of(device)->used, amount_of(history, &here), time(NULL));
	watch_device_renew(device);
}

static bool
is_right(const struct kasa_clock *clock, const struct kasa_clock *here)
{
	bool same_day = clock->year == here->year && clock->month == here->month && clock->day == here->day;

	return same_day && clock->second != KASA_UNKNOWN && labs(kasa_clock_seconds(here, clock)) <= CLOCK_OFF_S;
}

static void
on_clock(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	const struct kasa_clock here = clock_here();
	struct watch_device *device = arg;
	struct kasa_clock shown;

	device->asking = false;
	if (device->watch->over || err->code != KASA_OK)
		return;
	shown = clock_shown(clock);
	if (!is_right(&shown, &here))
		return;
	device->asking = kasa_energy_days(dev, (int)device->outlet, here.year, here.month, on_days, device) == KASA_OK;
}

/* With a total it is asked once: what comes then is counted from there. */
static bool
wants(const struct watch_meter *meter)
{
	if (meter->used.today && isfinite(meter->energy.total_kwh))
		return false;
	return meter->today_ms == 0 || watch_now_ms() - meter->today_ms >= AGAIN_MS;
}

void
watch_today_ask(struct watch_device *device)
{
	struct watch_meter *meter = meter_of(device);

	if (device->watch->run->cli->opts.json || !wants(meter)) /* objects tell the meter's total alone */
		return;
	meter->today_ms = watch_now_ms();
	device->asking = kasa_clock_read(device->dev, on_clock, device) == KASA_OK;
}
