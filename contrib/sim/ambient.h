/* The light sensor of wall switches: its reading is set from outside, brightness and darkness follow from it. */
#ifndef KASA_SIM_AMBIENT_H
#define KASA_SIM_AMBIENT_H

#include "request.h"

/* The sensor's reading from now on. False: there is no sensor, or it cannot read that. */
bool sim_ambient_put(struct sim_device *dev, int adc);

/* As it comes from the factory; the reading stays. */
void sim_ambient_reset(struct sim_device *dev);

extern const struct sim_method sim_ambient_methods[];

#endif
