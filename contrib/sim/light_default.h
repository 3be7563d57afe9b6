/* What a light remembers: how it comes on, and the states that the app offers as presets. */
#ifndef KASA_SIM_LIGHT_DEFAULT_H
#define KASA_SIM_LIGHT_DEFAULT_H

#include "request.h"

/* The values with which a plain "on" starts, a new reference. NULL: those it had last. */
json_t *sim_light_default_on(struct sim_device *dev);

/* As it comes from the factory; the presets stay. */
void sim_light_default_reset(struct sim_device *dev);

extern const struct sim_method sim_light_default_methods[];

#endif
