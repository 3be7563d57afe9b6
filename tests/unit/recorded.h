/* The recordings of one language: which there are, and a second, plain reading of them. */
#ifndef KASA_TESTS_UNIT_RECORDED_H
#define KASA_TESTS_UNIT_RECORDED_H

#include <jansson.h>
#include <limits.h>

#include <kasa/state.h>

#include "unit/unit.h"

enum {
	RECORDED_PATH = 4096 + 300,
};

/*
 * Runs the tests over the files in the folder @p language of KASA_RECORDINGS; skips them where there are none. What a
 * program's main() returns.
 */
int recorded_run(const char *language, const char *name, const TTest *const *tests, size_t count);

int recorded_count(void);
const char *recorded_name(int i);
void recorded_path(int i, char path[RECORDED_PATH]);

/* One file; its name is printed, for who looks for the one that failed. */
json_t *recorded_load(int i);

/*
 * How many files hold an answer to @p method that is no refusal, in @p module, or, where that is NULL, at the top; and in
 * it @p member, unless that is NULL. What is checked in files is compared with it: a test that finds nothing to check
 * where there is something has failed.
 */
unsigned recorded_held(const char *module, const char *method, const char *member);

/* The same at the top, of devices that list no children. */
unsigned recorded_held_alone(const char *method);

static inline const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static inline int
int_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? (int)json_integer_value(value) : KASA_UNKNOWN;
}

#endif
