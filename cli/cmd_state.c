/* state: what a device is and how it stands, with its meter where it has one of its own. */
#include <kasa/energy.h>

#include "cli/cmd.h"
#include "cli/job.h"

static void
tell(struct job *job, const struct kasa_energy *energy)
{
	struct device_row row = job_row(job);

	row.energy = energy;
	job_cli(job)->writer->state(&job_cli(job)->out, &row);
	job_done(job);
}

/* A meter that is not there after all, or broken, takes nothing from the rest. */
static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK || err->code == KASA_ENOTSUP || err->code == KASA_EDEVICE)
		tell(arg, energy);
	else
		job_fail(arg, err);
}

void
cmd_state(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	int rc;

	if (!(state->features & KASA_FEATURE_ENERGY) || state->outlet_count > 0) {
		tell(job, NULL);
		return;
	}
	rc = kasa_energy_read(job->lane->dev, 0, on_energy, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
