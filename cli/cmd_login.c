/* login and logout: the account that devices with newer firmware belong to, kept by its hashes, once for all of them. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "cli/writer.h"
#include "common/guard.h"
#include "common/login_file.h"

/* ---- whose account ---- */

int
cmd_login_check(const struct cli *cli, struct kasa_err *err)
{
	const char *user = options_text(&cli->opts, "username");

	if (user && cli->opts.credentials)
		return kasa_err_set(err, KASA_EINVAL, "login: --username or --credentials-file, not both");
	if (user && (!user[0] || strlen(user) >= SECRET_MAX))
		return kasa_err_set(err, KASA_EINVAL, "--username: the name of an account has 1 to %d bytes",
		                    SECRET_MAX - 1);
	return KASA_OK;
}

/* The name that was given, or that is asked for. */
static int
get_user(const struct options *opts, char user[SECRET_MAX], struct kasa_err *err)
{
	const char *given = options_text(opts, "username");

	if (given) {
		strcpy(user, given);
		return KASA_OK;
	}
	if (secret_ask("User name of the account (its e-mail address, case matters): ", true, user, err) != KASA_OK)
		return KASA_EINVAL;
	return user[0] ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "login: no name was typed: nothing was stored");
}

static int
ask(struct cli *cli, struct kasa_err *err)
{
	char user[SECRET_MAX], question[64 + TEXT_SHOWN], shown[TEXT_SHOWN];
	int rc = get_user(&cli->opts, user, err);

	if (rc != KASA_OK)
		return rc;
	snprintf(question, sizeof question, "Password of %s: ", text_show(shown, user));
	secrets_guard();
	rc = secret_ask(question, false, cli->secret, err);
	if (rc == KASA_OK && !cli->secret[0])
		rc = kasa_err_set(err, KASA_EINVAL, "login: no password was typed: nothing was stored");
	if (rc == KASA_OK)
		rc = accounts_add_pair(&cli->accounts, user, cli->secret, err);
	explicit_bzero(cli->secret, sizeof cli->secret);
	return rc;
}

/* From the file or the environment it is there already; a name on the command line asks for its password. */
int
cmd_login_prepare(struct cli *cli, struct kasa_err *err)
{
	if (options_text(&cli->opts, "username"))
		accounts_wipe(&cli->accounts);
	if (cli->accounts.count > 1)
		return kasa_err_set(err, KASA_EINVAL, "login: one account at a time, and the file has %zu",
		                    cli->accounts.count);
	if (cli->accounts.count == 0 && !secret_askable())
		return kasa_err_set(err, KASA_EINVAL,
		                    "login: nobody can be asked here: --credentials-file FILE, or KASA_USERNAME and "
		                    "KASA_PASSWORD, give the account");
	if (cli->accounts.count == 0 && ask(cli, err) != KASA_OK)
		return err->code;
	cli->login = cli->accounts.list[0];
	return KASA_OK;
}

/* ---- storing it ---- */

static void
tell_json(struct cli *cli, const char *key, size_t count)
{
	struct text text;

	text_init(&text);
	text_printf(&text, "{\"%s\":{\"accounts\":%zu}}\n", key, count);
	out_result(&cli->out, &text);
	text_finish(&text);
}

static void
tell_text(struct cli *cli, const char *sentence)
{
	struct text text;

	text_init(&text);
	text_safe(&text, sentence);
	text_add(&text, "\n");
	out_result(&cli->out, &text);
	text_finish(&text);
}

static int
fail(struct cli *cli, const struct kasa_err *err)
{
	cli->writer->failure(&cli->out, &(struct writer_failure){ .err = err });
	return exit_status((int)err->code);
}

int
cmd_login(struct cli *cli)
{
	char path[PATH_MAX], sentence[PATH_MAX + 80];
	struct kasa_err err;
	size_t count;
	int rc = login_file_add(&cli->login, &count, &err);

	if (rc != KASA_OK)
		return fail(cli, &err);
	login_file_path(path);
	snprintf(sentence, sizeof sentence, "stored in %s: %zu account%s", path, count, count == 1 ? "" : "s");
	if (cli->opts.json)
		tell_json(cli, "login", count);
	else
		tell_text(cli, sentence);
	return EXIT_DONE;
}

int
cmd_logout(struct cli *cli)
{
	struct kasa_err err;
	char sentence[80];
	size_t count;

	if (login_file_remove(options_text(&cli->opts, "username"), &count, &err) != KASA_OK)
		return fail(cli, &err);
	snprintf(sentence, sizeof sentence, "%zu account%s removed", count, count == 1 ? "" : "s");
	if (cli->opts.json)
		tell_json(cli, "logout", count);
	else
		tell_text(cli, count == 0 ? "no account was stored" : sentence);
	return EXIT_DONE;
}

/* ---- trying it ---- */

static void
tell(struct job *job, bool asked)
{
	struct sheet sheet;

	sheet_init(&sheet, "login");
	sheet_bool(&sheet, "wanted", "account", asked);
	sheet_called(&sheet, "the device took it", "the device wants none");
	sheet_bool(&sheet, "stored", "stored", 1);
	sheet_text(&sheet, "transport", NULL, kasa_device_transport(job->lane->dev));
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_tried(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct cli *cli = job_cli(job);
	struct kasa_err why;
	size_t count;

	(void)dev;
	if (err->code != KASA_OK)
		job_fail(job, err);
	else if (login_file_add(&cli->login, &count, &why) != KASA_OK)
		job_fail(job, &why);
	else
		tell(job, cli->account_count != SIZE_MAX);
}

/* With this account alone, and what a device takes is stored. */
void
cmd_login_device(struct job *job)
{
	int rc = kasa_device_refresh(job->lane->dev, on_tried, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}
