/* The terminal while the whole of it is ours: painted line by line, given back as it was. */
#ifndef KASA_CLI_SCREEN_H
#define KASA_CLI_SCREEN_H

#include <stdbool.h>
#include <termios.h>

#include "cli/out.h"
#include "cli/text.h"

enum {
	SCREEN_WIDTH_MAX = 512, /* a frame of this size is 300 KB at most */
	SCREEN_HEIGHT_MAX = 200,
};

struct screen {
	unsigned width, height; /* in characters; the last column is left alone */
	bool up;
	bool keyed;            /* standard input is a terminal too: keys come one by one */
	struct termios before; /* what it was like */
	struct text shown;     /* the frame that stands there */
};

/* True when standard output is a terminal that knows how to be painted. */
bool screen_usable(void);

/* Takes the terminal: another page, no cursor, no echo. */
void screen_start(struct screen *screen, struct out *out);

/* Gives it back, also when writing failed before; nothing when it is not ours. */
void screen_stop(struct screen *screen);

/* Looks how large it is; the next frame is painted as a whole. */
void screen_measure(struct screen *screen);

/* Paints a frame, which is taken away: lines of at most width - 1 columns, each ended. Only those that changed are sent. */
void screen_paint(struct screen *screen, struct out *out, struct text *frame);

/* Gives back whatever terminal is ours, from where nothing else is possible any more. */
void screen_rescue(void);

#endif
