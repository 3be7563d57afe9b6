/* How long outlets were on, which the module schedule tells. */
#ifndef KASA_SIM_RUNTIME_H
#define KASA_SIM_RUNTIME_H

#include "request.h"

extern const struct sim_method sim_runtime_methods[];

#endif
