/* What has no room is left out, the least important first. */
#include "cli/view_layout.h"

#include "cli/columns.h"

enum {
	NAME_LEAST = 10,
	NAME_MOST = 40,
	STATE_WIDTH = 18, /* "on for 23 h 59 min" */
	BRIEF_WIDTH = 5,
	SPARK_LEAST = 8,
	SPARK_MOST = 40,
	CHART_HEIGHT = 7, /* its title, five lines, the time */
	CHART_WIDTH = 40,
	CHART_FLAT = 5, /* columns for a line of height */
	AROUND = 4,     /* lines: title, blank, heads of the table; keys at the bottom */
	NOTES_FEW = 2,
	TALL = 40, /* a screen with room for all notes */
};

static unsigned
at_most(size_t value, size_t most)
{
	return (unsigned)(value < most ? value : most);
}

static unsigned
at_least(unsigned value, unsigned least)
{
	return value > least ? value : least;
}

/* What is left of some room. */
static unsigned
less(unsigned room, unsigned taken)
{
	return room > taken ? room - taken : 0;
}

/* ---- from left to right ---- */

static unsigned
longest_name(const struct view *view)
{
	size_t longest = NAME_LEAST;

	for (size_t i = 0; i < view->count; i++) {
		size_t columns = columns_of(view->rows[i].name, view->utf8);

		longest = columns > longest ? columns : longest;
	}
	return at_most(longest, NAME_MOST);
}

static void
divide_width(const struct view *view, struct layout *layout)
{
	unsigned around = VIEW_GAP + VIEW_GAP + VIEW_POWER, full = around + STATE_WIDTH + VIEW_USED, left;

	layout->width = less(view->width, 1);
	layout->used = layout->width >= full + NAME_LEAST;
	layout->state = layout->used ? STATE_WIDTH : BRIEF_WIDTH;
	around = layout->used ? full : around + BRIEF_WIDTH;
	layout->name = at_most(longest_name(view), at_least(less(layout->width, around), 1));
	left = less(layout->width, around + layout->name + VIEW_GAP);
	layout->spark = left < SPARK_LEAST ? 0 : at_most(left, SPARK_MOST);
}

/* ---- from top to bottom ---- */

static unsigned
count_notes(const struct view *view)
{
	unsigned notes = 0;

	while (notes < VIEW_NOTES && view->notes[notes])
		notes++;
	return at_most(notes, view->height >= TALL ? VIEW_NOTES : NOTES_FEW);
}

/* The table gives way to one chart, and the chart to the table where both are little. Returns the lines for charts. */
static unsigned
divide_height(const struct view *view, struct layout *layout)
{
	unsigned notes = count_notes(view), left;

	layout->notes = view->height < AROUND + notes + CHART_HEIGHT ? 0 : notes;
	left = less(view->height, AROUND + layout->notes);
	layout->table = at_most(view->count, at_least(less(left, 1 + CHART_HEIGHT), 1));
	if (layout->table < view->count && left < 2 * CHART_HEIGHT)
		layout->table = at_most(view->count, left);
	layout->first = view->chosen < layout->table ? 0 : view->chosen - layout->table + 1;
	return less(left, layout->table + 1);
}

/* ---- charts ---- */

static unsigned
down(size_t charts, unsigned across)
{
	return (unsigned)((charts + across - 1) / across);
}

static void
set_charts(struct layout *layout, unsigned room, size_t charts, unsigned across)
{
	layout->across = across;
	layout->down = down(charts, across);
	layout->chart_width = less(layout->width, VIEW_GAP * (across - 1)) / across;
	layout->chart_height = room / layout->down;
}

/* How well so many beside each other look: 0 when they are too small, else the height, unless they are narrow. */
static unsigned
worth(const struct layout *layout)
{
	if (layout->chart_width < CHART_WIDTH || layout->chart_height < CHART_HEIGHT)
		return 0;
	return at_most(layout->chart_height, layout->chart_width / CHART_FLAT);
}

static size_t
count_metered(const struct view *view)
{
	size_t n = 0;

	for (size_t i = 0; i < view->count; i++)
		n += view->rows[i].metered;
	return n;
}

static void
divide_charts(const struct view *view, struct layout *layout, unsigned room)
{
	size_t charts = count_metered(view);
	unsigned most = at_most(charts, layout->width / CHART_WIDTH);
	struct layout best = *layout;

	for (unsigned across = 1; across <= most; across++) {
		set_charts(layout, room, charts, across);
		if (worth(layout) > worth(&best))
			best = *layout;
	}
	*layout = best;
	layout->metered = charts > 0;
	layout->all = worth(&best) > 0;
	if (!layout->all && charts > 0 && room > 1)
		set_charts(layout, room, 1, 1);
	layout->choice = view->count > 1 && (layout->table < view->count || (!layout->all && layout->down > 0));
}

struct layout
view_layout(const struct view *view)
{
	struct layout layout = { .width = 0 };
	unsigned room;

	divide_width(view, &layout);
	room = divide_height(view, &layout);
	divide_charts(view, &layout, room);
	return layout;
}
