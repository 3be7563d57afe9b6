/* The heads of the table, and a line for each device. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/chart.h"
#include "cli/columns.h"
#include "cli/view_layout.h"

/* The energy of all rows is counted from one moment: then it stands above them. */
static const struct tally *
common_tally(const struct view *view)
{
	const struct tally *first = NULL;

	for (size_t i = 0; i < view->count; i++) {
		const struct tally *used = &view->rows[i].used;

		if (!used->counting)
			continue;
		if (!first)
			first = used;
		if (used->today != first->today || (!used->today && used->since / 60 != first->since / 60))
			return NULL;
	}
	return first;
}

static const char *
used_head(const struct view *view, char out[24])
{
	const struct tally *used = common_tally(view);
	struct tm since;

	if (!used)
		return "USED";
	if (used->today)
		return "TODAY";
	localtime_r(&used->since, &since);
	strftime(out, 24, "SINCE %H:%M", &since);
	return out;
}

static void
add_cell(struct text *line, const char *word, unsigned width)
{
	text_printf(line, "%-*.*s", (int)width, (int)width, word);
}

void
view_heads(const struct view *view, const struct layout *layout, struct text *line)
{
	char used[24];

	text_add(line, view_dim(view));
	view_blanks(line, VIEW_GAP);
	add_cell(line, "NAME", layout->name);
	view_blanks(line, VIEW_GAP);
	add_cell(line, "STATE", layout->state);
	if (layout->metered)
		text_printf(line, "%*s", VIEW_POWER, "POWER");
	if (layout->metered && layout->used)
		text_printf(line, "%*s", VIEW_USED, used_head(view, used));
	text_add(line, view_plain(view));
}

static void
add_power(struct text *line, double power_w)
{
	if (isfinite(power_w))
		text_printf(line, "%*.1f W", VIEW_POWER - 2, power_w);
	else
		text_printf(line, "%*s", VIEW_POWER, "-");
}

static void
add_used(struct text *line, const struct tally *used)
{
	if (used->counting)
		text_printf(line, "%*.3f kWh", VIEW_USED - 4, used->used_kwh);
	else
		text_printf(line, "%*s", VIEW_USED, "-");
}

static void
add_spark(const struct view *view, const struct layout *layout, const struct view_row *row, struct text *line)
{
	double values[HISTORY_MAX];
	struct chart chart = {
		.values = values,
		.count = history_copy(row->power, values),
		.width = layout->spark,
		.height = 1,
		.braille = view->utf8,
		.bare = true,
		.dots = view_ink(view, "\033[36m"),
		.plain = view_plain(view),
	};

	chart_fit(&chart);
	view_blanks(line, VIEW_GAP);
	chart_line(&chart, 0, line);
}

void
view_table(const struct view *view, const struct layout *layout, size_t i, struct text *line)
{
	const struct view_row *row = &view->rows[i];

	text_add(line, !layout->choice || i != view->chosen ? "  " : view->utf8 ? "▸ " : "> ");
	view_name(view, line, row->name, layout->name, VIEW_GAP + layout->name);
	view_blanks(line, VIEW_GAP);
	text_add(line, view_state_ink(view, row));
	columns_fit(line, layout->used ? row->state : row->brief, layout->state, view->utf8);
	text_add(line, view_plain(view));
	if (!row->metered)
		return;
	add_power(line, row->away ? NAN : row->energy.power_w);
	if (layout->used)
		add_used(line, &row->used);
	if (layout->spark > 0)
		add_spark(view, layout, row, line);
}
