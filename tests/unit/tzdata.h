/* A small tzdata of a test's own: files as zic(8) writes them, in a folder that goes away. */
#ifndef KASA_TESTS_UNIT_TZDATA_H
#define KASA_TESTS_UNIT_TZDATA_H

#include <stddef.h>
#include <stdint.h>

enum {
	TZDATA_MAX = 1024, /* bytes of one file */
	TZDATA_PATH = 64,
};

struct tzdata_change {
	int64_t at;
	int32_t offset_s;
};

/* What stands in a file. */
struct tzdata {
	const char *rule;                    /* NULL: of the old kind, with times of 32 bits and without a rule */
	int32_t first_s;                     /* the offset before all changes */
	const struct tzdata_change *changes; /* up to 8 */
	size_t count;
};

/* Writes the bytes and returns how many. */
size_t tzdata_bytes(uint8_t out[TZDATA_MAX], const struct tzdata *tzdata);

/* Makes an empty folder, "/tmp/.../zoneinfo". */
void tzdata_make(char folder[TZDATA_PATH]);

/* Writes a file below it, and the folders between. */
void tzdata_put(const char *folder, const char *name, const void *bytes, size_t n);

/* The same of a zone that has always had this rule. */
void tzdata_put_rule(const char *folder, const char *name, const char *rule);

/* Removes the folder and all it holds. */
void tzdata_remove(const char *folder);

#endif
