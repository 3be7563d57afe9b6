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
};

struct options {
	struct words hosts, aliases;      /* the device, when it is named by an option */
	struct words targets, interfaces; /* where to search */
	struct words words;               /* what is no option: COMMAND, DEVICE, ... */
	const char *named_by;             /* "--host", "KASA_ALIAS", ...: what named the device, or NULL */
	uint16_t port;                    /* 0: the usual one */
	uint32_t timeout_ms, wait_ms;
	uint32_t verbose; /* 0: silent, 1: what happens, 2: every message */
	bool json, quiet, yes, help, version;
	uint32_t given; /* a bit per row of the table */
};

struct option_row {
	char letter;       /* 0: none */
	const char *name;  /* without the hyphens */
	const char *value; /* what its value is called, or NULL */
	const char *env;   /* the variable that stands for it, or NULL */
	const char *help;

	/* Takes a value; @p from is "--port" or "KASA_PORT", for the sentence. */
	int (*set)(struct options *opts, const char *value, const char *from, struct kasa_err *err);
};

/* A row by its position, NULL past the last. */
const struct option_row *option_at(size_t index);

void options_init(struct options *opts);
void options_finish(struct options *opts);

/* Reads the arguments. Options stand before or after what is none; after "--" there are no options. KASA_EINVAL. */
int options_parse(struct options *opts, int argc, char **argv, struct kasa_err *err);

/* Takes from the environment what the arguments left open. KASA_EINVAL. */
int options_environment(struct options *opts, struct kasa_err *err);

#endif
