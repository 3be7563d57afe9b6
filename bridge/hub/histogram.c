#include "bridge/hub/histogram.h"

const uint32_t histogram_bounds_ms[HISTOGRAM_BOUNDS] = { 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000 };

void
histogram_add(struct histogram *histogram, uint64_t ms)
{
	unsigned at = 0;

	while (at < HISTOGRAM_BOUNDS && ms > histogram_bounds_ms[at])
		at++;
	histogram->count[at]++;
	histogram->sum_ms += ms;
}
