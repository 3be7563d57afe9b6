/* Asks before what cannot be undone. */
#ifndef KASA_CLI_CONFIRM_H
#define KASA_CLI_CONFIRM_H

#include <kasa/error.h>

#include "cli/cli.h"

/*
 * KASA_OK when the command is harmless, when --yes was given, or when the person at the terminal says yes.
 * KASA_EINVAL with a sentence when the answer is no, or nobody can be asked.
 */
int confirm(const struct cli *cli, struct kasa_err *err);

#endif
