/* Whoever holds one leaves no core file behind. */
#include "common/accounts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "common/guard.h"

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
	environment_forget("KASA_USERNAME");
	environment_forget("KASA_PASSWORD");
	return rc;
}
