/* How often a hook may be called, by those who have its secret: so many a minute, and as many at once. Pure. */
#ifndef KASA_BRIDGE_HOOK_RATE_H
#define KASA_BRIDGE_HOOK_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* All zero is one that was not used yet. */
struct hook_rate {
	double spent;
	uint64_t at_ms;
};

/* Takes one. Else false, and *@p wait_s is when there will be another: 1 at least. @p per_minute 0: there is no limit. */
bool hook_rate_take(struct hook_rate *rate, unsigned per_minute, uint64_t now_ms, unsigned *wait_s);

#endif
