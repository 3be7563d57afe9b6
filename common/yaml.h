/*
 * A YAML file as a small tree, for what people configure. Words stay text: whether "5" or "yes" is a number or an
 * answer is told by who reads it (common/schema.h). What nobody writes into such a file by hand is refused: anchors,
 * aliases and tags, a name twice in one mapping, names that are no words, a second document, deep nesting.
 */
#ifndef KASA_COMMON_YAML_H
#define KASA_COMMON_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/error.h>

#include "common/mistakes.h"

enum {
	YAML_DEPTH = 16, /* mappings and sequences inside each other; a recursion goes as deep */
};

enum yaml_kind {
	YAML_NOTHING, /* nothing stands there, or ~ or null */
	YAML_TEXT,
	YAML_SEQUENCE,
	YAML_MAPPING,
	YAML_REFUSED, /* what was noted as a mistake already */
};

struct yaml_node {
	enum yaml_kind kind;
	unsigned line, column;         /* where it begins, from 1, in characters */
	const struct yaml_node *key;   /* its name in a mapping; NULL in a sequence */
	const struct yaml_node *first; /* inside a mapping or a sequence, in the order of the file */
	const struct yaml_node *next;  /* beside it */
	struct yaml_node *older;       /* among all of the file */
	char text[];                   /* of a text: UTF-8 without a NUL inside */
};

/* A file that was read. All zero is none. */
struct yaml {
	const struct yaml_node *root; /* NULL when nothing could be read */
	struct yaml_node *newest;     /* the last one of all */
};

/*
 * Reads a text. What is refused is noted in @p mistakes, each with its place, and the rest is read nevertheless.
 * KASA_OK even so; KASA_EINVAL when it is no YAML from some place on, which is the last mistake; KASA_ENOMEM.
 */
int yaml_parse(struct yaml *yaml, const char *text, size_t n, struct mistakes *mistakes);

/*
 * The same for a regular file of at most @p max bytes. KASA_ENOTFOUND when there is none, KASA_EIO, KASA_ENOMEM,
 * with a sentence unless @p err is NULL.
 */
int yaml_read(struct yaml *yaml, const char *path, size_t max, struct mistakes *mistakes, struct kasa_err *err);

void yaml_finish(struct yaml *yaml);

/* The value of that name in a mapping, or NULL. NULL, and what is no mapping, have none. */
const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *name);

/* Goes through the items of a sequence, or visits alone what is none: start with NULL, ends with NULL. NULL has none. */
const struct yaml_node *yaml_next(const struct yaml_node *value, const struct yaml_node *at);

#endif
