/* Accounts that devices belong to, by their hashes alone, and where they are handed over: the environment. */
#ifndef KASA_COMMON_ACCOUNTS_H
#define KASA_COMMON_ACCOUNTS_H

#include <stddef.h>

#include <kasa/credentials.h>
#include <kasa/error.h>

/* All zero is none. To be wiped. */
struct accounts {
	struct kasa_credentials list[KASA_CREDENTIALS_MAX];
	size_t count;
};

/* KASA_EINVAL with a sentence when there are KASA_CREDENTIALS_MAX of them. */
int accounts_add(struct accounts *accounts, const struct kasa_credentials *account, struct kasa_err *err);
int accounts_add_pair(struct accounts *accounts, const char *user, const char *password, struct kasa_err *err);

void accounts_wipe(struct accounts *accounts);

/*
 * Takes what KASA_USERNAME and KASA_PASSWORD say, and them out of the environment, bytes and all. Nothing when there
 * is neither; KASA_EINVAL when one of them is missing.
 */
int accounts_environment(struct accounts *accounts, struct kasa_err *err);

#endif
