/* What kasa can do: one table, from which help, completion and the manual's list are printed too. */
#ifndef KASA_CLI_COMMANDS_H
#define KASA_CLI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/error.h>

struct cli;
struct job;

enum {
	COMMAND_OUTLETS = 1u << 0,    /* a DEVICE may be one outlet of a strip */
	COMMAND_ONE_DEVICE = 1u << 1, /* what it sets is set on one device at a time */
	COMMAND_LOOKS = 1u << 2,      /* reads the device's state first */
	COMMAND_OFFLINE = 1u << 3,    /* says something about kasa itself: no network, no environment */
	COMMAND_HIDDEN = 1u << 4,     /* for scripts of ours */
	COMMAND_VALUE_OPTIONAL = 1u << 5,
};

enum {
	COMMAND_FORM = 96, /* room for how a command is typed */
};

/* One command. Those with start() are for devices, those with run() for none; with both DEVICE may be left out. */
struct command {
	const char *name, *alias; /* alias: another name, or NULL */
	const char *const *verbs; /* one of these must follow, ended by NULL; or NULL */
	const char *value;        /* what its last argument is called, or NULL */
	unsigned flags;
	void (*start)(struct job *job);                        /* on one device */
	int (*run)(struct cli *cli);                           /* returns the exit status */
	int (*check)(const char *value, struct kasa_err *err); /* of the value, before anything is searched; or NULL */
	const char *(*danger)(const char *value); /* what in the value cannot be undone, or NULL; or no function */
	const char *unsure; /* what may or may not have happened when it was interrupted, or NULL */
	const char *summary;
	const char *more; /* lines for its help, or NULL */
};

/* A row by its position, NULL past the last. */
const struct command *command_at(size_t index);

/* A row by either of its names, or NULL. */
const struct command *command_find(const char *name);

/* Puts "kasa led on|off DEVICE..." into @p form; returns it. */
const char *command_form(const struct command *command, char form[COMMAND_FORM]);

#endif
