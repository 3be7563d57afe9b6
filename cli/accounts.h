/*
 * The accounts of this run. They come from the first of these that has any: the file of --credentials-file, the
 * environment, the configuration, what `kasa login` stored. Only hashes are kept, and until a device wants them the
 * last two are not even read.
 */
#ifndef KASA_CLI_ACCOUNTS_H
#define KASA_CLI_ACCOUNTS_H

#include <stddef.h>

#include <kasa/credentials.h>
#include <kasa/error.h>

struct cli;

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

/* The file that was named, or else the environment; the configuration was read. KASA_EINVAL, KASA_ENOMEM. */
int accounts_prepare(struct cli *cli, struct kasa_err *err);

/* Sees to it that the context of @p cli gets its accounts when a device wants one. */
void accounts_offer(struct cli *cli);

/* Reads them at once, for who wants to know what there is: @p from says where they are from. The rest as accounts_prepare(). */
int accounts_look(struct cli *cli, const char **from, struct kasa_err *err);

/* Puts what is to be done into an error that comes of having no account. */
void accounts_explain(const struct cli *cli, struct kasa_err *err);

/* From now on this process leaves no core file. Called by whatever is about to hold a password or what is as good as one. */
void secrets_guard(void);

#endif
