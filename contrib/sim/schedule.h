/* The module schedule: rules that switch an outlet by the clock or the sun. Its statistics are in runtime.h. */
#ifndef KASA_SIM_SCHEDULE_H
#define KASA_SIM_SCHEDULE_H

#include "request.h"

/* Writes into rules, which a reply will tell, the minute of today for each moment that follows the sun. */
void sim_schedule_show_minutes(const struct sim_call *call, json_t *list);

extern const struct sim_method sim_schedule_methods[];

#endif
