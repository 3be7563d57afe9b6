/* When the sun rises and sets, to a few minutes. */
#ifndef KASA_SIM_SUN_H
#define KASA_SIM_SUN_H

#include <stdbool.h>
#include <stdint.h>

enum {
	/* where the place is not known, or the sun does neither that day */
	SIM_SUNRISE_MIN = 6 * 60,
	SIM_SUNSET_MIN = 18 * 60,
};

struct sim_place {
	double latitude, longitude; /* degrees, north and east positive */
	bool known;
};

/*
 * The minute of that day.
 *
 * @param ahead_s  what local time is ahead of UTC on it
 */
int sim_sun_minute(const struct sim_place *place, int32_t day, int32_t ahead_s, bool sets);

#endif
