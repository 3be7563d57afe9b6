/* What simulated models did before they were started: made up, so that tables and charts have something to show. */
#ifndef KASA_SIM_PAST_H
#define KASA_SIM_PAST_H

#include <stdint.h>

enum {
	SIM_PAST_DAYS = 60,
};

struct sim_past {
	int32_t born;  /* the day it was started on */
	uint64_t seed; /* 0: it has no past */
};

/* Minutes that an outlet was on on a day; 0 when nobody used it. The same seed gives the same past. */
int sim_past_minutes(const struct sim_past *past, unsigned slot, int32_t day);

#endif
