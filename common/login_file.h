/* What `kasa login` stores: accounts by their hashes, in a file of this user's alone beside the configuration. */
#ifndef KASA_COMMON_LOGIN_FILE_H
#define KASA_COMMON_LOGIN_FILE_H

#include <limits.h>
#include <stdbool.h>

#include "common/accounts.h"

/* Puts where it is into @p path. False without a home. */
bool login_file_path(char path[PATH_MAX]);

/*
 * Adds the accounts of the file; none where there is no file. KASA_EINVAL with a sentence that tells how to mend it:
 * open to others, or damaged. KASA_EIO, KASA_ENOMEM.
 */
int login_file_read(struct accounts *accounts, struct kasa_err *err);

/*
 * Stores an account, in place of the one of the same user name. @p count is how many there are then. The rest as
 * login_file_read(); the file is as it was then.
 */
int login_file_add(const struct kasa_credentials *account, size_t *count, struct kasa_err *err);

/*
 * Removes the account of this user name, or all of them with NULL, whatever the file holds. @p count is how many were
 * removed. KASA_ENOTFOUND when there is no such account.
 */
int login_file_remove(const char *user, size_t *count, struct kasa_err *err);

#endif
