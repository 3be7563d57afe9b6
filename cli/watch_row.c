/* What stands in a row, and how it is told. */
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "cli/exit.h"
#include "cli/job.h"
#include "cli/watch.h"
#include "cli/watch_screen.h"
#include "cli/words_text.h"

struct watch_row *
watch_row_new(struct watch_device *device, struct job *job)
{
	struct watch_row *row = calloc(1, sizeof *row);

	if (!row)
		return NULL;
	row->device = device;
	row->job = job;
	kasa_energy_init(&row->energy);
	job->watched = row;
	kasa_list_append(&device->rows, &row->node);
	return row;
}

/* ---- what it shows ---- */

/* What is off takes nothing, whatever its meter said when it was read last. */
static struct kasa_energy
outlet_energy(const struct watch_device *device, const struct kasa_state *state, unsigned i)
{
	struct kasa_energy energy = device->meters[i].energy;

	if (state->outlets[i].on == 0)
		energy.power_w = energy.current_a = 0;
	return energy;
}

static void
add_tally(struct tally *sum, const struct tally *used)
{
	sum->counting = sum->counting && used->counting;
	sum->today = sum->today && used->today;
	sum->used_kwh += used->used_kwh;
	if (used->since < sum->since)
		sum->since = used->since;
}

/* What one outlet does not tell, the sum does not tell either. Volts and amperes of several add up to nothing. */
static void
add_up(struct watch_row *row, const struct kasa_state *state)
{
	const struct watch_device *device = row->device;

	row->energy = (struct kasa_energy){ .voltage_v = NAN, .current_a = NAN };
	row->used = device->meters[0].used;
	for (unsigned i = 0; i < state->outlet_count; i++) {
		const struct kasa_energy energy = outlet_energy(device, state, i);

		row->energy.power_w += energy.power_w;
		row->energy.total_kwh += energy.total_kwh;
		row->energy.today_kwh += energy.today_kwh;
		row->energy.month_kwh += energy.month_kwh;
		if (i > 0)
			add_tally(&row->used, &device->meters[i].used);
	}
}

static void
renew_energy(struct watch_row *row, const struct kasa_state *state)
{
	unsigned outlet = (unsigned)row->job->outlet;

	if (state->outlet_count == 0) {
		row->energy = row->device->meters[0].energy;
		row->used = row->device->meters[0].used;
	} else if (outlet == 0) {
		add_up(row, state);
	} else if (outlet <= state->outlet_count) {
		row->energy = outlet_energy(row->device, state, outlet - 1);
		row->used = row->device->meters[outlet - 1].used;
	}
}

/* Copies what a function of words gave. */
static void
keep(char *dst, size_t size, const char *word)
{
	if (word != dst)
		kasa_str_copy(dst, size, word);
}

void
watch_row_renew(struct watch_row *row)
{
	const struct device_row seen = job_row(row->job);
	char time[48];

	if (!seen.state)
		return;
	keep(row->name, sizeof row->name, word_name(&seen, row->name));
	keep(row->brief, sizeof row->brief, word_row_condition(&seen, row->brief));
	if (seen.outlet > 0)
		keep(row->state, sizeof row->state, word_on_for(device_row_on(&seen), device_row_on_time(&seen), time));
	else
		keep(row->state, sizeof row->state, word_state(seen.state, row->state));
	row->on = device_row_on(&seen);
	if (!row->device->metered)
		return;
	renew_energy(row, seen.state);
	history_put(&row->power, row->device->watch->turns, row->energy.power_w);
}

bool
watch_row_is_new(const struct watch_row *row)
{
	int outlet = row->job->outlet;

	return !row->device->metered || outlet == 0 || row->on == 0 || (unsigned)outlet == row->device->outlet;
}

/* ---- how it is told ---- */

static void
tell(const struct watch_row *row, struct writer_reading *reading)
{
	struct watch *watch = row->device->watch;
	struct cli *cli = watch->run->cli;

	clock_gettime(CLOCK_REALTIME, &reading->time);
	reading->name = row->name;
	reading->condition = row->brief;
	if (watch->screen)
		watch_screen_tell(watch->screen, reading);
	else
		cli->writer->reading(&cli->out, reading);
}

static bool
is_known(const struct kasa_energy *energy)
{
	return isfinite(energy->power_w) || isfinite(energy->total_kwh);
}

void
watch_row_tell(struct watch_row *row, uint64_t away_ms)
{
	const struct watch_device *device = row->device;
	struct writer_reading reading = { .row = job_row(row->job), .away_ms = away_ms };
	struct kasa_energy meters[KASA_OUTLETS_MAX];

	for (unsigned i = 0; i < KASA_OUTLETS_MAX; i++)
		meters[i] = device->meters[i].energy;
	if (device->metered) {
		reading.used = &row->used;
		reading.row.energy = is_known(&row->energy) ? &row->energy : NULL;
		reading.row.meters = row->job->outlet == 0 ? meters : NULL;
	}
	tell(row, &reading);
}

void
watch_row_tell_away(struct watch_row *row)
{
	const struct job *job = row->job;
	const struct target *target = job->target;
	const struct writer_failure failure = {
		.device = !target                       ? row->name
		          : target->kind != TARGET_HOST ? target->typed
		                                        : NULL,
		.host = kasa_device_host(row->device->dev),
		.outlet = job->outlet,
		.err = &row->device->err,
	};
	struct writer_reading reading = { .failure = &failure };

	tell(row, &reading);
}

void
watch_row_count(struct watch_row *row)
{
	const struct watch_device *device = row->device;

	row->readings++;
	if (row->readings == device->watch->count)
		job_end(row->job, device->away ? exit_status((int)device->err.code) : EXIT_DONE);
}
