#include "bridge/clock.h"

#include <time.h>

static uint64_t
ms_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t
clock_ms(void)
{
	return ms_of(CLOCK_MONOTONIC);
}

uint64_t
clock_boot_ms(void)
{
	return ms_of(CLOCK_BOOTTIME);
}

int64_t
clock_utc_s(void)
{
	return (int64_t)time(NULL);
}

int32_t
clock_local_day(void)
{
	return clock_local_day_at(clock_utc_s());
}

int32_t
clock_local_day_at(int64_t utc_s)
{
	time_t seconds = (time_t)utc_s;
	struct tm day;

	if (!localtime_r(&seconds, &day))
		return 0;
	return (int32_t)((day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday);
}
