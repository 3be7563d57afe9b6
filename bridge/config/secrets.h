/*
 * Where secrets come from: a credential of systemd ($CREDENTIALS_DIRECTORY/<name>), then a private file that was named, then the
 * environment, whose variable is removed once it was read. Never the command line.
 */
#ifndef KASA_BRIDGE_SECRETS_H
#define KASA_BRIDGE_SECRETS_H

#include <kasa/context.h>
#include <kasa/error.h>

#include "base/buf.h"
#include "bridge/config/config.h"

/*
 * One secret, without its line's end. *@p out is NULL when there is none, else wipe it with secret_free().
 * KASA_EINVAL with a sentence: a file that is not there, that others can read, that is empty, has more than a line or is
 * too long, or no regular file. Each of @p credential, @p file and @p variable may be NULL.
 */
int secret_read(const char *credential, const char *file, const char *variable, char **out, struct kasa_err *err);
void secret_free(char *secret);

/* The same for a file of several lines, which is given as it is. *@p out is NULL when there is neither. */
int secret_text_read(const char *credential, const char *file, char **out, struct kasa_err *err);

/*
 * The whole of such a file, at most @p max bytes, and a NUL that does not count. *@p found is false when neither is there.
 * Wipe it with secret_text_free() in any case.
 */
int secret_text(const char *credential, const char *file, size_t max, struct kasa_buf *out, bool *found,
                struct kasa_err *err);
void secret_text_free(struct kasa_buf *text);

/* Whether systemd has handed over a credential of that name. */
bool secret_is_given(const char *credential);

/* KASA_EINVAL with a sentence where a password, whatever it came from, would cross the network for everybody to read. */
int secret_travels(const struct config_mqtt *mqtt, const char *password, struct kasa_err *err);

/*
 * Gives the context the account of KASA_USERNAME and KASA_PASSWORD, which are gone then. Done at the start: devices that
 * want an account may come hours later, or never.
 */
int secrets_environment(struct kasa_context *ctx, struct kasa_err *err);

/*
 * Gives the context all accounts that there are: those of the credential "kasa_account", of the configuration, of its
 * credentials_file, of KASA_USERNAME and KASA_PASSWORD, and of `kasa login` where its file can be read. And what else the
 * configuration says of logging in. What is wrong with one source keeps no other away: the first sentence is told.
 */
int secrets_accounts(struct kasa_context *ctx, const struct config *config, struct kasa_err *err);

#endif
