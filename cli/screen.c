/*
 * The few sequences of ECMA-48 and xterm that all terminals of today know. ncurses would be loaded by every command:
 * whole processes of `kasa on` went from 1.27 to 1.46 times a bare client, instructions from 0.42 to 0.89 million.
 */
#include "cli/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ENTER "\033[?1049h\033[?25l\033[?7l\033[2J" /* another page, no cursor, lines that end at the edge, empty */
#define LEAVE "\033[0m\033[?7h\033[?25h\033[?1049l"

enum {
	WIDTH = 80, /* of a terminal that does not say */
	HEIGHT = 24,
};

static const struct screen *ours; /* for screen_rescue() */

bool
screen_usable(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && term[0] && strcmp(term, "dumb") != 0;
}

/* Keys as they are pressed. Ctrl-C and Ctrl-Z stay signals; Ctrl-\ would end us with all of this in place. */
static void
take_keys(struct screen *screen)
{
	struct termios raw;

	screen->keyed = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &screen->before) == 0;
	if (!screen->keyed)
		return;
	raw = screen->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	raw.c_cc[VQUIT] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

static void
give_keys(const struct screen *screen)
{
	if (screen->keyed)
		tcsetattr(STDIN_FILENO, TCSANOW, &screen->before);
}

void
screen_start(struct screen *screen, struct out *out)
{
	struct text text;

	*screen = (struct screen){ .up = true };
	text_init(&screen->shown);
	take_keys(screen);
	ours = screen;
	text_init(&text);
	text_add(&text, ENTER);
	out_failure(out, &text);
	text_finish(&text);
	screen_measure(screen);
}

void
screen_stop(struct screen *screen)
{
	if (!screen->up)
		return;
	screen_rescue();
	screen->up = false;
	text_finish(&screen->shown);
}

void
screen_rescue(void)
{
	if (!ours)
		return;
	(void)!write(STDOUT_FILENO, LEAVE, sizeof LEAVE - 1);
	give_keys(ours);
	ours = NULL;
}

static unsigned
within(unsigned value, unsigned otherwise, unsigned most)
{
	return value == 0 ? otherwise : value > most ? most : value;
}

void
screen_measure(struct screen *screen)
{
	struct winsize size = { .ws_row = 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	screen->width = within(size.ws_col, WIDTH, SCREEN_WIDTH_MAX);
	screen->height = within(size.ws_row, HEIGHT, SCREEN_HEIGHT_MAX);
	kasa_buf_clear(&screen->shown.buf);
}

/* Lines of a frame, one after the other; past the last they are empty. */
struct lines {
	const char *at;
	size_t left;
};

static size_t
next_line(struct lines *lines, const char **line)
{
	const char *end = lines->left > 0 ? memchr(lines->at, '\n', lines->left) : NULL;
	size_t n = end ? (size_t)(end - lines->at) : lines->left, step = n + (end != NULL);

	*line = lines->at;
	lines->at = lines->left > 0 ? lines->at + step : lines->at;
	lines->left -= step;
	return n;
}

static struct lines
lines_of(const struct text *frame)
{
	return (struct lines){ .at = (const char *)frame->buf.data, .left = frame->buf.len };
}

/* What lies right of a line goes when the line stands already: nothing blinks. */
static void
add_changes(const struct screen *screen, const struct text *frame, struct text *text)
{
	struct lines old = lines_of(&screen->shown), new = lines_of(frame);
	bool whole = old.left == 0;

	if (whole)
		text_add(text, "\033[2J");
	for (unsigned row = 1; row <= screen->height; row++) {
		const char *was, *is;
		size_t was_long = next_line(&old, &was), is_long = next_line(&new, &is);

		if (!whole && was_long == is_long && (is_long == 0 || memcmp(was, is, is_long) == 0))
			continue;
		text_printf(text, "\033[%u;1H", row);
		text_bytes(text, is, is_long);
		text_add(text, "\033[K");
	}
}

void
screen_paint(struct screen *screen, struct out *out, struct text *frame)
{
	struct text text, old = screen->shown;

	text_init(&text);
	add_changes(screen, frame, &text);
	text.failed |= frame->failed;
	if (text.buf.len > 0 || text.failed)
		out_failure(out, &text);
	text_finish(&text);
	screen->shown = *frame;
	text_init(frame);
	text_finish(&old);
}
