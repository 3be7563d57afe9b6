#include "clock.h"

#include "calendar.h"
#include "zone.h"

int64_t
sim_clock_utc_s(const struct sim_clock *clock, int64_t now_ms)
{
	int64_t utc_ms = clock->epoch_ms + now_ms;

	return utc_ms >= 0 ? utc_ms / 1000 : (utc_ms - 999) / 1000;
}

int64_t
sim_clock_local_s(const struct sim_clock *clock, int64_t now_ms)
{
	int64_t utc_s = sim_clock_utc_s(clock, now_ms);

	return utc_s + sim_zone_ahead(clock->zone, utc_s).total_s;
}

int32_t
sim_clock_day(const struct sim_clock *clock, int64_t now_ms)
{
	return sim_day_of(sim_clock_local_s(clock, now_ms));
}

int64_t
sim_clock_when_ms(const struct sim_clock *clock, int64_t local_s)
{
	return sim_zone_utc_s(clock->zone, local_s) * 1000 - clock->epoch_ms;
}

int64_t
sim_clock_midnight_ms(const struct sim_clock *clock, int64_t now_ms)
{
	return sim_clock_when_ms(clock, (int64_t)(sim_clock_day(clock, now_ms) + 1) * SIM_DAY_S);
}

void
sim_clock_put(struct sim_clock *clock, int64_t local_s, int64_t now_ms)
{
	clock->epoch_ms = sim_zone_utc_s(clock->zone, local_s) * 1000 - now_ms;
	clock->set = true;
}
