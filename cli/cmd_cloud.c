/* cloud: how a device stands with TP-Link's cloud, into an account, out of it, and to another server. */
#include <kasa/cloud.h>

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/secret.h"
#include "cli/sheet.h"

static void
tell(struct job *job, const struct kasa_cloud *cloud)
{
	struct sheet sheet;

	sheet_init(&sheet, "cloud");
	sheet_bool(&sheet, "bound", "bound", cloud->bound);
	sheet_text(&sheet, "account", "account", cloud->account);
	sheet_text(&sheet, "server", "server", cloud->server);
	sheet_bool(&sheet, "connected", "connected", cloud->connected);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_cloud(struct kasa_device *dev, const struct kasa_cloud *cloud, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, cloud);
	else
		job_fail(arg, err);
}

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_cloud(struct job *job)
{
	begun(job, kasa_cloud_read(job->lane->dev, on_cloud, job));
}

/* ---- bind ---- */

int
cmd_cloud_bind_check(const struct cli *cli, struct kasa_err *err)
{
	const char *name = options_text(&cli->opts, "username");
	size_t n = name ? strlen(name) : 0;

	if (!name)
		return kasa_err_set(err, KASA_EINVAL,
		                    "cloud bind: --username is missing: the e-mail address of the account");
	if (n == 0 || n >= KASA_ACCOUNT_MAX)
		return kasa_err_set(err, KASA_EINVAL, "--username: the name of an account has 1 to %d bytes, not %zu",
		                    KASA_ACCOUNT_MAX - 1, n);
	for (; *name; name++)
		if ((unsigned char)*name < 0x20 || *name == 0x7f)
			return kasa_err_set(err, KASA_EINVAL, "--username: the name holds a control character");
	return KASA_OK;
}

int
cmd_cloud_bind_prepare(struct cli *cli, struct kasa_err *err)
{
	char question[64 + TEXT_SHOWN], shown[TEXT_SHOWN];
	int rc;

	snprintf(question, sizeof question, "Password of %s: ", text_show(shown, options_text(&cli->opts, "username")));
	rc = secret_read(&cli->opts, question, cli->secret, err);
	if (rc != KASA_OK || cli->secret[0])
		return rc;
	return kasa_err_set(err, KASA_EINVAL,
	                    "cloud bind: a password of 1 to %d bytes is wanted: typed, or with --password-file FILE",
	                    KASA_ACCOUNT_MAX - 1);
}

void
cmd_cloud_bind(struct job *job)
{
	struct cli *cli = job_cli(job);

	begun(job, kasa_cloud_bind(job->lane->dev, options_text(&cli->opts, "username"), cli->secret, on_cloud, job));
}

/* ---- the rest ---- */

void
cmd_cloud_unbind(struct job *job)
{
	begun(job, kasa_cloud_unbind(job->lane->dev, on_cloud, job));
}

int
cmd_cloud_server_check(const struct cli *cli, struct kasa_err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
	const char *host = cli->call.value;
	size_t n = strlen(host);
	char shown[TEXT_SHOWN];

	if (n > 0 && n < KASA_SERVER_MAX && strspn(host, letters) == n)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL,
	                    "cloud server: \"%s\" is no HOST: a name of 1 to %d letters, digits, dots and hyphens",
	                    text_show(shown, host), KASA_SERVER_MAX - 1);
}

void
cmd_cloud_server(struct job *job)
{
	begun(job, kasa_cloud_server_set(job->lane->dev, job_cli(job)->call.value, on_cloud, job));
}
