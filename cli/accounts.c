/* Which accounts there are is settled as late as possible: most plugs want none, and a start is short. */
#include "cli/accounts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/err.h"
#include "cli/account_file.h"
#include "cli/account_yaml.h"
#include "cli/cli.h"
#include "cli/login_file.h"

void
secrets_guard(void)
{
	const struct rlimit none = { .rlim_cur = 0, .rlim_max = 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* a pipe of core_pattern asks for no limit */
}

int
accounts_add(struct accounts *accounts, const struct kasa_credentials *account, struct kasa_err *err)
{
	secrets_guard();
	if (accounts->count == KASA_CREDENTIALS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "more than %d accounts", KASA_CREDENTIALS_MAX);
	accounts->list[accounts->count++] = *account;
	return KASA_OK;
}

int
accounts_add_pair(struct accounts *accounts, const char *user, const char *password, struct kasa_err *err)
{
	struct kasa_credentials account;
	int rc;

	kasa_credentials_derive(&account, user, password);
	rc = accounts_add(accounts, &account, err);
	kasa_credentials_wipe(&account);
	return rc;
}

void
accounts_wipe(struct accounts *accounts)
{
	if (accounts->count > 0)
		explicit_bzero(accounts, sizeof *accounts);
}

/* ---- the environment ---- */

/* Whoever may look at this process reads its environment too: a name taken from it leaves nothing behind. */
static void
take_away(const char *name)
{
	char *value = getenv(name);

	if (!value)
		return;
	explicit_bzero(value, strlen(value));
	unsetenv(name);
}

int
accounts_environment(struct accounts *accounts, struct kasa_err *err)
{
	const char *user = getenv("KASA_USERNAME"), *password = getenv("KASA_PASSWORD");
	bool named = user && user[0], told = password && password[0];
	int rc = KASA_OK;

	if (named && told)
		rc = accounts_add_pair(accounts, user, password, err);
	else if (named || told)
		rc = kasa_err_set(err, KASA_EINVAL, "%s is set and %s is not: an account has both",
		                  named ? "KASA_USERNAME" : "KASA_PASSWORD", named ? "KASA_PASSWORD" : "KASA_USERNAME");
	take_away("KASA_USERNAME");
	take_away("KASA_PASSWORD");
	return rc;
}

/* ---- all of them, in order ---- */

int
accounts_prepare(struct cli *cli, struct kasa_err *err)
{
	struct accounts unused = { .count = 0 };
	const char *path = cli->opts.credentials;

	if (!path)
		return accounts_environment(&cli->accounts, err);
	accounts_environment(&unused, err); /* it is emptied all the same */
	accounts_wipe(&unused);
	return account_file_read(path, &cli->accounts, err);
}

/* The section may be there and empty. */
static bool
is_configured(const struct cli *cli)
{
	return cli->config.credentials && yaml_next(cli->config.credentials, NULL);
}

/* What a person wrote into the configuration, or has stored. */
static int
fetch(struct cli *cli, struct kasa_err *err)
{
	if (cli->accounts.count > 0)
		return KASA_OK;
	if (is_configured(cli))
		return account_yaml_take(cli->config.credentials, &cli->accounts, err);
	return login_file_read(&cli->accounts, err);
}

int
accounts_look(struct cli *cli, const char **from, struct kasa_err *err)
{
	*from = cli->opts.credentials     ? "--credentials-file"
	        : cli->accounts.count > 0 ? "KASA_USERNAME"
	        : is_configured(cli)      ? "the configuration"
	                                  : "kasa login";
	return fetch(cli, err);
}

void
accounts_explain(const struct cli *cli, struct kasa_err *err)
{
	if (cli->account_count != 0 || cli->opts.try_defaults || strstr(err->text, "kasa login"))
		return;
	if (err->code == KASA_EAUTH)
		kasa_err_wrap(err, "needs the account that it belongs to (kasa login stores it)");
	else if (err->code == KASA_ENOTFOUND) /* among those that could not be asked it may be */
		kasa_err_append(err, "; kasa login stores the account that these want");
}

/* A store that is of no use is told; the device's own refusal follows. */
static void
bring(struct kasa_context *ctx, void *arg)
{
	struct cli *cli = arg;
	struct kasa_err err;

	if (fetch(cli, &err) != KASA_OK)
		complain("%s", err.text);
	for (size_t i = 0; i < cli->accounts.count; i++)
		kasa_context_add_credentials(ctx, &cli->accounts.list[i]);
	cli->account_count = cli->accounts.count;
	accounts_wipe(&cli->accounts);
	if (cli->opts.try_defaults)
		kasa_context_try_default_credentials(ctx, true);
}

void
accounts_offer(struct cli *cli)
{
	kasa_context_on_login(cli->ctx, bring, cli);
	if (cli->opts.ignore_signatures)
		kasa_context_ignore_signatures(cli->ctx, true);
}
