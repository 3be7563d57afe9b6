#include "bridge/hub/poller_settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <kasa/clock.h>
#include <kasa/history.h>

#include "base/hash.h"
#include "bridge/clock.h"
#include "bridge/hub/hub.h"
#include "bridge/hub/settings.h"
#include "common/clock_now.h"

enum {
	CLOCK_OFF_S = 600, /* a clock that is further off has another midnight */
};

void
poller_settings_init(struct poller_settings *round)
{
	*round = (struct poller_settings){ .asked = SETTINGS_STEPS, .today_kwh = NAN, .month_kwh = NAN };
}

void
poller_settings_restart(struct poller_settings *round)
{
	round->step = round->outlet = 0;
	round->asked = SETTINGS_STEPS;
}

void
poller_settings_figures(struct poller_settings *round, unsigned outlet, struct kasa_energy *energy)
{
	if (isnan(round->today_kwh) || round->days_outlet != outlet)
		return;
	if (isnan(energy->today_kwh))
		energy->today_kwh = round->today_kwh;
	if (isnan(energy->month_kwh))
		energy->month_kwh = round->month_kwh;
	round->today_kwh = round->month_kwh = NAN;
}

/* ---- what there is to ask ---- */

static bool
is_possible(const struct device *device, const struct kasa_state *state, unsigned step)
{
	bool days = state->features & KASA_FEATURE_ENERGY && !device->poll.meterless
	            && strcmp(kasa_device_payload(device->handle), "iot") == 0;

	switch ((enum settings_step)step) {
	case SETTINGS_DIMMER:
		return state->family == KASA_FAMILY_DIMMER;
	case SETTINGS_MOTION:
		return state->features & KASA_FEATURE_MOTION;
	case SETTINGS_AMBIENT:
		return state->features & KASA_FEATURE_AMBIENT_LIGHT;
	case SETTINGS_PRESETS:
		return state->features & KASA_FEATURE_BRIGHTNESS;
	case SETTINGS_CLOUD:
		return true;
	case SETTINGS_CLOCK: /* meters that speak SMART tell day and month themselves */
		return days;
	case SETTINGS_DAYS:
		return days && device->poll.round.clock_right;
	case SETTINGS_STEPS:
		break;
	}
	return false;
}

/* Newer firmware may know what the older one refused. */
static void
look_at_firmware(struct poller_settings *round, const struct kasa_state *state)
{
	uint64_t fw = kasa_hash_text(state->fw);

	if (round->fw != fw)
		round->refused = 0;
	round->fw = fw;
}

/* The first question from the present one on that makes sense; SETTINGS_STEPS: none. */
static unsigned
find_step(const struct device *device)
{
	const struct kasa_state *state = device_state(device);
	const struct poller_settings *round = &device->poll.round;
	unsigned step = round->step;

	while (step < SETTINGS_STEPS && (!state || round->refused & 1u << step || !is_possible(device, state, step)))
		step++;
	return step;
}

/* ---- how a question ends ---- */

static void
end_round(struct device *device)
{
	struct poller_settings *round = &device->poll.round;
	bool changed = round->changed;

	poller_settings_restart(round);
	round->changed = false;
	if (changed)
		hub_settings(device->hub, device);
}

static bool
has_more_outlets(const struct device *device)
{
	const struct poller_settings *round = &device->poll.round;

	return round->asked == SETTINGS_DAYS && !(round->refused & 1u << SETTINGS_DAYS)
	       && round->outlet < device->part_count;
}

static void
answered(struct device *device, const struct kasa_err *err)
{
	struct poller_settings *round = &device->poll.round;
	bool counts = round->asked < SETTINGS_STEPS && device->poll.active;

	if (counts && err->code == KASA_ENOTSUP)
		round->refused |= 1u << round->asked;
	if (counts && !has_more_outlets(device))
		round->step = round->asked + 1;
	round->asked = SETTINGS_STEPS;
	if (device->poll.active && find_step(device) == SETTINGS_STEPS)
		end_round(device);
	round->done(device, err, round->step > 0);
}

/* ---- answers ---- */

static void
kept(struct device *device, const struct kasa_err *err, bool is_kept)
{
	device->poll.round.changed |= is_kept;
	answered(device, err);
}

static void
on_dimmer(struct kasa_device *dev, const struct kasa_dimmer *dimmer, const struct kasa_err *err, void *arg)
{
	(void)dev;
	kept(arg, err, settings_keep_dimmer(arg, dimmer));
}

static void
on_motion(struct kasa_device *dev, const struct kasa_motion *motion, const struct kasa_err *err, void *arg)
{
	(void)dev;
	kept(arg, err, settings_keep_motion(arg, motion));
}

static void
on_ambient(struct kasa_device *dev, const struct kasa_ambient *ambient, const struct kasa_err *err, void *arg)
{
	(void)dev;
	kept(arg, err, settings_keep_ambient(arg, ambient));
}

static void
on_presets(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	(void)dev;
	kept(arg, err, settings_keep_presets(arg, presets));
}

static void
on_cloud(struct kasa_device *dev, const struct kasa_cloud *cloud, const struct kasa_err *err, void *arg)
{
	(void)dev;
	kept(arg, err, settings_keep_cloud(arg, cloud));
}

/* What was asked beside the round. */
static void
on_motion_alone(struct kasa_device *dev, const struct kasa_motion *motion, const struct kasa_err *err, void *arg)
{
	struct device *device = arg;

	(void)dev;
	if (device->poll.active && settings_keep_motion(device, motion))
		hub_settings(device->hub, device);
	device->poll.round.done(device, err, false);
}

/* As it is on the walls here. */
static struct kasa_clock
clock_here(void)
{
	time_t now = (time_t)clock_utc_s();
	struct tm tm = { .tm_mday = 1 };

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

static bool
is_right(const struct kasa_clock *clock)
{
	const struct kasa_clock here = clock_here(), shown = clock_shown(clock);

	return shown.second != KASA_UNKNOWN && shown.day == here.day && shown.month == here.month
	       && shown.year == here.year && labs(kasa_clock_seconds(&here, &shown)) <= CLOCK_OFF_S;
}

static void
on_clock(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	struct device *device = arg;

	(void)dev;
	device->poll.round.clock_right = clock && is_right(clock);
	answered(device, err);
}

/* A day that is not in the list had nothing to tell. */
static void
keep_days(struct poller_settings *round, const struct kasa_history *history)
{
	const struct kasa_clock here = clock_here();

	round->days_outlet = round->outlet;
	round->today_kwh = round->month_kwh = 0;
	for (unsigned i = 0; i < history->count; i++) {
		const struct kasa_history_entry *entry = &history->entries[i];

		if (entry->year != here.year || entry->month != here.month || isnan(entry->amount))
			continue;
		round->month_kwh += entry->amount;
		if (entry->day == here.day)
			round->today_kwh += entry->amount;
	}
}

static void
on_days(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	struct device *device = arg;

	(void)dev;
	if (history && device->poll.round.asked == SETTINGS_DAYS)
		keep_days(&device->poll.round, history);
	answered(device, err);
}

/* ---- questions ---- */

static int
ask_days(struct device *device)
{
	const struct kasa_clock here = clock_here();
	struct poller_settings *round = &device->poll.round;

	if (device->part_count > 0)
		round->outlet = round->outlet % device->part_count + 1;
	return kasa_energy_days(device->handle, (int)round->outlet, here.year, here.month, on_days, device);
}

static int
ask(struct device *device, unsigned step)
{
	struct kasa_device *dev = device->handle;

	switch ((enum settings_step)step) {
	case SETTINGS_DIMMER:
		return kasa_dimmer_read(dev, on_dimmer, device);
	case SETTINGS_MOTION:
		return kasa_motion_read(dev, on_motion, device);
	case SETTINGS_AMBIENT:
		return kasa_ambient_read(dev, on_ambient, device);
	case SETTINGS_PRESETS:
		return kasa_presets_read(dev, on_presets, device);
	case SETTINGS_CLOUD:
		return kasa_cloud_read(dev, on_cloud, device);
	case SETTINGS_CLOCK:
		return kasa_clock_read(dev, on_clock, device);
	case SETTINGS_DAYS:
		return ask_days(device);
	case SETTINGS_STEPS:
		break;
	}
	return KASA_ENOTFOUND;
}

int
poller_settings_ask(struct device *device, poller_settings_fn *done)
{
	struct poller_settings *round = &device->poll.round;
	const struct kasa_state *state = device_state(device);
	int rc = KASA_ENOTSUP;

	if (!state)
		return KASA_ENOTFOUND;
	look_at_firmware(round, state);
	round->done = done;
	while (rc == KASA_ENOTSUP) {
		round->step = round->asked = find_step(device);
		rc = ask(device, round->step);
		if (rc == KASA_ENOTSUP)
			round->refused |= 1u << round->step;
	}
	if (rc != KASA_OK)
		round->asked = SETTINGS_STEPS;
	if (rc == KASA_ENOTFOUND)
		end_round(device);
	return rc;
}

int
poller_motion_ask(struct device *device, poller_settings_fn *done)
{
	device->poll.round.done = done;
	return kasa_motion_read(device->handle, on_motion_alone, device);
}
