/* Whom a command line means: --host, --alias, or each DEVICE with the groups and own names of the configuration. */
#ifndef KASA_CLI_DEVICES_H
#define KASA_CLI_DEVICES_H

#include <stddef.h>

#include "cli/cli.h"
#include "cli/target.h"

/* Some targets; all zero is none. */
struct devices {
	struct target *item;
	size_t count, cap;
};

/*
 * Fills them in the order in which they were typed; what a group names again is left out. The words are lent by the
 * command line and the configuration. KASA_EINVAL with a sentence, also where the command cannot be for one of them.
 */
int devices_fill(struct devices *devices, const struct cli *cli, struct kasa_err *err);

void devices_finish(struct devices *devices);

#endif
