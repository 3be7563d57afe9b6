/* What is typed, and passwords: out of a private file, from standard input, or without an echo; never an argument. */
#ifndef KASA_CLI_SECRET_H
#define KASA_CLI_SECRET_H

#include <stdbool.h>

#include <kasa/error.h>

#include "cli/options.h"

enum {
	SECRET_MAX = 128, /* with its NUL: no device takes a longer one */
};

/*
 * Reads what --password-file names ("-" is standard input), or asks the person at the terminal with @p question.
 * Where nobody can be asked and no file is named it is "".
 *
 * KASA_EINVAL with a sentence: the file is not to be read, or open to others; longer, or no text. The caller wipes it.
 */
int secret_read(const struct options *opts, const char *question, char secret[SECRET_MAX], struct kasa_err *err);

/* Whether there is a terminal at which a person can be asked. */
bool secret_askable(void);

/* Asks there for a line, as an account's user name, which is @p shown as it is typed, or not. KASA_EINVAL. */
int secret_ask(const char *question, bool shown, char line[SECRET_MAX], struct kasa_err *err);

#endif
