/* energy: the meter of a device, or those of a strip one after the other, and their sum. */
#include <math.h>

#include <kasa/energy.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/history_words.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "cli/words_text.h"

/* Of the outlet at this position, from 1; 0: of the device. */
static void
add_meter(struct sheet *sheet, const struct job *job, int outlet, const struct kasa_energy *energy)
{
	sheet_row(sheet);
	sheet_int(sheet, "outlet", "outlet", outlet > 0 ? outlet : KASA_UNKNOWN);
	sheet_real(sheet, "power_w", "power", energy->power_w, 1);
	sheet_real(sheet, "voltage_v", "voltage", energy->voltage_v, 1);
	sheet_real(sheet, "current_a", "current", energy->current_a, 3);
	sheet_real(sheet, "total_kwh", "total", energy->total_kwh, 3);
	sheet_real(sheet, "today_kwh", "today", energy->today_kwh, 3);
	sheet_real(sheet, "month_kwh", "month", energy->month_kwh, 3);
	cost_add(sheet, &job_cli(job)->opts, energy->total_kwh);
}

/* A line for each meter: sums are for those who read the lines. */
static void
tell_csv(struct job *job, const struct kasa_energy *energy)
{
	const struct kasa_energy *meters = job->own;
	struct sheet sheet;

	sheet_init(&sheet, "energy");
	sheet_list(&sheet, "meters");
	for (unsigned i = 0; meters && i < kasa_device_state(job->lane->dev)->outlet_count; i++)
		add_meter(&sheet, job, (int)i + 1, &meters[i]);
	if (!meters)
		add_meter(&sheet, job, job->outlet, energy);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
tell(struct job *job, const struct kasa_energy *energy)
{
	struct device_row row = job_row(job);

	if (options_given(&job_cli(job)->opts, "csv")) {
		tell_csv(job, energy);
		return;
	}
	row.energy = energy;
	row.meters = job->own;
	row.priced = cost_price(&job_cli(job)->opts, &row.price);
	job_cli(job)->writer->energy(&job_cli(job)->out, &row);
	job_done(job);
}

static void
on_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, energy);
	else
		job_fail(arg, err);
}

/* What one outlet does not tell, the sum does not tell either. Volts and amperes of several add up to nothing. */
static void
tell_sum(struct job *job, unsigned count)
{
	struct kasa_energy sum = { .voltage_v = NAN, .current_a = NAN };
	const struct kasa_energy *meters = job->own;

	for (unsigned i = 0; i < count; i++) {
		sum.power_w += meters[i].power_w;
		sum.total_kwh += meters[i].total_kwh;
		sum.today_kwh += meters[i].today_kwh;
		sum.month_kwh += meters[i].month_kwh;
	}
	tell(job, &sum);
}

/* Not each outlet of a strip need have a meter, but one of them. */
static bool
may_lack(const struct job *job)
{
	const struct kasa_energy *meters = job->own;

	if (job->step < kasa_device_state(job->lane->dev)->outlet_count)
		return true;
	for (unsigned i = 0; i + 1 < job->step; i++)
		if (device_row_metered(&meters[i]))
			return true;
	return false;
}

static void
on_outlet_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct kasa_energy *meters = job->own;

	(void)dev;
	if (err->code == KASA_OK) {
		meters[job->step - 1] = *energy;
	} else if (err->code == KASA_ENOTSUP && may_lack(job)) {
		kasa_energy_init(&meters[job->step - 1]);
	} else {
		job->outlet = (int)job->step;
		job_fail(job, err);
		return;
	}
	job_next(job);
}

static int
read_outlet(struct job *job, unsigned step)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);

	if (step < state->outlet_count)
		return kasa_energy_read(job->lane->dev, (int)step + 1, on_outlet_meter, job);
	tell_sum(job, state->outlet_count);
	return KASA_OK;
}

int
cmd_energy_check(const struct cli *cli, struct kasa_err *err)
{
	int rc = history_check(cli, err);

	return rc == KASA_OK ? cost_check(&cli->opts, err) : rc;
}

/* What the meter shows now. */
static void
read_now(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	int rc;

	if (state->outlet_count > 0 && job->outlet == 0) {
		if (job_own(job, state->outlet_count * sizeof(struct kasa_energy), NULL))
			job_steps(job, read_outlet);
		return;
	}
	rc = kasa_energy_read(job->lane->dev, job->outlet, on_meter, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_energy(struct job *job)
{
	const struct options *opts = &job_cli(job)->opts;
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct kasa_err err;

	if (!(state->features & KASA_FEATURE_ENERGY)) {
		kasa_err_set(&err, KASA_ENOTSUP, "%s has no energy meter", state->model);
		job_fail(job, &err);
	} else if (options_given(opts, "erase")) {
		erase_energy(job);
	} else if (history_wanted(opts)) {
		history_start(job, false);
	} else {
		read_now(job);
	}
}
