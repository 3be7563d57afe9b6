#include <kasa/credentials.h>

#include <string.h>

#include "api/context.h"
#include "wire/klap.h"

/* What devices take that nobody owns: TP-Link's defaults by kind of device, and nothing at all. PROTOCOL section 4.3. */
static const struct {
	const char *user, *password;
} defaults[KASA_DEFAULT_ACCOUNTS] = {
	{ "kasa@tp-link.net", "kasaSetup" }, { "admin", "21232f297a57a5a743894a0e4a801fc3" },
	{ "test@tp-link.net", "test" },      { "admin", "admin" },
	{ "admin", "TPL075526460603" },      { "", "" },
};

void
kasa_credentials_derive(struct kasa_credentials *out, const char *user, const char *password)
{
	kasa_klap_account(out, user, password);
}

void
kasa_credentials_wipe(struct kasa_credentials *credentials)
{
	explicit_bzero(credentials, sizeof *credentials);
}

/* The defaults stand behind the accounts. */
static void
list(struct kasa_context *ctx)
{
	struct kasa_keyring *keyring = &ctx->shared.link.keyring;

	keyring->accounts = ctx->accounts;
	keyring->count = ctx->account_count;
	for (size_t i = 0; ctx->defaults && i < KASA_DEFAULT_ACCOUNTS; i++)
		kasa_credentials_derive(&ctx->accounts[keyring->count++], defaults[i].user, defaults[i].password);
}

/* A keyring lies in its context. */
static void
fetch(struct kasa_keyring *keyring)
{
	struct kasa_context *ctx = KASA_CONTAINER(keyring, struct kasa_context, shared.link.keyring);

	kasa_context_enter(ctx);
	ctx->on_login(ctx, ctx->on_login_arg);
	kasa_context_leave(ctx);
}

void
kasa_context_on_login(struct kasa_context *ctx, kasa_login_fn *fn, void *arg)
{
	ctx->on_login = fn;
	ctx->on_login_arg = arg;
	ctx->shared.link.keyring.fetch = fn ? fetch : NULL;
}

int
kasa_context_add_credentials(struct kasa_context *ctx, const struct kasa_credentials *credentials)
{
	if (ctx->account_count == KASA_CREDENTIALS_MAX)
		return KASA_EINVAL;
	ctx->accounts[ctx->account_count++] = *credentials;
	list(ctx);
	return KASA_OK;
}

void
kasa_context_forget_credentials(struct kasa_context *ctx)
{
	explicit_bzero(ctx->accounts, sizeof ctx->accounts);
	ctx->account_count = 0;
	ctx->defaults = false;
	list(ctx);
}

void
kasa_context_try_default_credentials(struct kasa_context *ctx, bool on)
{
	ctx->defaults = on;
	list(ctx);
}

void
kasa_context_ignore_signatures(struct kasa_context *ctx, bool on)
{
	ctx->shared.link.keyring.ignore_signatures = on;
}
