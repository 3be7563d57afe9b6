/* The words of a command line as a command, its verb, its choice, its devices and its value. */
#ifndef KASA_CLI_CALL_H
#define KASA_CLI_CALL_H

#include <stddef.h>

#include <kasa/error.h>

#include "cli/commands.h"
#include "cli/options.h"

/* All lent by the options. */
struct call {
	const struct command *command; /* the row: that of the verb, where one was typed */
	const char *verb;              /* NULL where none was typed */
	const char *choice;            /* NULL where the row has none */
	const char *value;             /* NULL where it has none, or none was given */
	char **devices;                /* as typed; none when --host or --alias names them */
	size_t device_count;
};

/* The first row of the command of that name, or NULL with a sentence that tells the nearest one. */
const struct command *call_command(const char *name, struct kasa_err *err);

/* The row of a verb among @p first and those after it, or NULL with a sentence; @p verb NULL: none was typed. */
const struct command *call_verb(const struct command *first, const char *verb, struct kasa_err *err);

/*
 * Which command is meant: the first word; without one, the state of a device that an option names, else help.
 * The second word, where it is a verb of that command, tells the row. A missing verb is left to call_parse().
 */
int call_find(struct call *call, const struct options *opts, struct kasa_err *err);

/* The rest of the words, after the environment was read. KASA_EINVAL with a sentence that shows what would be right. */
int call_parse(struct call *call, const struct options *opts, struct kasa_err *err);

/* The verb for which the first device looks like a slip, where the command has verbs and none was typed; or NULL. */
const char *call_near_verb(const struct call *call);

#endif
