/* led, alias, reboot, reset: what belongs to the device itself. */
#include <string.h>

#include <kasa/system.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/cmd.h"
#include "cli/job.h"

/* Ends a job that went well with a word of its own in place of on or off. */
static void
tell(struct job *job, const struct kasa_err *err, const char *what)
{
	struct device_row row;

	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	row = job_row(job);
	job_cli(job)->writer->changed(&job_cli(job)->out, &row, what);
	job_done(job);
}

static bool
says_on(const struct job *job)
{
	return strcmp(job_cli(job)->call.choice, "on") == 0;
}

static void
on_led(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	tell(arg, err, says_on(arg) ? "LED on" : "LED off");
}

void
cmd_led(struct job *job)
{
	int rc = kasa_led_set(job->lane->dev, says_on(job), on_led, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

int
cmd_alias_check(const struct cli *cli, struct kasa_err *err)
{
	const char *value = cli->call.value;
	size_t n = strlen(value);
	const char *at = value, *end = value + n;

	if (n == 0 || n >= KASA_ALIAS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "alias: a NAME has 1 to %d bytes, not %zu", KASA_ALIAS_MAX - 1,
		                    n);
	if (!kasa_utf8_valid(value, n))
		return kasa_err_set(err, KASA_EINVAL, "alias: the NAME is not UTF-8");
	while (at < end)
		if (kasa_str_unsafe(kasa_utf8_next(&at, end)))
			return kasa_err_set(err, KASA_EINVAL, "alias: the NAME holds a control character");
	return KASA_OK;
}

static void
on_alias(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	tell(arg, err, "is the name now");
}

void
cmd_alias(struct job *job)
{
	int rc = kasa_alias_set(job->lane->dev, job->outlet, job_cli(job)->call.value, on_alias, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

static void
on_reboot(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	tell(arg, err, "restarts");
}

void
cmd_reboot(struct job *job)
{
	int rc = kasa_reboot(job->lane->dev, on_reboot, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

static void
on_reset(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	tell(arg, err, "forgets everything and restarts; man kasa-setup tells how it is set up anew");
}

void
cmd_reset(struct job *job)
{
	int rc = kasa_factory_reset(job->lane->dev, on_reset, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}
