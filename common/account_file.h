/* An account that a person wrote down in a file, or standard input. */
#ifndef KASA_COMMON_ACCOUNT_FILE_H
#define KASA_COMMON_ACCOUNT_FILE_H

#include "common/accounts.h"

/*
 * Reads two lines, the user name and the password, each as it is to its end; or the same as a mapping of YAML that
 * begins with one of its keys. "-" is standard input.
 *
 * KASA_EINVAL with a sentence: not to be read, open to others, or something else than that. KASA_ENOMEM.
 */
int account_file_read(const char *path, struct accounts *accounts, struct kasa_err *err);

/* The same for a text, which is changed: an account as it stands in a file. */
int account_text_read(char *text, size_t n, struct accounts *accounts, struct kasa_err *err);

#endif
