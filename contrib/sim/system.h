/* The namespace of the device itself: relay, LED, name, restart. */
#ifndef KASA_SIM_SYSTEM_H
#define KASA_SIM_SYSTEM_H

#include "request.h"

extern const struct sim_method sim_system_methods[];

#endif
