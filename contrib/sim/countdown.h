/* The module count_down: one rule, which switches an outlet after a number of seconds. */
#ifndef KASA_SIM_COUNTDOWN_H
#define KASA_SIM_COUNTDOWN_H

#include "request.h"

extern const struct sim_method sim_countdown_methods[];

#endif
