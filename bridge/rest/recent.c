#include "bridge/rest/recent.h"

#include <math.h>

enum {
	TENTHS = 10,
	MOST = RECENT_NONE - 1, /* 6.5 kW: no meter of these devices goes beyond 4 */
	COUNT_MAX = 1000,       /* of one slot: more are not believed to be readings */
};

void
recent_init(struct recent *recent)
{
	recent->newest = 0;
	recent->sum = recent->count = 0;
	for (unsigned i = 0; i < RECENT_SLOTS; i++)
		recent->points[i] = RECENT_NONE;
}

static uint16_t
tenths(double power_w)
{
	double value = round(power_w * TENTHS);

	return value < 0 ? 0 : value > MOST ? MOST : (uint16_t)value;
}

/* What lies between is not known. */
static void
advance(struct recent *recent, int64_t slot)
{
	if (slot - recent->newest >= RECENT_SLOTS)
		recent_init(recent);
	else
		for (int64_t at = recent->newest + 1; at < slot; at++)
			recent->points[at % RECENT_SLOTS] = RECENT_NONE;
	recent->newest = slot;
	recent->sum = recent->count = 0;
}

void
recent_add(struct recent *recent, int64_t now_s, double power_w)
{
	int64_t slot = now_s / RECENT_SLOT_S;

	if (!isfinite(power_w) || slot <= 0)
		return;
	if (recent->newest - slot >= RECENT_SLOTS)
		recent_init(recent);
	if (slot > recent->newest)
		advance(recent, slot);
	if (slot < recent->newest || recent->count >= COUNT_MAX)
		return;
	recent->sum += tenths(power_w);
	recent->count++;
	recent->points[slot % RECENT_SLOTS] = (uint16_t)((recent->sum + recent->count / 2u) / recent->count);
}

size_t
recent_read(const struct recent *recent, int64_t now_s, unsigned minutes, struct recent_point out[RECENT_SLOTS])
{
	int64_t last = now_s / RECENT_SLOT_S, slot = last - (int64_t)minutes * 60 / RECENT_SLOT_S + 1;
	size_t n = 0;

	if (slot <= recent->newest - RECENT_SLOTS)
		slot = recent->newest - RECENT_SLOTS + 1;
	if (slot < 1)
		slot = 1;
	for (; slot <= last && slot <= recent->newest; slot++) {
		uint16_t point = recent->points[slot % RECENT_SLOTS];

		if (point != RECENT_NONE)
			out[n++] = (struct recent_point){ slot * RECENT_SLOT_S, (double)point / TENTHS };
	}
	return n;
}
