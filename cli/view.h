/* What a live view looks like: a table of rows, charts below it, as lines of exactly the size of a screen. */
#ifndef KASA_CLI_VIEW_H
#define KASA_CLI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <kasa/state.h>

#include "cli/history.h"
#include "cli/tally.h"
#include "cli/text.h"

enum {
	VIEW_NOTES = 5, /* the newest ones that a large screen shows */
};

/* One device, or one outlet. All is lent for the call. */
struct view_row {
	const char *name;  /* of others: it is made safe here */
	const char *state; /* "on for 2 h 3 min", "2/6 on", "away 12 s" */
	const char *brief; /* the same in a word, for narrow screens */
	int on;            /* 1, 0 or KASA_UNKNOWN */
	bool away;         /* it does not answer */
	bool metered;      /* the rest means something */
	struct kasa_energy energy;
	struct tally used;
	const struct history *power;
};

struct view {
	unsigned width, height;
	bool utf8, colour;
	double every_s;
	time_t now;
	const struct view_row *rows;
	size_t count, chosen;          /* the one whose chart is shown where there is no room for all */
	const char *notes[VIEW_NOTES]; /* what happened, the newest first; NULL where there is none */
};

/* Appends the lines, each of at most width - 1 columns and ended. */
void view_draw(const struct view *view, struct text *frame);

#endif
