/* raw: any request, and its answer as it came. */
#include <stdio.h>
#include <string.h>

#include <kasa/raw.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/job.h"

int
cmd_raw_check(const struct cli *cli, struct kasa_err *err)
{
	const char *value = cli->call.value;
	char shown[TEXT_SHOWN];
	struct kasa_err why;

	if (kasa_raw_check(value, &why) == KASA_OK)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL,
	                    "raw: \"%.40s\" is no JSON object (%.120s); one is in quotes, as "
	                    "'{\"system\":{\"get_sysinfo\":{}}}'",
	                    text_show(shown, value), why.text);
}

/* A guard against slips, not against cunning: the methods that take a plug out of its house, or worse. */
const char *
cmd_raw_danger(const struct cli *cli)
{
	static const char *const methods[] = {
		"reset",
		"set_stainfo",
		"bind",
		"unbind",
		"download_firmware",
		"flash_firmware",
		"set_mac_addr",
		"set_device_id",
		"set_hw_id",
		"test_check_uboot",
		"erase_emeter_stat",
		"erase_runtime_stat",
	};

	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		char quoted[32];

		snprintf(quoted, sizeof quoted, "\"%s\"", methods[i]);
		if (strstr(cli->call.value, quoted))
			return methods[i];
	}
	return NULL;
}

static bool
several(const struct job *job)
{
	return !job->target || job->run->devices.count > 1;
}

/* The answer is printed even when it tells of an error; then the sentence goes to standard error. */
static void
on_reply(struct kasa_device *dev, const char *reply, size_t n, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct device_row row = job_row(job);

	(void)dev;
	if (!reply) {
		job_fail(job, err);
		return;
	}
	job_cli(job)->writer->reply(&job_cli(job)->out, &row, reply, n, several(job));
	if (err->code != KASA_OK)
		complain("%s: %s", row.host, err->text);
	job_end(job, exit_status((int)err->code));
}

void
cmd_raw(struct job *job)
{
	struct kasa_err err;

	if (kasa_raw_call(job->lane->dev, job_cli(job)->call.value, on_reply, job, &err) != KASA_OK)
		job_fail(job, &err);
}
