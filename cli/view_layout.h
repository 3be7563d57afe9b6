/* How the room of a screen is divided among the parts of a live view; between the files that draw it. */
#ifndef KASA_CLI_VIEW_LAYOUT_H
#define KASA_CLI_VIEW_LAYOUT_H

#include "cli/view.h"

enum {
	VIEW_GAP = 2, /* between columns, between charts, and before the first column */
	VIEW_POWER = 9,
	VIEW_USED = 13, /* "  SINCE 13:05" */
};

/* In columns and lines. */
struct layout {
	unsigned width;              /* the last column is left alone */
	unsigned name, state, spark; /* of the table; spark 0: there is none */
	bool metered;                /* one of the rows has a meter */
	bool used;                   /* states are in full, and there is a column for the energy */
	unsigned table, notes;       /* lines */
	size_t first;                /* row that the table shows */
	bool choice;                 /* there is more than is shown: one row is the chosen one */
	bool all;                    /* a chart for each that has a meter, else for the chosen one alone */
	unsigned across, down;       /* charts; 0: none */
	unsigned chart_width, chart_height;
};

struct layout view_layout(const struct view *view);

/* What changes a colour, "" where there is none; plain ends it. */
const char *view_ink(const struct view *view, const char *sequence);
const char *view_plain(const struct view *view);
const char *view_dim(const struct view *view);
const char *view_bold(const struct view *view);
const char *view_state_ink(const struct view *view, const struct view_row *row);

/* Appends a name, which is others' text, and blanks up to @p width; @p next_column is that of what follows. */
void view_name(const struct view *view, struct text *line, const char *name, unsigned width, unsigned next_column);
void view_blanks(struct text *line, unsigned n);

/* Append a line of their part. */
void view_heads(const struct view *view, const struct layout *layout, struct text *line);
void view_table(const struct view *view, const struct layout *layout, size_t i, struct text *line);
void view_charts(const struct view *view, const struct layout *layout, unsigned at, struct text *line);

#endif
