/* A time of day, perhaps on some days of the week, where this host is: whether it is now, and when that changes. Pure. */
#ifndef KASA_BRIDGE_WINDOW_H
#define KASA_BRIDGE_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

enum {
	WINDOW_OPEN = -1, /* of an end that is not given: midnight */
	WINDOW_EVERY_DAY = 0x7f,
};

/* From .after until before .before; through midnight when that is the smaller one. */
struct window {
	int after, before; /* minutes of the day, or WINDOW_OPEN */
	unsigned days;     /* bit 0 is Sunday; a window through midnight belongs to the day on which it begins */
};

bool window_holds(const struct window *window, int64_t utc_s);

/* The first moment after @p utc_s at which it may be another answer. */
int64_t window_next(const struct window *window, int64_t utc_s);

#endif
