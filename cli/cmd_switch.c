/* on, off, toggle: of a device or of one outlet. */
#include <kasa/relay.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light.h"

int
cmd_switch_check(const struct cli *cli, struct kasa_err *err)
{
	int rc = cmd_for_check(cli, err);

	if (rc == KASA_OK && light_is_wanted(cli) && options_given(&cli->opts, "for"))
		rc = kasa_err_set(
			err, KASA_EINVAL,
			"%s: --for goes without values of a light; set them before, with kasa brightness, temperature "
			"or hsv",
			cli->call.command->name);
	return rc == KASA_OK ? cmd_light_switch_check(cli, err) : rc;
}

static void
set(struct job *job, bool on)
{
	int rc;

	if (options_given(&job_cli(job)->opts, "for")) {
		cmd_for(job, on);
		return;
	}
	if (light_is_wanted(job_cli(job))) {
		cmd_light_switch(job, on);
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
