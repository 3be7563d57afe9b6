/*
 * A section of kasad.yaml that stands in a file of its own: its keys, what contradicts itself in it, and how it is filled
 * in. One row of config_sections.c, and one member of struct config.
 */
#ifndef KASA_BRIDGE_CONFIG_SECTION_H
#define KASA_BRIDGE_CONFIG_SECTION_H

#include "bridge/config/config.h"
#include "common/mistakes.h"
#include "common/schema.h"
#include "common/yaml.h"

/* What filling in keeps track of. */
struct filler {
	const char *path; /* of the configuration */
	bool no_memory;
};

struct config_section {
	struct schema row; /* its name, its kind, its keys */
	/* What the table of keys cannot tell; any of it may be wrong by itself, or missing. NULL: nothing. */
	void (*check)(const struct yaml_node *root, const char *path, struct mistakes *mistakes);
	/* @p node was checked; NULL: it is not there, and the defaults are wanted. */
	void (*fill)(struct filler *filler, struct config *config, const struct yaml_node *node);
	void (*release)(struct config *config);
	/* Whether only a restart brings @p next about. NULL: a reload always does, else the section is kept until a restart. */
	bool (*restart)(const struct config *now, const struct config *next);
	size_t at, size; /* its member of struct config */
};

/* All of them, ended by NULL. */
extern const struct config_section *const config_sections[];

/* ---- filling in, by a table: where each key goes and how ---- */

enum as {
	AS_TEXT,
	AS_PATH,
	AS_MAC,
	AS_ID,
	AS_TEXTS,
	AS_PORT,    /* uint16_t */
	AS_NUMBER,  /* unsigned */
	AS_MS,      /* uint32_t */
	AS_SECONDS, /* unsigned */
	AS_BOOL,
	AS_ANSWER, /* int */
	AS_REAL,   /* double, as config_real_parse() reads it */
	AS_CHOICE, /* an enum, in the order of .words */
	AS_OUTPUT, /* of struct config_mqtt itself */
	AS_MORE,   /* what has a function of its own */
};

struct field {
	const char *name;
	enum as as;
	size_t at;
	const char *const *words;
};

/* Fills *@p out with what @p mapping says, NULL being nothing; @p rows are ended by a row without a name. */
void config_fill_rows(struct filler *filler, void *out, const struct field *rows, const struct yaml_node *mapping);

/* Room for each item of a list, all zero, and how many there are. NULL where there are none. */
void *config_fill_room(struct filler *filler, const struct yaml_node *list, size_t size, size_t *count);

/* A number of all that stands there, so that a reload sees what is as it was. Never 0. */
uint64_t config_mark(const struct yaml_node *node);

/* Its own copy; with no memory NULL, which is noted. */
char *config_fill_text(struct filler *filler, const char *text);

/* Frees a list ended by NULL. */
void config_free_texts(char **texts);

#endif
