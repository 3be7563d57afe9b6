/*
 * What may stand in a file of configuration: a table of keys. One walk over the tree notes everything that is wrong
 * with it, each with its place, what is allowed there, and the nearest key where one was mistyped.
 */
#ifndef KASA_COMMON_SCHEMA_H
#define KASA_COMMON_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "common/mistakes.h"
#include "common/yaml.h"

enum schema_kind {
	SCHEMA_END,      /* of a table */
	SCHEMA_MAPPING,  /* of the keys in .inside */
	SCHEMA_SEQUENCE, /* of any number of the one row in .inside */
	SCHEMA_TEXTS,    /* a sequence of texts, or one text alone */
	SCHEMA_TEXT,
	SCHEMA_INTEGER,  /* from .least to .most */
	SCHEMA_DURATION, /* as duration_parse() reads it, from .least to .most milliseconds */
	SCHEMA_BOOL,
	SCHEMA_CHOICE,  /* one of .choices */
	SCHEMA_ANY,     /* whatever stands there: who reads it checks it */
	SCHEMA_REFUSED, /* what people write there, and must not: .help says what to do instead */
};

/* A key, or what the items of a sequence are. */
struct schema {
	const char *name; /* NULL: any name; such a row is the last one */
	enum schema_kind kind;
	bool needed;                 /* its mapping is not complete without */
	const char *help;            /* what is wanted: "an address, as 192.0.2.7"; NULL where the kind says it all */
	const struct schema *inside; /* ended by SCHEMA_END */
	const char *const *choices;  /* ended by NULL */
	uint32_t least, most;

	/* Tells in a whole sentence what else is wrong with a text of its kind, each of SCHEMA_TEXTS alone; or NULL. */
	int (*check)(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err);
	/* The same of a name, where any may stand. */
	int (*check_name)(const struct yaml_node *name, const void *arg, struct kasa_err *err);
};

/* Walks a tree whose root is a mapping of the keys in @p rows, or nothing at all. @p arg goes to the checks. */
void schema_check(const struct schema *rows, const struct yaml_node *root, const void *arg, struct mistakes *mistakes);

#endif
