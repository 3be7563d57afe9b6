/* What was asked for by options and the environment: one table, from which help and completion are printed too. */
#ifndef KASA_CLI_OPTIONS_H
#define KASA_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

#include "common/words.h"

enum {
	TIMEOUT_MS = 5000, /* one command on one device */
	WAIT_MS = 3000,    /* a search */
	OPTIONS_MAX = 96,  /* rows of the table */
	OPTION_FROM = 40,  /* room for "--name", for the name of a variable, or for "defaults: name" */
};

/* Who said what an option is; who comes later here wins. */
enum option_source {
	OPTION_UNSAID,
	OPTION_DEFAULT,  /* the configuration */
	OPTION_VARIABLE, /* the environment */
	OPTION_ARGUMENT, /* the command line */
};

struct options {
	struct words hosts, aliases;      /* the device, when it is named by an option */
	struct words targets, interfaces; /* where to search */
	struct words leases;              /* files that tell where else */
	struct words words;               /* what is no option: COMMAND, DEVICE, ... */
	const char *config;               /* the file of the configuration, lent; NULL: the usual one */
	const char *credentials;          /* the file of the account, lent; or NULL */
	const char *transport, *payload;  /* words of the library, which live for ever; NULL: not said */
	const char *named_by;             /* "--host", "KASA_ALIAS", ...: what named the device, or NULL */
	uint16_t port;                    /* 0: the usual one */
	uint16_t tdp_port;                /* of the newer discovery; 0: the usual ones */
	uint32_t timeout_ms;              /* 0: not said */
	uint32_t wait_ms;
	uint32_t verbose; /* 0: silent, 1: what happens, 2: every message */
	bool json, quiet, yes, help, version;
	bool try_defaults, ignore_signatures;
	uint8_t source[OPTIONS_MAX];     /* enum option_source, per row of the table */
	struct words texts[OPTIONS_MAX]; /* the values of those that only some commands have */
};

/* An option: a general one, which set() takes, or without set() one of commands, which is kept as text for them. */
struct option_row {
	char letter;       /* 0: none */
	const char *name;  /* without the hyphens */
	const char *value; /* what its value is called, or NULL */
	const char *env;   /* the variable that stands for it, or NULL; of commands only where there is a value */
	const char *help;

	/* Takes a value; @p from is "--port" or "KASA_PORT", for the sentence. */
	int (*set)(struct options *opts, const char *value, const char *from, struct kasa_err *err);
	const char *same; /* the option that is said as well by this one; or NULL */

	bool many; /* may be given more than once */

	/* of commands */
	bool (*looks)(
		const char *word); /* its value may be left out: the next word is it where this says so; or NULL */
};

/* A row by its position, NULL past the last. */
const struct option_row *option_at(size_t index);

/* The row of a name, or NULL. */
const struct option_row *option_find(const char *name);

void options_init(struct options *opts);
void options_finish(struct options *opts);

/* Reads the arguments. Options stand before or after what is none; after "--" there are no options. KASA_EINVAL. */
int options_parse(struct options *opts, int argc, char **argv, struct kasa_err *err);

/*
 * Takes from the environment what the arguments left open, of the general options and of those that @p own, ended by
 * NULL or NULL itself, names. KASA_EINVAL.
 */
int options_environment(struct options *opts, const char *const *own, struct kasa_err *err);

/*
 * Takes a value from the configuration, unless the arguments or the environment spoke of the option @p name, or it
 * belongs to other commands; several values of one name count together. KASA_EINVAL.
 */
int options_default(struct options *opts, const char *const *own, const char *name, const char *value,
                    struct kasa_err *err);

/* True for those that may stand in the configuration: what a variable may say, but for who is meant by it all. */
bool option_has_default(const struct option_row *row);

/* ---- what commands ask for options of their own, by name ---- */

/* Whether it was given, with or without a value. */
bool options_given(const struct options *opts, const char *name);

/* Its value; NULL when it was not given, or given without one. Lent by the options. */
const char *options_text(const struct options *opts, const char *name);

/* All its values, where it may be given more than once. */
const struct words *options_list(const struct options *opts, const char *name);

/* Puts "--price", "KASA_PRICE" or "defaults: price", whichever was its source, into @p from; returns it. */
const char *options_from(const struct options *opts, const char *name, char from[OPTION_FROM]);

/* A whole number from @p least to @p most; @p out stays as it is when none was given. KASA_EINVAL with a sentence. */
int options_number(const struct options *opts, const char *name, uint32_t least, uint32_t most, uint32_t *out,
                   struct kasa_err *err);

/* Seconds with or without a fraction as milliseconds; the rest as options_number(). */
int options_seconds(const struct options *opts, const char *name, uint32_t least_ms, uint32_t most_ms, uint32_t *out_ms,
                    struct kasa_err *err);

/* A time with its unit, or a bare number of seconds; the rest as options_number(). */
int options_duration(const struct options *opts, const char *name, uint64_t least_ms, uint64_t most_ms,
                     uint64_t *out_ms, struct kasa_err *err);

#endif
