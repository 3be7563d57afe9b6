#include "bridge/rule/threshold.h"

#include <math.h>

void
threshold_init(struct threshold *threshold, bool below, double limit, double hysteresis, uint32_t for_ms)
{
	*threshold = (struct threshold){ .below = below, .limit = limit, .hysteresis = hysteresis };
	lasting_init(&threshold->past, for_ms);
}

int
threshold_side(bool below, double limit, double hysteresis, double value, bool was_past)
{
	double slack = was_past ? hysteresis : 0;

	if (isnan(value))
		return KASA_UNKNOWN;
	return below ? value < limit + slack : value > limit - slack;
}

void
threshold_sample(struct threshold *threshold, double value, uint64_t now_ms)
{
	bool was = threshold->past.is == 1 || threshold->told;
	int side = threshold_side(threshold->below, threshold->limit, threshold->hysteresis, value, was);

	lasting_set(&threshold->past, side, now_ms);
	if (side == 0)
		threshold->told = false;
}

bool
threshold_fires(struct threshold *threshold, uint64_t now_ms)
{
	if (threshold->told || lasting_holds(&threshold->past, now_ms) != 1 || threshold->past.frozen)
		return false;
	threshold->told = true;
	return true;
}

uint64_t
threshold_due(const struct threshold *threshold, uint64_t now_ms)
{
	return threshold->told ? LASTING_NEVER : lasting_due(&threshold->past, now_ms);
}
