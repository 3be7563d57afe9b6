/* How a dimmer dims: its limits and times, and what its button does. */
#ifndef KASA_SIM_DIMMER_SETUP_H
#define KASA_SIM_DIMMER_SETUP_H

#include "request.h"

/* As it comes from the factory. */
void sim_dimmer_setup_reset(struct sim_device *dev);

extern const struct sim_method sim_dimmer_setup_methods[];

#endif
