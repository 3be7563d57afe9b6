/*
 * Where secrets come from: a credential of systemd ($CREDENTIALS_DIRECTORY/<name>), then a private file that was named, then the
 * environment, whose variable is removed once it was read. Never the command line.
 */
#ifndef KASA_BRIDGE_SECRETS_H
#define KASA_BRIDGE_SECRETS_H

#include <kasa/context.h>
#include <kasa/error.h>

#include "bridge/config.h"

/*
 * One secret, without its line's end. *@p out is NULL when there is none, else wipe it with secret_free().
 * KASA_EINVAL: a file that others can read, that is empty or too long, or no regular file.
 */
int secret_read(const char *credential, const char *file, const char *variable, char **out, struct kasa_err *err);
void secret_free(char *secret);

/* Gives the context the accounts of the configuration, the credential "kasa_account", and KASA_USERNAME, KASA_PASSWORD. */
int secrets_accounts(struct kasa_context *ctx, const struct config *config, struct kasa_err *err);

#endif
