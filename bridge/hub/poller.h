/* When which device is asked what: the timers of state, meters and settings, and who is offline. */
#ifndef KASA_BRIDGE_POLLER_H
#define KASA_BRIDGE_POLLER_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/list.h"
#include "bridge/hub/histogram.h"

struct device;
struct hub;

enum {
	POLLER_IN_FLIGHT_MAX = 256, /* devices that are asked at once */
	POLLER_MISSED = 3,          /* polls in a row, and ... */
	POLLER_SILENT_MS = 30000,   /* ... this long, until a device counts as offline */
};

struct poller {
	struct hub *hub;
	struct kasa_list waiting; /* devices whose turn has come while too many are asked */
	struct kasa_rng rng;
	unsigned in_flight;
	uint64_t asked, late;  /* counted; late: by more than its interval */
	struct histogram took; /* how long questions took, whatever came of them */
};

void poller_init(struct poller *poller, struct hub *hub);
void poller_finish(struct poller *poller);

/* Begins with a device that has a handle, soon but not all at once; or stops. */
void poller_start(struct poller *poller, struct device *device);
void poller_stop(struct poller *poller, struct device *device);

/* Asks now: after an order, when something was heard of it, or because somebody wants to know. @p what of enum change. */
void poller_hurry(struct poller *poller, struct device *device, unsigned what);

/* The intervals of a device, from its entry, the file's defaults and its class. */
void poller_intervals(struct device *device);

#endif
