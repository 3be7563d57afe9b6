/* A chart of a power over time as lines of text: values in, characters out. */
#ifndef KASA_CLI_CHART_H
#define KASA_CLI_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/text.h"

enum {
	CHART_LABEL = 6,       /* columns of "2.5 kW", so that most charts begin at the same one */
	CHART_AXIS = 2,        /* a blank, and the axis */
	CHART_CELL_VALUES = 2, /* values side by side in one character */
};

struct chart {
	/* of the caller */
	const double *values; /* watts, the newest last; NAN is a gap; those that find no room are left out */
	size_t count;
	double every_s;                  /* between two values; 0: no line below that tells the time */
	unsigned width, height;          /* of the whole, in characters */
	bool braille;                    /* 2 x 4 dots in a character, else ASCII */
	bool bare;                       /* no axes: the dots alone */
	const char *axis, *dots, *plain; /* what changes to their colours and back; all NULL: nothing does */

	/* of chart_fit() */
	unsigned label, plot_width, plot_height;
	double top_w;         /* the upper end of the scale */
	unsigned ticks;       /* steps from 0 to the top */
	unsigned tick;        /* a step is this, 1, 2 or 5, ... */
	int exponent;         /* ... times 10 to the power of this */
	size_t first, before; /* the first value that is drawn, and how many places are empty before it */
};

/*
 * Chooses the scale: from 0, by steps of 1, 2 or 5, up to the first step that is not below any value. That of a
 * bare chart ends at the highest.
 */
void chart_fit(struct chart *chart);

/* Appends a line, 0 the uppermost: as many columns as the chart is wide, and no newline. */
void chart_line(const struct chart *chart, unsigned row, struct text *text);

#endif
