/* The charts of all rows, or that of the chosen one, each below its title. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "cli/chart.h"
#include "cli/columns.h"
#include "cli/view_layout.h"

enum {
	FACT_GAP = 3, /* before each of the facts of a title */
};

/* ---- the title of a chart ---- */

/* A line of facts takes those that fit. */
struct facts {
	struct text *line;
	unsigned left; /* columns */
};

static void KASA_PRINTF(3, 4) add_fact(struct facts *facts, bool known, const char *fmt, ...)
{
	char fact[48];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(fact, sizeof fact, fmt, args);
	va_end(args);
	if (!known || (unsigned)n + FACT_GAP > facts->left)
		return;
	view_blanks(facts->line, FACT_GAP);
	text_add(facts->line, fact);
	facts->left -= (unsigned)n + FACT_GAP;
}

static void
add_used(struct facts *facts, const struct tally *used)
{
	char since[24];
	struct tm tm;

	localtime_r(&used->since, &tm);
	strftime(since, sizeof since, used->today ? "today" : "since %H:%M", &tm);
	add_fact(facts, used->counting, "%.3f kWh %s", used->used_kwh, since);
}

/* Of the values that the chart shows. */
static void
add_extremes(struct facts *facts, const struct chart *chart)
{
	double low = NAN, high = NAN;

	for (size_t i = chart->first; i < chart->count; i++) {
		double value = chart->values[i];

		if (!isfinite(value))
			continue;
		if (!(low <= value)) /* NAN is neither */
			low = value;
		if (!(high >= value))
			high = value;
	}
	add_fact(facts, isfinite(low), "low %.1f W", low);
	add_fact(facts, isfinite(high), "high %.1f W", high);
}

static void
add_facts(const struct layout *layout, const struct view_row *row, const struct chart *chart, struct facts *facts)
{
	const struct kasa_energy *energy = &row->energy;
	bool far = layout->across * layout->down > 1; /* else power and energy stand nearby */

	add_fact(facts, far && isfinite(energy->power_w), "%.1f W", energy->power_w);
	add_fact(facts, isfinite(energy->voltage_v), "%.1f V", energy->voltage_v);
	add_fact(facts, isfinite(energy->current_a), "%.3f A", energy->current_a);
	add_extremes(facts, chart);
	if (far || !layout->used)
		add_used(facts, &row->used);
}

static void
add_away(const struct view *view, const struct view_row *row, struct facts *facts)
{
	if (facts->left <= FACT_GAP)
		return;
	view_blanks(facts->line, FACT_GAP);
	text_add(facts->line, view_state_ink(view, row));
	columns_fit(facts->line, row->state, facts->left - FACT_GAP, view->utf8);
	text_add(facts->line, view_plain(view));
	facts->left = 0;
}

/* As wide as the chart. */
static void
add_title(const struct view *view, const struct layout *layout, const struct view_row *row, const struct chart *chart,
          unsigned column, struct text *line)
{
	size_t columns = columns_of(row->name, view->utf8);
	unsigned name = columns < layout->chart_width ? (unsigned)columns : layout->chart_width;
	struct facts facts = { .line = line, .left = layout->chart_width - name };

	text_add(line, view_bold(view));
	view_name(view, line, row->name, name, column + name);
	text_add(line, view_plain(view));
	if (row->away)
		add_away(view, row, &facts);
	else if (row->metered)
		add_facts(layout, row, chart, &facts);
	view_blanks(line, facts.left);
}

/* ---- the charts ---- */

/* Line @p at of the chart of a row, the title first, from @p column of the screen on. */
static void
add_chart(const struct view *view, const struct layout *layout, const struct view_row *row, unsigned at,
          unsigned column, struct text *line)
{
	double values[HISTORY_MAX];
	struct chart chart = {
		.values = values,
		.count = history_copy(row->power, values),
		.every_s = view->every_s,
		.width = layout->chart_width,
		.height = layout->chart_height - 1,
		.braille = view->utf8,
		.axis = view_dim(view),
		.dots = view_ink(view, "\033[36m"),
		.plain = view_plain(view),
	};

	chart_fit(&chart);
	if (at == 0)
		add_title(view, layout, row, &chart, column, line);
	else if (row->metered)
		chart_line(&chart, at - 1, line);
	else if (at == 1)
		text_printf(line, "%sno energy meter%s", view_dim(view), view_plain(view));
}

/* The row of a chart by its position among them; NULL past the last. */
static const struct view_row *
charted(const struct view *view, const struct layout *layout, size_t position)
{
	if (!layout->all)
		return position == 0 ? &view->rows[view->chosen] : NULL;
	for (size_t i = 0; i < view->count; i++)
		if (view->rows[i].metered && position-- == 0)
			return &view->rows[i];
	return NULL;
}

void
view_charts(const struct view *view, const struct layout *layout, unsigned at, struct text *line)
{
	if (layout->down == 0 || at / layout->chart_height >= layout->down)
		return;
	for (unsigned i = 0; i < layout->across; i++) {
		size_t position = (size_t)(at / layout->chart_height) * layout->across + i;
		const struct view_row *row = charted(view, layout, position);

		if (!row)
			return;
		if (i > 0)
			view_blanks(line, VIEW_GAP);
		add_chart(view, layout, row, at % layout->chart_height, i * (layout->chart_width + VIEW_GAP), line);
	}
}
