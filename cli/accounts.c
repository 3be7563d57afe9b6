/* Which accounts there are is settled as late as possible: most plugs want none, and a start is short. */
#include "cli/accounts.h"

#include <string.h>

#include "base/err.h"
#include "cli/cli.h"
#include "common/account_file.h"
#include "common/account_yaml.h"
#include "common/login_file.h"

int
accounts_prepare(struct cli *cli, struct kasa_err *err)
{
	struct accounts unused = { .count = 0 };
	const char *path = cli->opts.credentials;

	if (!path)
		return accounts_environment(&cli->accounts, err);
	accounts_environment(&unused, err); /* it is emptied all the same */
	accounts_wipe(&unused);
	if (account_file_read(path, &cli->accounts, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "--credentials-file%s", strcmp(path, "-") == 0 ? " -" : "");
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
