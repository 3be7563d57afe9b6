/* Filled from below: a gap is blank, a zero has its dot. */
#include "cli/chart.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/round.h"
#include "base/str.h"

enum {
	DOTS = 4,       /* on top of each other, in a braille character */
	ASCII_DOTS = 2, /* '.' and ':' */
	BRAILLE = 0x2800,
	TICKS_MAX = 5,   /* more labels say no more */
	TIME_CELLS = 14, /* from one label of the time to the next, at least */
	KILO = 3,
};

struct glyphs {
	const char *axis, *mark, *corner, *line;
};

static const struct glyphs braille_glyphs = { .axis = "│", .mark = "┤", .corner = "└", .line = "─" };
static const struct glyphs ascii_glyphs = { .axis = "|", .mark = "+", .corner = "+", .line = "-" };

static const struct glyphs *
glyphs_of(const struct chart *chart)
{
	return chart->braille ? &braille_glyphs : &ascii_glyphs;
}

/* ---- the scale ---- */

/* pow() would load libm */
static double
step_w(const struct chart *chart)
{
	double step = chart->tick;

	for (int i = chart->exponent; i > 0; i--)
		step *= 10;
	for (int i = chart->exponent; i < 0; i++)
		step /= 10;
	return step;
}

/* Of the values that are drawn. What a device in standby takes shall not look like much: at least 1 W. */
static double
highest(const struct chart *chart)
{
	double most = 1;

	for (size_t i = chart->first; i < chart->count; i++)
		if (isfinite(chart->values[i]) && chart->values[i] > most)
			most = chart->values[i];
	return most;
}

static void
choose_steps(struct chart *chart, double most, unsigned ticks_max)
{
	static const unsigned next[] = { [1] = 2, [2] = 5, [5] = 1 };

	double steps;

	chart->tick = 1;
	chart->exponent = -1; /* for the least scale there is, of 1 W */
	while ((steps = most / step_w(chart) - 1e-9) > ticks_max) {
		chart->tick = next[chart->tick];
		chart->exponent += chart->tick == 1;
	}
	chart->ticks = (unsigned)steps + 1; /* rounded up, for whole ones are a little less here */
}

static void
tick_label(const struct chart *chart, unsigned tick, char out[24])
{
	bool kilo = chart->top_w >= 1000;
	int exponent = chart->exponent - (kilo ? KILO : 0);
	double value = tick * step_w(chart) / (kilo ? 1000 : 1);

	if (tick == 0)
		snprintf(out, 24, "0 W");
	else
		snprintf(out, 24, "%.*f %s", exponent < 0 ? -exponent : 0, value, kilo ? "kW" : "W");
}

static unsigned
longest_label(const struct chart *chart)
{
	char label[24];
	size_t n;

	tick_label(chart, chart->ticks, label);
	n = strlen(label);
	return n > CHART_LABEL ? (unsigned)n : CHART_LABEL;
}

/* The newest stand at the right edge. */
static void
choose_values(struct chart *chart)
{
	size_t places = (size_t)chart->plot_width * CHART_CELL_VALUES;

	chart->first = chart->count > places ? chart->count - places : 0;
	chart->before = places - (chart->count - chart->first);
}

static void
set_label(struct chart *chart, unsigned label)
{
	unsigned taken = chart->bare ? 0 : label + CHART_AXIS;

	chart->label = label;
	chart->plot_width = chart->width > taken ? chart->width - taken : 0;
	choose_values(chart);
}

void
chart_fit(struct chart *chart)
{
	unsigned below = chart->every_s > 0 && !chart->bare && chart->height > 1, ticks_max;
	double most;

	chart->plot_height = chart->height - below;
	ticks_max = (chart->plot_height + 1) / 2;
	ticks_max = ticks_max > TICKS_MAX ? TICKS_MAX : ticks_max;
	set_label(chart, CHART_LABEL);
	most = highest(chart);
	choose_steps(chart, most, ticks_max);
	chart->top_w = chart->bare ? most : chart->ticks * step_w(chart);
	set_label(chart, longest_label(chart));
}

/* ---- the dots ---- */

/* What stands at a place of the plot, counted from the left edge. */
static double
value_at(const struct chart *chart, size_t place)
{
	return place < chart->before ? NAN : chart->values[chart->first + place - chart->before];
}

/* How high a value stands, in dots from the bottom of the plot; 0 for a gap. */
static unsigned
level(const struct chart *chart, double value, unsigned dots)
{
	unsigned all = chart->plot_height * dots, high;

	if (!isfinite(value))
		return 0;
	high = value > 0 ? (unsigned)kasa_round(value / chart->top_w * all) : 0;
	return high < 1 ? 1 : high > all ? all : high;
}

/* The part of it that is in this line. */
static unsigned
dots_in_row(const struct chart *chart, unsigned row, double value, unsigned dots)
{
	unsigned below = (chart->plot_height - 1 - row) * dots, high = level(chart, value, dots);

	return high <= below ? 0 : high - below > dots ? dots : high - below;
}

static void
add_braille(const struct chart *chart, unsigned row, size_t cell, struct text *text)
{
	static const uint8_t left[] = { 0, 0x40, 0x44, 0x46, 0x47 }, right[] = { 0, 0x80, 0xa0, 0xb0, 0xb8 };
	unsigned a = dots_in_row(chart, row, value_at(chart, cell * CHART_CELL_VALUES), DOTS);
	unsigned b = dots_in_row(chart, row, value_at(chart, cell * CHART_CELL_VALUES + 1), DOTS);
	char character[4];

	if (a + b == 0) /* fonts draw the empty pattern as they like */
		text_add(text, " ");
	else
		text_bytes(text, character, kasa_utf8_put(character, BRAILLE + (uint32_t)(left[a] | right[b])));
}

/* The higher of both: a peak stays a peak. */
static void
add_ascii(const struct chart *chart, unsigned row, size_t cell, struct text *text)
{
	static const char *const filled[] = { " ", ".", ":" };
	unsigned a = dots_in_row(chart, row, value_at(chart, cell * CHART_CELL_VALUES), ASCII_DOTS);
	unsigned b = dots_in_row(chart, row, value_at(chart, cell * CHART_CELL_VALUES + 1), ASCII_DOTS);

	text_add(text, filled[a > b ? a : b]);
}

static void
add_colour(struct text *text, const char *colour)
{
	if (colour)
		text_add(text, colour);
}

static void
add_plot(const struct chart *chart, unsigned row, struct text *text)
{
	add_colour(text, chart->dots);
	for (size_t cell = 0; cell < chart->plot_width; cell++)
		if (chart->braille)
			add_braille(chart, row, cell, text);
		else
			add_ascii(chart, row, cell, text);
	add_colour(text, chart->plain);
}

/* ---- the axes ---- */

/* Where the label of a step stands: on the line in which its uppermost dot is. */
static unsigned
tick_row(const struct chart *chart, unsigned tick)
{
	unsigned dots = chart->plot_height * DOTS;
	unsigned high = (unsigned)kasa_round((double)tick / chart->ticks * dots);

	return high == 0 ? chart->plot_height - 1 : chart->plot_height - (high + DOTS - 1) / DOTS;
}

static void
add_axis(const struct chart *chart, unsigned row, struct text *text)
{
	const struct glyphs *glyphs = glyphs_of(chart);
	char label[24] = "";

	for (unsigned tick = 0; tick <= chart->ticks; tick++)
		if (tick_row(chart, tick) == row)
			tick_label(chart, tick, label);
	add_colour(text, chart->axis);
	text_printf(text, "%*s %s", (int)chart->label, label, label[0] ? glyphs->mark : glyphs->axis);
	add_colour(text, chart->plain);
}

static double
time_step(const struct chart *chart)
{
	static const double nice[] = { 1,   2,    5,    10,   15,    30,    60,    120,   300,    600,
		                       900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800 };
	double least = TIME_CELLS * CHART_CELL_VALUES * chart->every_s;
	size_t i = 0;

	while (i + 1 < sizeof nice / sizeof nice[0] && nice[i] < least)
		i++;
	return nice[i];
}

static void
time_label(double step, unsigned steps, char out[24])
{
	// clang-format off
	static const struct {
		double s;
		const char *word;
	} units[] = {
		{ 86400, "d" },
		{ 3600,  "h" },
		{ 60,    "min" },
		{ 1,     "s" },
	};
	// clang-format on
	size_t i = 0;

	while (step < units[i].s)
		i++;
	if (steps == 0)
		snprintf(out, 24, " now");
	else
		snprintf(out, 24, " %.0f %s ", steps * step / units[i].s, units[i].word);
}

/* The column at which a label begins; below 0 when it has no room. */
static long
time_column(const struct chart *chart, double step, unsigned steps, const char *label)
{
	long width = (long)chart->plot_width, length = (long)strlen(label);
	long at = width - 1 - (long)kasa_round(steps * step / (CHART_CELL_VALUES * chart->every_s));

	return steps == 0 ? width - length : at - length / 2;
}

static void
add_line_to(const struct chart *chart, long *column, long end, struct text *text)
{
	for (; *column < end; (*column)++)
		text_add(text, glyphs_of(chart)->line);
}

static void
add_time(const struct chart *chart, struct text *text)
{
	double step = time_step(chart);
	unsigned steps = (unsigned)(chart->plot_width * CHART_CELL_VALUES * chart->every_s / step);
	long column = 0;
	char label[24];

	add_colour(text, chart->axis);
	text_printf(text, "%*s %s", (int)chart->label, "", glyphs_of(chart)->corner);
	for (unsigned back = steps + 1; back-- > 0;) {
		long begin;

		time_label(step, back, label);
		begin = time_column(chart, step, back, label);
		if (begin <= column)
			continue;
		add_line_to(chart, &column, begin, text);
		text_add(text, label);
		column += (long)strlen(label);
	}
	add_line_to(chart, &column, (long)chart->plot_width, text);
	add_colour(text, chart->plain);
}

void
chart_line(const struct chart *chart, unsigned row, struct text *text)
{
	if (row >= chart->plot_height) {
		add_time(chart, text);
		return;
	}
	if (!chart->bare)
		add_axis(chart, row, text);
	add_plot(chart, row, text);
}
