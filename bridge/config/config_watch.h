/* The section `watch`: limits, cycles and budgets of meters, which become events. */
#ifndef KASA_BRIDGE_CONFIG_WATCH_H
#define KASA_BRIDGE_CONFIG_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Power past a limit. */
struct config_limit {
	double watts; /* NAN: there is no such limit */
	double hysteresis_w;
	uint32_t for_ms;
};

struct config_cycle {
	bool wanted;
	double start_w, stop_w;     /* 10 and 5 */
	double least_kwh;           /* 0.02 */
	uint32_t start_ms, stop_ms; /* 30 s and 3 min */
	uint32_t burst_ms;          /* 0: whatever is above stop_w ends a pause */
	uint32_t missing_ms;        /* 10 min */
};

/* One entry. */
struct config_watch {
	char *device; /* its name, MAC or id, perhaps with "/" and an outlet */
	struct config_limit above, below;
	struct config_cycle cycle;
	double day_kwh, month_kwh; /* NAN: none */
	uint64_t mark;             /* see config_mark() */
};

struct config_watches {
	struct config_watch *item;
	size_t count;
};

#endif
