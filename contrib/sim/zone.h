/* The 110 time zones that devices know by number, and what clocks show in them. */
#ifndef KASA_SIM_ZONE_H
#define KASA_SIM_ZONE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	SIM_ZONES = 110,
	SIM_ZONE_UTC = 38,
};

/* What is ahead of UTC at one time; negative in the west. */
struct sim_ahead {
	int32_t total_s;
	int32_t summer_s; /* the part of it that is summer time */
};

/* As tzdata names it, and its rule in the form of POSIX' TZ; @p index from 0 to 109. */
const char *sim_zone_name(int index);
const char *sim_zone_rule(int index);

/* The index of a name, in any case. False: it is not in the table. */
bool sim_zone_find(const char *name, int *index);

struct sim_ahead sim_zone_ahead(int index, int64_t utc_s);

/* Of a local time that comes twice the first; of one that is left out as if clocks had not been put forward yet. */
int64_t sim_zone_utc_s(int index, int64_t local_s);

#endif
