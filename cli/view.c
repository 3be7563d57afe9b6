/* From top to bottom: title, table, charts, notes, keys. */
#include "cli/view.h"

#include <stdio.h>
#include <string.h>

#include "cli/columns.h"
#include "cli/view_layout.h"

#define TITLE "kasa watch"

enum {
	TABLE = 3, /* lines above it */
};

/* ---- ink ---- */

const char *
view_ink(const struct view *view, const char *sequence)
{
	return view->colour ? sequence : "";
}

const char *
view_plain(const struct view *view)
{
	return view_ink(view, "\033[0m");
}

const char *
view_dim(const struct view *view)
{
	return view_ink(view, "\033[2m");
}

const char *
view_bold(const struct view *view)
{
	return view_ink(view, "\033[1m");
}

const char *
view_state_ink(const struct view *view, const struct view_row *row)
{
	if (row->away)
		return view_ink(view, "\033[31m");
	return row->on == 1 ? view_ink(view, "\033[32m") : view_dim(view);
}

void
view_blanks(struct text *line, unsigned n)
{
	text_printf(line, "%*s", (int)n, "");
}

/* A name that a terminal may draw wider or narrower than we think moves nothing that follows. */
void
view_name(const struct view *view, struct text *line, const char *name, unsigned width, unsigned next_column)
{
	if (!columns_fit(line, name, width, view->utf8))
		text_printf(line, "\033[K\033[%uG", next_column + 1);
}

/* ---- the whole ---- */

static void
add_title(const struct view *view, const struct layout *layout, struct text *line)
{
	size_t title = strlen(TITLE), n;
	char right[64];
	struct tm now;

	localtime_r(&view->now, &now);
	n = (size_t)snprintf(right, sizeof right, "every %g s  ", view->every_s);
	strftime(right + n, sizeof right - n, "%H:%M:%S", &now);
	text_printf(line, "%s" TITLE "%s", view_bold(view), view_plain(view));
	if (layout->width >= title + VIEW_GAP + strlen(right))
		text_printf(line, "%*s", (int)(layout->width - title), right);
}

static void
add_keys(const struct view *view, const struct layout *layout, struct text *line)
{
	text_printf(line, "%sq quit", view_dim(view));
	if (layout->choice)
		text_add(line, view->utf8 ? "   ↑↓ choose" : "   up/down choose");
	text_add(line, view_plain(view));
}

static void
add_line(const struct view *view, const struct layout *layout, unsigned at, struct text *line)
{
	unsigned charts = TABLE + layout->table + 1, keys = view->height - 1;

	if (at == keys)
		add_keys(view, layout, line);
	else if (at >= keys - layout->notes)
		columns_fit(line, view->notes[keys - 1 - at], layout->width, view->utf8);
	else if (at == 0)
		add_title(view, layout, line);
	else if (at == TABLE - 1)
		view_heads(view, layout, line);
	else if (at >= TABLE && at < TABLE + layout->table)
		view_table(view, layout, layout->first + at - TABLE, line);
	else if (at >= charts)
		view_charts(view, layout, at - charts, line);
}

void
view_draw(const struct view *view, struct text *frame)
{
	const struct layout layout = view_layout(view);

	for (unsigned at = 0; at < view->height; at++) {
		add_line(view, &layout, at, frame);
		text_add(frame, "\n");
	}
}
