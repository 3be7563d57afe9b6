/* Charts, character by character. */
#include "unit/unit.h"

#include <math.h>

#include "cli/chart.h"

static const double stairs[] = { 0, 5, 10, 15, 20, 25, 30, 35, 40, 40, 40, 40, 0, 0, NAN, NAN, 20, 20 };

static void
expect(struct chart *chart, const char *lines)
{
	struct text text;

	text_init(&text);
	chart_fit(chart);
	for (unsigned row = 0; row < chart->height; row++) {
		chart_line(chart, row, &text);
		text_add(&text, "\n");
	}
	text_bytes(&text, "", 1);
	ck_assert(!text.failed);
	ck_assert_str_eq((const char *)text.buf.data, lines);
	text_finish(&text);
}

START_TEST(values_become_dots_and_a_gap_is_blank_where_a_zero_has_its_dot)
{
	struct chart chart = {
		.values = stairs,
		.count = UNIT_COUNT(stairs),
		.width = 18,
		.height = 5,
		.braille = true,
	};

	expect(&chart, "  40 W ┤    ⢠⣿⣿   \n"
	               "       │   ⢀⣾⣿⣿   \n"
	               "  20 W ┤   ⣼⣿⣿⣿  ⣤\n"
	               "       │  ⣸⣿⣿⣿⣿  ⣿\n"
	               "   0 W ┤ ⣰⣿⣿⣿⣿⣿⣀ ⣿\n");
}
END_TEST

START_TEST(without_braille_two_values_share_a_column_and_the_higher_one_shows)
{
	struct chart chart = {
		.values = stairs,
		.count = UNIT_COUNT(stairs),
		.width = 18,
		.height = 5,
	};

	expect(&chart, "  40 W +    .::   \n"
	               "       |    :::   \n"
	               "  20 W +   ::::  .\n"
	               "       |  :::::  :\n"
	               "   0 W + .:::::. :\n");
}
END_TEST

START_TEST(the_newest_values_stand_at_the_right_edge_and_the_oldest_find_no_room)
{
	double values[100];
	struct chart chart = { .values = values, .count = 100, .width = 16, .height = 2, .braille = true };

	for (int i = 0; i < 100; i++)
		values[i] = i < 90 ? 5000 : 10;
	chart.values += 90;
	chart.count = 10;
	expect(&chart, "  10 W ┤   ⣿⣿⣿⣿⣿\n"
	               "   0 W ┤   ⣿⣿⣿⣿⣿\n");

	chart.values = values;
	chart.count = 100;
	chart.width = 13;
	expect(&chart, "  10 W ┤⣿⣿⣿⣿⣿\n"
	               "   0 W ┤⣿⣿⣿⣿⣿\n");
}
END_TEST

START_TEST(a_line_below_tells_the_time)
{
	struct chart chart = { .count = 0, .width = 60, .height = 3, .braille = true };

	chart.every_s = 2;
	expect(&chart, "   1 W ┤                                                    \n"
	               "   0 W ┤                                                    \n"
	               "       └─── 3 min ──────── 2 min ──────── 1 min ──────── now\n");
	chart.every_s = 0.5;
	expect(&chart, "   1 W ┤                                                    \n"
	               "   0 W ┤                                                    \n"
	               "       └─── 45 s ───────── 30 s ───────── 15 s ───────── now\n");
	chart.every_s = 60;
	expect(&chart, "   1 W ┤                                                    \n"
	               "   0 W ┤                                                    \n"
	               "       └── 90 min ─────── 60 min ─────── 30 min ──────── now\n");
	chart.every_s = 3600;
	chart.braille = false;
	expect(&chart, "   1 W +                                                    \n"
	               "   0 W +                                                    \n"
	               "       +- 4 d ------------------- 2 d ------------------ now\n");
}
END_TEST

START_TEST(a_bare_chart_is_dots_alone)
{
	struct chart chart = {
		.values = stairs,
		.count = UNIT_COUNT(stairs),
		.every_s = 2,
		.width = 12,
		.height = 1,
		.bare = true,
		.braille = true,
	};

	expect(&chart, "   ⣀⣠⣴⣾⣿⣿⣀ ⣤\n");
}
END_TEST

START_TEST(colours_are_wrapped_round_the_axes_and_round_the_dots)
{
	struct chart chart = {
		.values = stairs,
		.count = UNIT_COUNT(stairs),
		.every_s = 2,
		.width = 12,
		.height = 2,
		.axis = "<",
		.dots = "[",
		.plain = ">",
	};

	expect(&chart, "<  50 W +>[:. .>\n"
	               "<       +---->\n");
}
END_TEST

// clang-format off
static const struct {
	double most;
	unsigned height;
	double top;
	const char *first; /* the uppermost line begins so */
} scales[] = {
	{ 0,       9, 1,       " 1.0 W ┤" },
	{ 0.04,    9, 1,       " 1.0 W ┤" },
	{ 1,       9, 1,       " 1.0 W ┤" },
	{ 1.01,    9, 1.5,     " 1.5 W ┤" },
	{ 10,      9, 10,      "  10 W ┤" },
	{ 23.1,    9, 25,      "  25 W ┤" },
	{ 23.1,    1, 50,      "  50 W ┤" },
	{ 99.9,    9, 100,     " 100 W ┤" },
	{ 999,     9, 1000,    "1.0 kW ┤" },
	{ 1000.1,  9, 1500,    "1.5 kW ┤" },
	{ 3680,    9, 4000,    "  4 kW ┤" },
	{ 12345,   9, 15000,   " 15 kW ┤" },
	{ 12345,   2, 20000,   " 20 kW ┤" },
	{ 1e9,     9, 1e9,     "1000000 kW ┤" },
};
// clang-format on

START_TEST(the_scale_ends_at_a_nice_number_that_is_not_below_any_value)
{
	for (size_t i = 0; i < UNIT_COUNT(scales); i++) {
		const double values[] = { NAN, scales[i].most };
		struct chart chart = { .values = values, .count = 2, .width = 40, .height = scales[i].height };
		struct text text;

		chart.braille = true;
		chart_fit(&chart);
		text_init(&text);
		chart_line(&chart, 0, &text);
		text_bytes(&text, "", 1);
		ck_assert_double_eq_tol(chart.top_w, scales[i].top, 1e-9 * scales[i].top);
		ck_assert_mem_eq(text.buf.data, scales[i].first, strlen(scales[i].first));
		text_finish(&text);
	}
}
END_TEST

START_TEST(a_chart_without_room_is_blank_and_harmless)
{
	struct chart chart = { .values = stairs, .count = UNIT_COUNT(stairs), .height = 1, .braille = true };

	for (chart.width = 0; chart.width < 10; chart.width++) {
		struct text text;

		text_init(&text);
		chart_fit(&chart);
		chart_line(&chart, 0, &text);
		ck_assert_uint_eq(chart.plot_width, chart.width > 8 ? chart.width - 8 : 0);
		text_finish(&text);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_become_dots_and_a_gap_is_blank_where_a_zero_has_its_dot,
		without_braille_two_values_share_a_column_and_the_higher_one_shows,
		the_newest_values_stand_at_the_right_edge_and_the_oldest_find_no_room,
		a_line_below_tells_the_time,
		a_bare_chart_is_dots_alone,
		colours_are_wrapped_round_the_axes_and_round_the_dots,
		the_scale_ends_at_a_nice_number_that_is_not_below_any_value,
		a_chart_without_room_is_blank_and_harmless,
	};

	return unit_run("cli chart", tests, UNIT_COUNT(tests));
}
