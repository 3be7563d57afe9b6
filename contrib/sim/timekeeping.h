/* The module time, of lights smartlife.iot.common.timesetting: what the clock shows, and setting it. */
#ifndef KASA_SIM_TIMEKEEPING_H
#define KASA_SIM_TIMEKEEPING_H

#include "request.h"

/* A recorded device starts with the zone that was recorded. */
void sim_timekeeping_init(struct sim_device *dev);

extern const struct sim_method sim_timekeeping_methods[];

#endif
