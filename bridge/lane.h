/*
 * The orders of one device, one after the other. What waits and is overtaken by a newer order of the same kind is merged
 * into it; relays are not switched faster than is good for them; what waited too long is dropped.
 */
#ifndef KASA_BRIDGE_LANE_H
#define KASA_BRIDGE_LANE_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "bridge/order.h"

enum {
	LANE_WAITING_MAX = 16, /* orders of one device; one more is KASA_EBUSY */
};

struct lane {
	struct kasa_list waiting; /* of struct lane_order */
	unsigned count;
	struct lane_order *current;
	ev_timer timer;       /* until a relay may be switched again, or the first that waits is too late */
	double tokens;        /* switchings left of the burst */
	uint64_t tokens_ms;   /* when that was */
	uint64_t switched_ms; /* the last switching */
	bool flooded;         /* orders were merged since: one switching each least_ms */
};

void lane_init(struct lane *lane, struct device *device);

/* All that waits is told @p why; the current one is told when it has ended, unless its handle is gone. */
void lane_finish(struct lane *lane, const struct kasa_err *why);

/* Takes a copy; told in any case, perhaps before the loop comes round again but not inside of this call. */
void lane_add(struct lane *lane, const struct order *order);

/* Nothing waits and nothing is on its way. */
bool lane_idle(const struct lane *lane);

#endif
