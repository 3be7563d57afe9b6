/* An order on its way through a lane, and how it is carried out. */
#ifndef KASA_BRIDGE_LANE_ORDER_H
#define KASA_BRIDGE_LANE_ORDER_H

#include "bridge/hub/device.h"

/* One order: it waits, is on its way, or is to be told. */
struct lane_order {
	struct kasa_list node;
	struct lane *lane;
	struct order order;
	uint64_t since_ms;
	struct kasa_device *used;  /* the handle that it went to last */
	struct kasa_device *tried; /* the handle with which it failed; another one may do better until .search_ms */
	uint64_t search_ms;
	struct kasa_err *err; /* why it failed with that, or will be told; NULL: nothing did */
};

static inline struct device *
lane_device(struct lane *lane)
{
	return KASA_CONTAINER(lane, struct device, lane);
}

/*
 * Has the library do what an order says; lane_order_done() is run once, from the loop. A negative enum kasa_error when it
 * was not accepted: then it is not run.
 */
int lane_order_run(struct lane_order *order, struct kasa_err *err);

/* The current order of a lane has ended. @p reply as in order_done_fn. */
void lane_order_done(struct lane_order *order, const struct kasa_err *err, const char *reply);

#endif
