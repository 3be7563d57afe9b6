/* What may stand in the configuration. */
#ifndef KASA_CLI_CONFIG_KEYS_H
#define KASA_CLI_CONFIG_KEYS_H

#include "cli/config.h"

/* Finds the sections of a file that was read, and notes everything that is wrong with them. */
void config_check(struct config *config, struct mistakes *mistakes);

#endif
