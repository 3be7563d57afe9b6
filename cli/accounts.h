/*
 * The accounts of this run. They come from the first of these that has any: the file of --credentials-file, the
 * environment, the configuration, what `kasa login` stored. Only hashes are kept, and until a device wants them the
 * last two are not even read.
 */
#ifndef KASA_CLI_ACCOUNTS_H
#define KASA_CLI_ACCOUNTS_H

#include <kasa/error.h>

#include "common/accounts.h"

struct cli;

/* The file that was named, or else the environment; the configuration was read. KASA_EINVAL, KASA_ENOMEM. */
int accounts_prepare(struct cli *cli, struct kasa_err *err);

/* Sees to it that the context of @p cli gets its accounts when a device wants one. */
void accounts_offer(struct cli *cli);

/* Reads them at once, for who wants to know what there is: @p from says where they are from. The rest as accounts_prepare(). */
int accounts_look(struct cli *cli, const char **from, struct kasa_err *err);

/* Puts what is to be done into an error that comes of having no account. */
void accounts_explain(const struct cli *cli, struct kasa_err *err);

#endif
