/* Standard output and standard error, and what becomes of them. */
#ifndef KASA_CLI_OUT_H
#define KASA_CLI_OUT_H

#include <stdbool.h>

#include "cli/text.h"

/* Where results go. */
struct out {
	int error;     /* errno of the first write that failed, 0 while all went well */
	bool quiet;    /* nothing but errors */
	bool colour;   /* a terminal that wants it */
	bool detailed; /* rows tell more, as with -v */
	bool headed;   /* the line above the columns was written */
};

/* Sees to it that 0, 1 and 2 are taken, lest a socket be written to as standard output. */
void out_guard(void);

/* Decides whether there is colour: a terminal, no NO_COLOR, TERM not "dumb". */
void out_colour(struct out *out, bool wanted);

/* Writes @p text as it is, all at once, and empties it; a line of results. Nothing when quiet. */
void out_result(struct out *out, struct text *text);

/* The same, even when quiet: what tells of a failure. */
void out_failure(struct out *out, struct text *text);

/* What is left to say at the end: EXIT_FAILURE, with a sentence unless the reader went away, when a write failed. */
int out_finish(const struct out *out);

/* From now on lines for standard error are given to @p fn, as they were worded; NULL: they are written again. */
void complain_to(void (*fn)(const char *line, void *arg), void *arg);

/* A line on standard error, "kasa: " before it; control characters are shown, not sent. */
void complain(const char *fmt, ...) KASA_PRINTF(1, 2);

#endif
