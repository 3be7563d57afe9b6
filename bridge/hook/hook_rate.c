#include "bridge/hook/hook_rate.h"

#include <math.h>

bool
hook_rate_take(struct hook_rate *rate, unsigned per_minute, uint64_t now_ms, unsigned *wait_s)
{
	double back = (double)(now_ms - rate->at_ms) / 60000 * per_minute;

	if (per_minute == 0)
		return true;
	rate->spent = rate->spent > back ? rate->spent - back : 0;
	rate->at_ms = now_ms;
	if (rate->spent + 1 > per_minute) {
		double wait = (rate->spent + 1 - per_minute) * 60 / per_minute;

		*wait_s = wait > 1 ? (unsigned)ceil(wait) : 1;
		return false;
	}
	rate->spent++;
	return true;
}
