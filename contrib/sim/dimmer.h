/* Dimmers: brightness, and switching with a ramp. */
#ifndef KASA_SIM_DIMMER_H
#define KASA_SIM_DIMMER_H

#include "request.h"

extern const struct sim_method sim_dimmer_methods[];

#endif
