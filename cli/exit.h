/* What the shell is told. */
#ifndef KASA_CLI_EXIT_H
#define KASA_CLI_EXIT_H

#include <kasa/error.h>

enum {
	EXIT_DONE = 0,
	EXIT_DEVICE = 1,      /* the device refused or failed */
	EXIT_USAGE = 2,       /* usage, or an ambiguous name */
	EXIT_NOT_FOUND = 3,   /* not found, unreachable or timed out */
	EXIT_AUTH = 4,        /* authentication */
	EXIT_UNSUPPORTED = 5, /* this device cannot do that */
	EXIT_SIGNAL = 128,    /* and the number of the signal */
};

/* The status for one of enum kasa_error. */
int exit_status(int code);

#endif
