/* The live view as it stands on screens of several sizes, character by character. */
#include "unit/unit.h"

#include <locale.h>
#include <math.h>
#include <time.h>

#include "cli/columns.h"
#include "cli/view.h"

enum {
	NOON = 1763809200, /* 2025-11-22 12:00 in Berlin */
	ROWS = 4,
	MANY = 30,
};

static struct view_row rows[MANY];
static struct history powers[ROWS];

/* Stairs: from 0 up to @p watts and down again. */
static const struct history *
stairs(size_t row, double watts)
{
	for (uint64_t turn = 0; turn < 60; turn++)
		history_put(&powers[row], turn, watts * (double)(turn < 40 ? turn / 10 : 60 - turn) / 20);
	return &powers[row];
}

static void
fill(void)
{
	struct tally used = { .counting = true, .used_kwh = 0.0125, .since = NOON - 300 };

	rows[0] = (struct view_row){
		.name = "Christmas tree",
		.state = "on for 2 h 3 min",
		.brief = "on",
		.on = 1,
		.metered = true,
		.energy = { .power_w = 23.14, .voltage_v = 230.1, .current_a = 0.1016, .total_kwh = 12.3 },
		.used = used,
		.power = stairs(0, 23)
	};
	rows[1] = (struct view_row){ .name = "Hall lamp", .state = "off", .brief = "off", .power = &powers[1] };
	rows[2] = (struct view_row){ .name = "洗濯機",
		                     .state = "away 12 s",
		                     .brief = "away",
		                     .on = 1,
		                     .away = true,
		                     .metered = true,
		                     .energy = { 1800, NAN, NAN, NAN, NAN, NAN },
		                     .used = used,
		                     .power = stairs(2, 1800) };
	rows[3] = (struct view_row){ .name = "strip/Desk",
		                     .state = "on for 5 min",
		                     .brief = "on",
		                     .on = 1,
		                     .metered = true,
		                     .energy = { NAN, NAN, NAN, NAN, NAN, NAN },
		                     .power = &powers[3] };
}

/* Blanks at the end of lines are nothing that can be seen. */
static void
trim(char *frame)
{
	char *to = frame, *kept = frame;

	for (const char *from = frame; *from; from++) {
		if (*from == '\n')
			to = kept;
		*to++ = *from;
		if (*from != ' ')
			kept = to;
	}
	*to = '\0';
}

static void
expect(const struct view *view, const char *screen)
{
	struct text frame;

	text_init(&frame);
	view_draw(view, &frame);
	text_bytes(&frame, "", 1);
	ck_assert(!frame.failed);
	trim((char *)frame.buf.data);
	ck_assert_str_eq((const char *)frame.buf.data, screen);
	text_finish(&frame);
}

static struct view
view_of(size_t first, size_t count, unsigned width, unsigned height)
{
	return (struct view){
		.width = width,
		.height = height,
		.utf8 = true,
		.every_s = 2,
		.now = NOON,
		.rows = rows + first,
		.count = count,
	};
}

START_TEST(one_device_on_a_small_screen)
{
	struct view view = view_of(0, 1, 80, 24);

	fill();
	expect(&view, "kasa watch                                                  every 2 s  12:00:00\n"
	              "\n"
	              "  NAME            STATE                 POWER  SINCE 11:55\n"
	              "  Christmas tree  on for 2 h 3 min     23.1 W    0.013 kWh  ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣷⣶⣶⣤⣤⣄⣀⣀⣀\n"
	              "\n"
	              "Christmas tree   230.1 V   0.102 A   low 0.0 W   high 23.0 W\n"
	              "  25 W ┤\n"
	              "       │                                                             ⡆\n"
	              "       │                                                             ⣿⡀\n"
	              "  20 W ┤                                                             ⣿⣧\n"
	              "       │                                                             ⣿⣿⡆\n"
	              "       │                                                             ⣿⣿⣿⡀\n"
	              "  15 W ┤                                                             ⣿⣿⣿⣧\n"
	              "       │                                                             ⣿⣿⣿⣿⡆\n"
	              "       │                                                             ⣿⣿⣿⣿⣿⡀\n"
	              "  10 W ┤                                                             ⣿⣿⣿⣿⣿⣧\n"
	              "       │                                                             ⣿⣿⣿⣿⣿⣿⣇\n"
	              "       │                                                             ⣿⣿⣿⣿⣿⣿⣿⡄\n"
	              "   5 W ┤                                                             ⣿⣿⣿⣿⣿⣿⣿⣷\n"
	              "       │                                                        ⣀⣀⣀⣀⣀⣿⣿⣿⣿⣿⣿⣿⣿⣇\n"
	              "       │                                                   ⣤⣤⣤⣤⣤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡄\n"
	              "   0 W ┤                                         ⣀⣀⣀⣀⣀⣶⣶⣶⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷\n"
	              "       └─────── 4 min ──────── 3 min ──────── 2 min ──────── 1 min ──────── now\n"
	              "q quit\n");
}
END_TEST

START_TEST(four_devices_on_a_small_screen_and_the_chart_of_the_chosen_one)
{
	struct view view = view_of(0, ROWS, 80, 24);

	fill();
	view.chosen = 2;
	view.notes[0] = "11:59:48  洗濯機 is away: no answer in 2000 ms";
	expect(&view, "kasa watch                                                  every 2 s  12:00:00\n"
	              "\n"
	              "  NAME            STATE                 POWER  SINCE 11:55\n"
	              "  Christmas tree  on for 2 h 3 min     23.1 W    0.013 kWh  ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣷⣶⣶⣤⣤⣄⣀⣀⣀\n"
	              "  Hall lamp       off\n"
	              "▸ 洗濯機        \033[K\033[17G  away 12 s                 -    0.013 kWh  ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣷⣶⣶⣤⣤⣄⣀⣀⣀\n"
	              "  strip/Desk      on for 5 min              -            -\n"
	              "\n"
	              "洗濯機\033[K\033[7G   away 12 s\n"
	              "2.0 kW ┤\n"
	              "       │                                                             ⣆\n"
	              "       │                                                             ⣿⣆\n"
	              "1.5 kW ┤                                                             ⣿⣿⡆\n"
	              "       │                                                             ⣿⣿⣿⡄\n"
	              "       │                                                             ⣿⣿⣿⣿⡄\n"
	              "1.0 kW ┤                                                             ⣿⣿⣿⣿⣿⡄\n"
	              "       │                                                             ⣿⣿⣿⣿⣿⣷⡀\n"
	              "       │                                                             ⣿⣿⣿⣿⣿⣿⣷⡀\n"
	              "0.5 kW ┤                                                             ⣿⣿⣿⣿⣿⣿⣿⣷⡀\n"
	              "       │                                                        ⣤⣤⣤⣤⣤⣿⣿⣿⣿⣿⣿⣿⣿⣧\n"
	              "   0 W ┤                                         ⣀⣀⣀⣀⣀⣤⣤⣤⣤⣤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣧\n"
	              "       └─────── 4 min ──────── 3 min ──────── 2 min ──────── 1 min ──────── now\n"
	              "11:59:48  洗濯機 is away: no answer in 2000 ms\n"
	              "q quit   ↑↓ choose\n");
}
END_TEST

START_TEST(a_device_without_a_meter_has_no_chart)
{
	struct view view = view_of(0, ROWS, 80, 16);

	fill();
	view.chosen = 1;
	expect(&view, "kasa watch                                                  every 2 s  12:00:00\n"
	              "\n"
	              "  NAME            STATE                 POWER  SINCE 11:55\n"
	              "  Christmas tree  on for 2 h 3 min     23.1 W    0.013 kWh  ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣷⣶⣶⣤⣤⣄⣀⣀⣀\n"
	              "▸ Hall lamp       off\n"
	              "  洗濯機        \033[K\033[17G  away 12 s                 -    0.013 kWh  ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣷⣶⣶⣤⣤⣄⣀⣀⣀\n"
	              "  strip/Desk      on for 5 min              -            -\n"
	              "\n"
	              "Hall lamp\n"
	              "no energy meter\n"
	              "\n"
	              "\n"
	              "\n"
	              "\n"
	              "\n"
	              "q quit   ↑↓ choose\n");

	view = view_of(1, 1, 80, 8);
	expect(&view, "kasa watch                                                  every 2 s  12:00:00\n"
	              "\n"
	              "  NAME        STATE\n"
	              "  Hall lamp   off\n"
	              "\n"
	              "\n"
	              "\n"
	              "q quit\n");
}
END_TEST

START_TEST(a_narrow_screen_without_utf8)
{
	struct view view = view_of(0, ROWS, 48, 16);

	fill();
	view.utf8 = false;
	expect(&view, "kasa watch                  every 2 s  12:00:00\n"
	              "\n"
	              "  NAME            STATE    POWER\n"
	              "> Christmas tree  on      23.1 W  ...:::.......\n"
	              "  Hall lamp       off\n"
	              "  ???             away         -  ...:::.......\n"
	              "  strip/Desk      on           -\n"
	              "\n"
	              "Christmas tree   230.1 V   0.102 A   low 0.0 W\n"
	              "  30 W +\n"
	              "  20 W +                             :.\n"
	              "       |                             :::..\n"
	              "  10 W +                             ::::::.\n"
	              "   0 W +         ....................:::::::::.\n"
	              "       +----- 2 min -------- 1 min -------- now\n"
	              "q quit   up/down choose\n");
}
END_TEST

START_TEST(colour_goes_round_what_it_colours)
{
	struct view view = view_of(1, 2, 60, 6);

	fill();
	view.colour = true;
	expect(&view, "\033[1mkasa watch\033[0m                              every 2 s  12:00:00\n"
	              "\n"
	              "\033[2m  NAME        STATE                 POWER  SINCE 11:55\033[0m\n"
	              "  Hall lamp   \033[2moff               \033[0m\n"
	              "  洗濯機    \033[K\033[13G  \033[31maway 12 s         \033[0m        -    0.013 kWh\n"
	              "\033[2mq quit\033[0m\n");
}
END_TEST

START_TEST(many_devices_scroll_with_the_chosen_one)
{
	struct view view = view_of(0, MANY, 60, 10);
	char names[MANY][8];

	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "lamp %zu", i + 1);
		rows[i] = (struct view_row){ .name = names[i], .state = "on", .brief = "on", .power = &powers[0] };
	}
	view.chosen = 20;
	expect(&view, "kasa watch                              every 2 s  12:00:00\n"
	              "\n"
	              "  NAME        STATE\n"
	              "  lamp 16     on\n"
	              "  lamp 17     on\n"
	              "  lamp 18     on\n"
	              "  lamp 19     on\n"
	              "  lamp 20     on\n"
	              "▸ lamp 21     on\n"
	              "q quit   ↑↓ choose\n");
}
END_TEST

/* How many charts begin in a line: by their axes. */
static unsigned
count(const char *line, const char *what)
{
	unsigned n = 0;

	while ((line = strstr(line, what)) && ++n)
		line += strlen(what);
	return n;
}

START_TEST(a_large_screen_shows_all_charts)
{
	struct view view = view_of(0, ROWS, 200, 50);
	struct text frame;

	fill();
	text_init(&frame);
	view_draw(&view, &frame);
	text_bytes(&frame, "", 1);

	/* three meters, two beside each other: three lines that tell the time, and no choice */
	ck_assert_uint_eq(count((const char *)frame.buf.data, "now"), 3);
	ck_assert_uint_eq(count((const char *)frame.buf.data, "now         └"), 1);
	ck_assert_ptr_nonnull(strstr((const char *)frame.buf.data,
	                             "\nChristmas tree   23.1 W   230.1 V   0.102 A   low 0.0 W   high 23.0 W   "
	                             "0.013 kWh since 11:55"));
	ck_assert_ptr_null(strstr((const char *)frame.buf.data, "choose"));
	text_finish(&frame);
}
END_TEST

static void
check_frame(const struct view *view)
{
	struct text frame;
	unsigned lines = 0;
	char *line, *rest;

	text_init(&frame);
	view_draw(view, &frame);
	text_bytes(&frame, "", 1);
	ck_assert(!frame.failed);
	rest = (char *)frame.buf.data;
	while ((line = strsep(&rest, "\n")) && rest) {
		lines++;
		if (view->width > 22) /* narrower ones are cut by the terminal */
			ck_assert_uint_lt(columns_of(line, view->utf8), view->width);
	}
	ck_assert_uint_eq(lines, view->height);
	text_finish(&frame);
}

START_TEST(every_size_has_its_lines_and_none_is_too_wide)
{
	fill();
	rows[2].name = "Washing machine"; /* plain, so that nothing but text is in a line */
	for (unsigned width = 1; width < 260; width += 9) {
		for (unsigned height = 1; height < 60; height += 3) {
			struct view view = view_of(0, 1 + width % ROWS, width, height);

			view.notes[0] = view.notes[1] = "12:00:00  Hall lamp is back after 5 min";
			view.chosen = view.count - 1;
			check_frame(&view);
		}
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_device_on_a_small_screen,          four_devices_on_a_small_screen_and_the_chart_of_the_chosen_one,
		a_device_without_a_meter_has_no_chart, a_narrow_screen_without_utf8,
		colour_goes_round_what_it_colours,     many_devices_scroll_with_the_chosen_one,
		a_large_screen_shows_all_charts,       every_size_has_its_lines_and_none_is_too_wide,
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return unit_skip("no locale C.UTF-8");
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1); /* needs no file */
	tzset();
	return unit_run("cli view", tests, UNIT_COUNT(tests));
}
