/* What a part takes and took: its meter, and how long it was on. */
#ifndef KASA_SIM_SMART_ENERGY_H
#define KASA_SIM_SMART_ENERGY_H

#include "smart.h"

/* What was recorded of its power in watts; 0: nothing. */
double sim_smart_recorded_w(const struct sim_smart_part *part);

#endif
