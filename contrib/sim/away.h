/* The module anti_theft, away mode: its rules are kept and told; nothing is switched by them. */
#ifndef KASA_SIM_AWAY_H
#define KASA_SIM_AWAY_H

#include "request.h"

extern const struct sim_method sim_away_methods[];

#endif
