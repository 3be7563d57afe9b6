/* One entry of `watch`: what of its device's values becomes an event. Told of changes and of time, it tells the hub. */
#ifndef KASA_BRIDGE_WATCH_H
#define KASA_BRIDGE_WATCH_H

#include <jansson.h>

#include "base/list.h"
#include "bridge/config/config_watch.h"
#include "bridge/rule/budget.h"
#include "bridge/rule/cycle.h"
#include "bridge/rule/reading.h"
#include "bridge/rule/subject.h"
#include "bridge/rule/threshold.h"

/* When something is looked at. */
struct moment {
	uint64_t now_ms; /* of the monotonic clock */
	int64_t now_s;   /* UTC */
	int32_t today;   /* the local day */
};

struct watch {
	struct subject subject;
	struct kasa_list queued;           /* among those to be looked at; alone when it is not */
	const struct config_watch *config; /* lent */
	uint64_t mark;                     /* of its entry */
	struct threshold above, below;
	struct cycle cycle;
	struct budget budget;
	double power_w; /* as it was last, NAN */
};

/* @p config is lent. */
void watch_init(struct watch *watch, const struct config_watch *config);

/* Its machines go on where those of @p old are, for it is the same entry. */
void watch_inherit(struct watch *watch, const struct watch *old);

/* Values are other ones; nobody there counts as missing. True when what is kept of it changed. */
bool watch_look(struct watch *watch, struct hub *hub, const struct moment *moment);

/* The same when time passed alone. */
bool watch_tick(struct watch *watch, struct hub *hub, const struct moment *moment);

/* When to tick next, of the monotonic clock. */
uint64_t watch_due(const struct watch *watch, uint64_t now_ms);

/* Its device is gone for good: it begins anew. */
void watch_forget(struct watch *watch);

/* Whether it is in the middle of a cycle, of which time itself is kept. */
bool watch_is_busy(const struct watch *watch);

/* What is kept over a restart, a new reference; NULL for nothing, or without memory. What makes no sense is not recalled. */
json_t *watch_keep(const struct watch *watch, const struct moment *moment);
void watch_recall(struct watch *watch, const json_t *kept, const struct moment *moment);

#endif
