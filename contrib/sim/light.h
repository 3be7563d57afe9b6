/* Bulbs and light strips: one state, told in sysinfo, by get_light_state and in the reply of the setter. */
#ifndef KASA_SIM_LIGHT_H
#define KASA_SIM_LIGHT_H

#include "device.h"
#include "request.h"

bool sim_light_is_on(const struct sim_device *dev);

/* Brightness as a share; 1 where there is none. */
double sim_light_level(const struct sim_device *dev);

/* Adds the answers of the light's own namespace, where a recording has none. */
void sim_light_complete(struct sim_device *dev);

/* Switches the lamp and tells it everywhere. True when that changed something. */
bool sim_light_switch(struct sim_device *dev, bool on, int64_t now_ms);

/* Brightness from 0 to 100. */
void sim_light_set_brightness(struct sim_device *dev, int brightness, int64_t now_ms);

/* True when brightness and colour, where they are given, are possible on this light. */
bool sim_light_values_fit(const struct sim_device *dev, const json_t *args);

/* True when any of brightness and colour is given. */
bool sim_light_gives_values(const json_t *args);

/* Copies brightness and colour, where they are given. */
void sim_light_copy_values(json_t *to, const json_t *from);

/* Does what a client's order says, whose values fit. */
void sim_light_obey(struct sim_device *dev, const json_t *order, int64_t now_ms);

extern const struct sim_method sim_light_methods[];

#endif
