/*
 * A machine that works in cycles, as a washing machine does, known by its power alone: when one began and when it is done.
 * Power that stays above the start threshold makes it possible, energy makes it sure; it is done when power stays under the
 * stop threshold. Delayed starts, pauses and the bursts of crease protection are none of it. Pure: samples and times come in.
 */
#ifndef KASA_BRIDGE_CYCLE_H
#define KASA_BRIDGE_CYCLE_H

#include <jansson.h>

#include "bridge/rule/lasting.h"

enum cycle_state {
	CYCLE_IDLE,
	CYCLE_STARTING, /* it draws power, and too little energy so far to be a cycle */
	CYCLE_RUNNING,
};

struct cycle_limits {
	double start_w, stop_w;
	double least_kwh;
	uint32_t start_ms;   /* above start_w for so long */
	uint32_t stop_ms;    /* not above stop_w for so long */
	uint32_t burst_ms;   /* what is shorter does not end a pause; 0: anything does */
	uint32_t missing_ms; /* without a sample for so long nobody knows, and nothing is told */
};

/* A sample. */
struct cycle_sample {
	double power_w; /* NAN: there is none just now */
	double sum_kwh; /* of a counter that never falls; NAN: it has none */
	uint64_t now_ms;
	int64_t now_s; /* UTC */
};

enum cycle_news {
	CYCLE_NOTHING,
	CYCLE_STARTED,
	CYCLE_FINISHED,
	CYCLE_LOST, /* it is not known how it ended */
};

struct cycle {
	struct cycle_limits limits;
	enum cycle_state state;
	struct lasting high;    /* power at or above start_w */
	struct lasting pause;   /* power not above stop_w; for_ms is stop_ms */
	struct lasting burst;   /* power above stop_w within a pause; for_ms is burst_ms */
	bool missing;           /* samples are, ... */
	int64_t missing_ms;     /* ... since then; of before this host was started it is negative */
	double power_w;         /* of the last sample */
	uint64_t sampled_ms;    /* ... and until when it was integrated */
	double integral_kwh;    /* since it began */
	double began_kwh;       /* the counter as it began, NAN */
	double sum_kwh;         /* the counter now, NAN */
	int64_t began_s, low_s; /* UTC: when power rose, and when it fell last */
};

/* How a cycle was, as it is told. */
struct cycle_report {
	int64_t started_s, duration_s;
	double energy_kwh;
};

void cycle_init(struct cycle *cycle, const struct cycle_limits *limits);

/* Takes a sample, and the time that passed. @p report is filled of news that are some. */
enum cycle_news cycle_sample(struct cycle *cycle, const struct cycle_sample *sample, struct cycle_report *report);

/* The time passed, and the last sample is what still is. */
enum cycle_news cycle_tick(struct cycle *cycle, uint64_t now_ms, struct cycle_report *report);

/* When to tick next; LASTING_NEVER. */
uint64_t cycle_due(const struct cycle *cycle, uint64_t now_ms);

/* What is kept over a restart, a new reference; NULL while it is idle, or without memory. */
json_t *cycle_keep(const struct cycle *cycle, uint64_t now_ms, int64_t now_s);

/* Goes on where it was kept, as if no sample had come since. False when it makes no sense: it is idle then. */
bool cycle_recall(struct cycle *cycle, const json_t *kept, uint64_t now_ms, int64_t now_s);

#endif
