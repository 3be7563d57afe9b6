/* How long things took: how many of them within each of some bounds. Pure. */
#ifndef KASA_BRIDGE_HISTOGRAM_H
#define KASA_BRIDGE_HISTOGRAM_H

#include <stdint.h>

enum {
	HISTOGRAM_BOUNDS = 11,
};

struct histogram {
	uint64_t count[HISTOGRAM_BOUNDS + 1]; /* of each step alone; the last is of what took longer than all bounds */
	uint64_t sum_ms;
};

/* From 5 ms, as fast as a plug answers, to 10 s, when every call has ended. */
extern const uint32_t histogram_bounds_ms[HISTOGRAM_BOUNDS];

void histogram_add(struct histogram *histogram, uint64_t ms);

#endif
