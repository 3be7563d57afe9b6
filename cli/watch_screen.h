/* A live view on the terminal: paints it, takes keys, lends the terminal back while the program is stopped. */
#ifndef KASA_CLI_WATCH_SCREEN_H
#define KASA_CLI_WATCH_SCREEN_H

#include "cli/watch.h"
#include "cli/writer.h"

struct watch_screen;

/* Takes the terminal; what is written to standard error waits until it is given back. NULL without memory. */
struct watch_screen *watch_screen_start(struct watch *watch);

/* Gives the terminal back, and leaves there what waited and how the rows stood last. NULL is nothing to do. */
void watch_screen_stop(struct watch_screen *screen);

/* A reading was taken over by its row; one after silence, or of silence, is worth a note. */
void watch_screen_tell(struct watch_screen *screen, const struct writer_reading *reading);

/* Paints soon. */
void watch_screen_changed(struct watch_screen *screen);

#endif
