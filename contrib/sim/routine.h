/* "Smart Control": rules by which the sensors switch the light. They are kept and not carried out. */
#ifndef KASA_SIM_ROUTINE_H
#define KASA_SIM_ROUTINE_H

#include "request.h"

/* Seconds without motion after which a rule in force switches off; below 0: there is no such rule. */
int sim_routine_wait_s(struct sim_device *dev);

/* No rules, as from the factory. */
void sim_routine_reset(struct sim_device *dev);

extern const struct sim_method sim_routine_methods[];

#endif
