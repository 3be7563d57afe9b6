/* The energy meter: readings that follow the outlets, statistics that can be erased. */
#ifndef KASA_SIM_EMETER_H
#define KASA_SIM_EMETER_H

#include "request.h"

extern const struct sim_method sim_emeter_methods[];

#endif
