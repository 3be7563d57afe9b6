/* A burst of switchings, refilled by one each `least_ms`; while orders come faster than they are carried out, no burst. */
#include "bridge/hub/lane.h"

static double
tokens(const struct pace *pace, uint32_t least_ms, unsigned burst, uint64_t now_ms)
{
	double now = pace->tokens_ms == 0 ? burst : pace->tokens + (double)(now_ms - pace->tokens_ms) / least_ms;

	return now > burst ? burst : now;
}

bool
pace_is_rushed(const struct pace *pace, uint64_t now_ms)
{
	return pace->rushed_ms != 0 && now_ms - pace->rushed_ms < LANE_FLOOD_MS;
}

uint64_t
pace_ready_ms(const struct pace *pace, uint32_t least_ms, unsigned burst, uint64_t now_ms)
{
	double left;

	if (least_ms == 0 || pace->switched_ms == 0)
		return now_ms;
	if (pace_is_rushed(pace, now_ms))
		return pace->switched_ms + least_ms > now_ms ? pace->switched_ms + least_ms : now_ms;
	left = tokens(pace, least_ms, burst, now_ms);
	return left >= 1 ? now_ms : now_ms + (uint64_t)((1 - left) * least_ms) + 1;
}

void
pace_spend(struct pace *pace, uint32_t least_ms, unsigned burst, uint64_t now_ms)
{
	double left;

	pace->switched_ms = now_ms;
	if (least_ms == 0)
		return;
	left = tokens(pace, least_ms, burst, now_ms) - 1;
	pace->tokens = left > 0 ? left : 0;
	pace->tokens_ms = now_ms;
}
