/* The bridge as a running whole: its parts, in the order in which they begin and end, and the signals that people send. */
#ifndef KASA_BRIDGE_DAEMON_H
#define KASA_BRIDGE_DAEMON_H

#include <stdbool.h>

#include "bridge/config/config.h"
#include "bridge/config/options.h"

/* Exit statuses, as sysexits.h has them where it has one. */
enum {
	DAEMON_DONE = 0,
	DAEMON_USAGE = 2,       /* the command line is wrong */
	DAEMON_UNREACHABLE = 3, /* --once: the broker was not reached, or devices did not answer */
	DAEMON_FAILED = 70,     /* no memory, no loop */
	DAEMON_BUSY = 75,       /* another kasad has the folder */
	DAEMON_CONFIG = 78,     /* the configuration, or a secret */
};

/*
 * Runs until it is told to end.
 *
 * @param config   taken over
 * @param restart  set when somebody asked for a restart: the caller begins anew
 * @return an exit status
 */
int daemon_run(const struct options *options, struct config *config, bool *restart);

/* Reads the configuration with what the command line says of it; mistakes go to the log. NULL: it was no good. */
struct config *daemon_load(const struct options *options);

#endif
