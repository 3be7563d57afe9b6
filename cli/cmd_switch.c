/* on, off, toggle: of a device or of one outlet. */
#include <kasa/relay.h>

#include "cli/cmd.h"
#include "cli/job.h"

static void
set(struct job *job, bool on)
{
	int rc;

	if (options_given(&job_cli(job)->opts, "for")) {
		cmd_for(job, on);
		return;
	}
	rc = kasa_relay_set(job->lane->dev, job->outlet, on, job_changed, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_on(struct job *job)
{
	set(job, true);
}

void
cmd_off(struct job *job)
{
	set(job, false);
}

void
cmd_toggle(struct job *job)
{
	int rc = kasa_relay_toggle(job->lane->dev, job->outlet, job_changed, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}
