/* What time it is, for all of the bridge: steady for waiting, the wall clock for what is told. */
#ifndef KASA_BRIDGE_CLOCK_H
#define KASA_BRIDGE_CLOCK_H

#include <stdint.h>

/* Milliseconds of the monotonic clock. It stands still while the host sleeps. */
uint64_t clock_ms(void);

/* The same with the time that the host slept, for who wants to know that it did. */
uint64_t clock_boot_ms(void);

/* Seconds since 1970 UTC. */
int64_t clock_utc_s(void);

/* Today where this host is, as 20261127; or the day of a moment. */
int32_t clock_local_day(void);
int32_t clock_local_day_at(int64_t utc_s);

#endif
