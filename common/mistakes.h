/* What is wrong with a file, each with its place: a person wants to hear all of it at once. */
#ifndef KASA_COMMON_MISTAKES_H
#define KASA_COMMON_MISTAKES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct mistake {
	unsigned line, column; /* from 1 */
	char *text;
};

/* All zero is none. */
struct mistakes {
	struct mistake *item;
	size_t count, cap;
	bool lost; /* there was no memory for one of them */
};

/* Notes one, at a place, as printf does. Control characters become '?'. */
void mistakes_add(struct mistakes *mistakes, unsigned line, unsigned column, const char *fmt, ...) KASA_PRINTF(4, 5);

/* Puts them into the order of the file; those of one place stay in theirs. */
void mistakes_sort(struct mistakes *mistakes);

/* Nothing was wrong, as far as is known. */
static inline bool
mistakes_none(const struct mistakes *mistakes)
{
	return mistakes->count == 0 && !mistakes->lost;
}

/* Writes them to standard error, each in a line: "PATH:LINE:COLUMN: TEXT", as compilers do and editors understand. */
void mistakes_print(const struct mistakes *mistakes, const char *path);

void mistakes_finish(struct mistakes *mistakes);

#endif
