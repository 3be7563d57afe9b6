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
#include "bridge/hub/order.h"

enum {
	LANE_WAITING_MAX = 16, /* orders of one device; for one more the oldest goes */
	LANE_SEARCH_MS = 5000, /* how long an order waits for a device that may be at another address */
	LANE_FLOOD_MS = 2000,  /* after orders were merged, relays are switched at the slow pace for so long */
};

struct lane_order;

struct lane {
	struct kasa_list waiting; /* of struct lane_order, in the order in which they came */
	struct kasa_list ended;   /* to be told from the loop, without having been carried out */
	unsigned count;           /* of those that wait */
	struct lane_order *current;
	bool closed;    /* the device goes: nothing begins any more */
	ev_timer timer; /* somebody in `ended`, a relay that rests, an order that becomes too late */
};

/* What a relay may still do; see config_relay. */
struct pace {
	double tokens;        /* switchings left of the burst */
	uint64_t tokens_ms;   /* when that was; 0: the burst is whole */
	uint64_t switched_ms; /* the last switching */
	uint64_t rushed_ms;   /* when an order last came before its predecessor was confirmed */
};

void lane_init(struct lane *lane);

/* All that waits is told @p why; the current order is told as its handle is freed, which must come next. */
void lane_finish(struct lane *lane, const struct kasa_err *why);

/* Takes a copy; told in any case, perhaps before the loop comes round again but not inside of this call. */
void lane_add(struct lane *lane, const struct order *order);

/* The same for one that is not to be carried out: it is told @p why. */
void lane_refuse(struct lane *lane, const struct order *order, const struct kasa_err *why);

/* The device has another handle, or answered: somebody may have waited for that. */
void lane_kick(struct lane *lane);

/* Nothing waits and nothing is on its way. */
bool lane_idle(const struct lane *lane);

/* ---- the parts of it that compute, in pace.c and lane_merge.c ---- */

/* Orders come faster than they are confirmed. */
bool pace_is_rushed(const struct pace *pace, uint64_t now_ms);

/* When a relay may be switched: now or later, in milliseconds of the monotonic clock. */
uint64_t pace_ready_ms(const struct pace *pace, uint32_t least_ms, unsigned burst, uint64_t now_ms);

/* It is switched. */
void pace_spend(struct pace *pace, uint32_t least_ms, unsigned burst, uint64_t now_ms);

/* Whether two orders are about the same thing of a device, so that their sequence matters. */
bool lane_touches(const struct order *a, const struct order *b);

/* Makes the newer order stand for both; the older one still waits. */
void lane_merge(const struct order *older, struct order *newer);

#endif
