/* What kasa can do: one table, from which help, completion and the manual's list are printed too. */
#ifndef KASA_CLI_COMMANDS_H
#define KASA_CLI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

struct cli;
struct job;

enum {
	COMMAND_OUTLETS = 1u << 0,        /* a DEVICE may be one outlet of a strip */
	COMMAND_ONE_DEVICE = 1u << 1,     /* what it sets is set on one device at a time */
	COMMAND_LOOKS = 1u << 2,          /* reads the device's state first */
	COMMAND_OFFLINE = 1u << 3,        /* says something about kasa itself: no network, no environment */
	COMMAND_HIDDEN = 1u << 4,         /* for scripts of ours */
	COMMAND_VALUE_OPTIONAL = 1u << 5, /* the last word is its value only where looks() says so */
	COMMAND_WORDS = 1u << 6,          /* all words are its own business: they are call.devices */
};

enum {
	COMMAND_FORM = 128, /* room for how a command is typed */
	COMMAND_TITLE = 40, /* room for its name and its verb */
};

/*
 * One command, or one verb of a command: rows of the same name stand together, the first has what is said of them all.
 * Those with start() are for devices, those with run() for none; with both DEVICE may be left out.
 */
struct command {
	const char *name, *alias;   /* alias: another name, in the first row, or NULL */
	const char *topic;          /* what all its verbs are about, in the first row; NULL: the summary says it */
	const char *verb;           /* follows the name; NULL: the row of the name alone */
	const char *const *choices; /* one of these words stands first or last, ended by NULL; or NULL */
	const char *value;          /* what its last argument is called, or NULL */
	const char *const *options; /* names of those it has beside the general ones, ended by NULL; or NULL */
	unsigned flags;
	uint32_t limit_ms;               /* for each device, unless --timeout says; 0: the usual */
	void (*start)(struct job *job);  /* on one device */
	int (*run)(struct cli *cli);     /* returns the exit status */
	bool (*looks)(const char *word); /* whether a word may be the value; or NULL: any may */

	/* Of value and options, before anything is searched; or NULL. */
	int (*check)(const struct cli *cli, struct kasa_err *err);

	/* Gets what does not stand on a command line, as passwords, after the question; or NULL. */
	int (*prepare)(struct cli *cli, struct kasa_err *err);

	/* What of the call cannot be undone, a word for the question, or NULL; or no function. */
	const char *(*danger)(const struct cli *cli);

	const char *loss;   /* "it forgets its Wi-Fi", for the question; without danger() it is always asked; or NULL */
	const char *unsure; /* what may or may not have happened when it was interrupted, or NULL */
	const char *look;   /* what to do when nobody knows what came of it, or NULL */
	const char *summary;
	const char *more; /* lines for its help, or NULL */
};

/* A row by its position, NULL past the last. */
const struct command *command_at(size_t index);

/* The first row of a command by either of its names, or NULL. */
const struct command *command_find(const char *name);

/* The row after this one, when it is of the same command; or NULL. */
const struct command *command_next(const struct command *row);

/* The row of a verb, NULL for that of the name alone, among @p first and those after it; or NULL. */
const struct command *command_verb(const struct command *first, const char *verb);

/* Whether a row has this option of its own. */
bool command_has(const struct command *row, const char *option);

/* Puts "schedule add" into @p title; returns it. */
const char *command_title(const struct command *row, char title[COMMAND_TITLE]);

/* Puts "kasa led on|off DEVICE..." into @p form; returns it. */
const char *command_form(const struct command *row, char form[COMMAND_FORM]);

#endif
