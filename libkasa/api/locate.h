/* The inside of a locate: wants, the hints that are tried, and the search behind them. */
#ifndef KASA_API_LOCATE_H
#define KASA_API_LOCATE_H

#include <kasa/locate.h>

#include "api/context.h"

struct kasa_locate_want;

struct kasa_locate {
	struct kasa_context *ctx;
	struct kasa_list node;
	struct kasa_task task;
	struct kasa_locate_want *wants;
	size_t count, unsettled;
	struct kasa_discover *search;         /* NULL: not begun, or over */
	bool searched;                        /* a search has ended */
	struct kasa_discover_options options; /* its lists belong to the locate */
	char **texts;                         /* the memory of those lists */
	ev_timer patience;                    /* a hint that does not answer soon gets a search beside it */
	unsigned timeout_ms;
	unsigned answers; /* devices that the search found */
	kasa_located_fn *located;
	kasa_locate_done_fn *done;
	void *arg;
	bool dead;
};

#endif
