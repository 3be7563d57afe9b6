/* Effects of light strips: kept whole, told in short. */
#ifndef KASA_SIM_EFFECT_H
#define KASA_SIM_EFFECT_H

#include "request.h"

/* A plain colour takes the place of the effect. */
void sim_effect_end(struct sim_device *dev);

extern const struct sim_method sim_effect_methods[];

#endif
