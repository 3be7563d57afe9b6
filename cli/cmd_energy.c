/* energy: the meter of a device, or those of a strip one after the other, and their sum. */
#include <math.h>
#include <stdlib.h>

#include <kasa/energy.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"

static void read_next(struct job *job);

static void
tell(struct job *job, const struct kasa_energy *energy)
{
	struct writer_row row = job_row(job);

	row.energy = energy;
	row.meters = job->meters;
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

	for (unsigned i = 0; i < count; i++) {
		sum.power_w += job->meters[i].power_w;
		sum.total_kwh += job->meters[i].total_kwh;
	}
	tell(job, &sum);
}

static void
on_outlet_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	(void)dev;
	if (err->code != KASA_OK) {
		job->outlet = (int)job->meter + 1;
		job_fail(job, err);
		return;
	}
	job->meters[job->meter++] = *energy;
	read_next(job);
}

static void
read_next(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	int rc;

	if (job->meter >= state->outlet_count) {
		tell_sum(job, state->outlet_count);
		return;
	}
	if (!job_arm(job))
		return;
	rc = kasa_energy_read(job->lane->dev, (int)job->meter + 1, on_outlet_meter, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

static void
read_strip(struct job *job, unsigned outlets)
{
	job->meters = calloc(outlets, sizeof *job->meters);
	if (job->meters)
		read_next(job);
	else
		job_refuse(job, KASA_ENOMEM);
}

void
cmd_energy(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct kasa_err err;
	int rc;

	if (!(state->features & KASA_FEATURE_ENERGY)) {
		kasa_err_set(&err, KASA_ENOTSUP, "%s has no energy meter", state->model);
		job_fail(job, &err);
		return;
	}
	if (state->outlet_count > 0 && job->outlet == 0) {
		read_strip(job, state->outlet_count);
		return;
	}
	rc = kasa_energy_read(job->lane->dev, job->outlet, on_meter, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
