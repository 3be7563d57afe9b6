/* Asks one device: its state with its meter, or with that of one outlet, each in turn. */
#include <math.h>
#include <stdlib.h>

#include <kasa/energy.h>

#include "base/err.h"
#include "cli/watch.h"
#include "cli/watch_today.h"

/* ---- making one ---- */

static struct watch_device *
find(const struct watch *watch, const struct kasa_device *dev)
{
	for (struct kasa_list *at = watch->devices.next; at != &watch->devices; at = at->next)
		if (KASA_CONTAINER(at, struct watch_device, node)->dev == dev)
			return KASA_CONTAINER(at, struct watch_device, node);
	return NULL;
}

/* From now on nobody else is taken for it, who may get its address while it is away. */
static void
expect(struct watch_device *device)
{
	const struct kasa_state *state = kasa_device_state(device->dev);

	if (state->id[0] || state->mac[0])
		kasa_device_expect(device->dev, state->id[0] ? state->id : NULL, state->mac[0] ? state->mac : NULL);
}

struct watch_device *
watch_device_of(struct watch *watch, struct job *job)
{
	struct watch_device *device = find(watch, job->lane->dev);

	if (device)
		return device;
	device = calloc(1, sizeof *device);
	if (!device)
		return NULL;
	device->watch = watch;
	device->dev = job->lane->dev;
	device->metered = kasa_device_state(device->dev)->features & KASA_FEATURE_ENERGY;
	device->heard_ms = watch_now_ms();
	for (unsigned i = 0; i < KASA_OUTLETS_MAX; i++)
		kasa_energy_init(&device->meters[i].energy);
	kasa_list_init(&device->rows);
	kasa_list_append(&watch->devices, &device->node);
	expect(device);
	return device;
}

void
watch_device_free(struct watch_device *device)
{
	while (!kasa_list_empty(&device->rows)) {
		struct watch_row *row = KASA_CONTAINER(device->rows.next, struct watch_row, node);

		kasa_list_remove(&row->node);
		free(row);
	}
	free(device);
}

/* ---- answers ---- */

static void
for_rows(struct watch_device *device, void (*fn)(struct watch_row *row))
{
	for (struct kasa_list *at = device->rows.next; at != &device->rows; at = at->next)
		fn(KASA_CONTAINER(at, struct watch_row, node));
}

static void
count_row(struct watch_row *row)
{
	if (!row->job->ended)
		watch_row_count(row);
}

static void
lose_row(struct watch_row *row)
{
	if (!row->job->ended && row->device->metered)
		history_put(&row->power, row->device->watch->turns, NAN);
}

static void
tell_away(struct watch_row *row)
{
	if (!row->job->ended)
		watch_row_tell_away(row);
}

/* Told once: why, and then nothing until it is back. */
static void
lost(struct watch_device *device, const struct kasa_err *err)
{
	if (!device->away) {
		device->away = true;
		device->err = *err;
		for_rows(device, tell_away);
	}
	for_rows(device, lose_row);
	for_rows(device, count_row);
}

static void
read_meter(struct watch_device *device, const struct kasa_energy *energy)
{
	struct watch_meter *meter = &device->meters[device->outlet > 0 ? device->outlet - 1 : 0];

	meter->read = true;
	if (energy)
		meter->energy = *energy;
	else
		kasa_energy_init(&meter->energy);
	tally_add(&meter->used, meter->energy.total_kwh, time(NULL));
}

static void
arrived(struct watch_device *device)
{
	uint64_t now = watch_now_ms(), away_ms = device->away ? now - device->heard_ms : 0;

	device->away = false;
	device->heard_ms = now;
	for (struct kasa_list *at = device->rows.next; at != &device->rows; at = at->next) {
		struct watch_row *row = KASA_CONTAINER(at, struct watch_row, node);

		if (row->job->ended)
			continue;
		watch_row_renew(row);
		if (!watch_row_is_new(row) && away_ms == 0)
			continue;
		watch_row_tell(row, away_ms);
		watch_row_count(row);
	}
}

/* The rows of a device that have all ended let it go: their lane has freed it. */
static void
let_go(struct watch_device *device)
{
	for (struct kasa_list *at = device->rows.next; at != &device->rows; at = at->next)
		if (!KASA_CONTAINER(at, struct watch_row, node)->job->ended)
			return;
	device->dev = NULL;
}

static void
renew_row(struct watch_row *row)
{
	if (!row->job->ended)
		watch_row_renew(row);
}

void
watch_device_renew(struct watch_device *device)
{
	for_rows(device, renew_row);
	watch_changed(device->watch);
}

static void
answered(struct watch_device *device, const struct kasa_err *err)
{
	device->asking = false;
	if (device->watch->over)
		return;
	if (err->code == KASA_OK)
		arrived(device);
	else
		lost(device, err);
	let_go(device);
	watch_changed(device->watch);
}

static void
on_state(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	answered(arg, err);
}

/* A meter that is not there after all, or broken, takes nothing from the rest: the state came with its refusal. */
static void
on_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	static const struct kasa_err fine = { .code = KASA_OK };
	struct watch_device *device = arg;
	bool refused = (err->code == KASA_ENOTSUP || err->code == KASA_EDEVICE) && kasa_device_state(dev);

	if (err->code == KASA_ENOTSUP && kasa_device_state(dev) && device->outlet == 0)
		device->metered = false;
	if (err->code == KASA_OK || refused)
		read_meter(device, energy);
	answered(device, refused ? &fine : err);
	if (err->code == KASA_OK && device->dev && !device->watch->over)
		watch_today_ask(device);
}

/* ---- questions ---- */

/* Meters are wanted of outlets that are on, and once of those that are off: for the total, and so that all add up. */
static bool
wants(const struct watch_device *device, const struct kasa_state *state, unsigned outlet)
{
	if (state->outlets[outlet - 1].on == 0 && device->meters[outlet - 1].read)
		return false;
	for (struct kasa_list *at = device->rows.next; at != &device->rows; at = at->next) {
		const struct job *job = KASA_CONTAINER(at, struct watch_row, node)->job;

		if (!job->ended && (job->outlet == 0 || (unsigned)job->outlet == outlet))
			return true;
	}
	return false;
}

/* The one after that which was asked last, and which is wanted; 0 for none. */
static unsigned
next_outlet(const struct watch_device *device, const struct kasa_state *state)
{
	for (unsigned i = 0; i < state->outlet_count; i++) {
		unsigned outlet = (device->outlet + i) % state->outlet_count + 1;

		if (wants(device, state, outlet))
			return outlet;
	}
	return 0;
}

static void
ask(struct watch_device *device)
{
	const struct kasa_state *state = kasa_device_state(device->dev);
	bool strip = state && state->outlet_count > 0;
	struct kasa_err err;
	int rc;

	device->outlet = strip && device->metered ? next_outlet(device, state) : 0;
	kasa_device_timeout(device->dev, device->watch->run->cli->opts.timeout_ms);
	if (state && device->metered && (!strip || device->outlet > 0))
		rc = kasa_energy_poll(device->dev, (int)device->outlet, on_meter, device);
	else
		rc = kasa_device_poll(device->dev, on_state, device);
	device->asking = rc == KASA_OK;
	if (device->asking)
		return;
	kasa_err_set(&err, rc, "the call was not accepted (%s)", kasa_error_word(rc));
	answered(device, &err);
}

static void
hold_row(struct watch_row *row)
{
	const struct watch_device *device = row->device;

	if (!row->job->ended && device->metered)
		history_put(&row->power, device->watch->turns, device->away ? NAN : row->energy.power_w);
}

void
watch_device_turn(struct watch_device *device)
{
	if (!device->dev)
		return;
	if (device->asking)
		for_rows(device, hold_row);
	else
		ask(device);
}
