/* Whether a value went past a limit, with hysteresis, for long enough: told once, until it came back. Pure. */
#ifndef KASA_BRIDGE_THRESHOLD_H
#define KASA_BRIDGE_THRESHOLD_H

#include "bridge/rule/lasting.h"

struct threshold {
	bool below; /* it is the low side that is looked for */
	double limit, hysteresis;
	struct lasting past;
	bool told; /* kept over a restart */
};

void threshold_init(struct threshold *threshold, bool below, double limit, double hysteresis, uint32_t for_ms);

/* 1 past the limit, 0, KASA_UNKNOWN for NAN. One that is past comes back only by more than the hysteresis. */
int threshold_side(bool below, double limit, double hysteresis, double value, bool was_past);

/* NAN: nobody knows just now. What was told may be told anew once the value came back. */
void threshold_sample(struct threshold *threshold, double value, uint64_t now_ms);

/* True once it is past for long enough, and only then: to be told now. */
bool threshold_fires(struct threshold *threshold, uint64_t now_ms);

/* When to ask next without another sample; LASTING_NEVER. */
uint64_t threshold_due(const struct threshold *threshold, uint64_t now_ms);

#endif
