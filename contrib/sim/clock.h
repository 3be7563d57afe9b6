/* A device's own clock: it runs with the simulation's time, and clients may set it. */
#ifndef KASA_SIM_CLOCK_H
#define KASA_SIM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct sim_clock {
	int64_t epoch_ms; /* what it took for UTC, in milliseconds since 1970, when now_ms was 0 */
	int zone;         /* an index of the devices' table */
	bool set;         /* by a client: what was recorded of it holds no longer */
	bool stubborn;    /* refuses set_time, as some firmware does */
};

/* Seconds since 1970-01-01 00:00 on the clock's face, and in UTC as it believes. */
int64_t sim_clock_local_s(const struct sim_clock *clock, int64_t now_ms);
int64_t sim_clock_utc_s(const struct sim_clock *clock, int64_t now_ms);

/* The day on its face. */
int32_t sim_clock_day(const struct sim_clock *clock, int64_t now_ms);

/* The next beginning of a day. */
int64_t sim_clock_midnight_ms(const struct sim_clock *clock, int64_t now_ms);

/* When it shows, or showed, a local time. */
int64_t sim_clock_when_ms(const struct sim_clock *clock, int64_t local_s);

/* Puts it to a local time in its zone. */
void sim_clock_put(struct sim_clock *clock, int64_t local_s, int64_t now_ms);

#endif
