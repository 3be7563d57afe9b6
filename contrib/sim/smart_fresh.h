/* Answers that no recording has: those of a new device, by the components that it names. */
#ifndef KASA_SIM_SMART_FRESH_H
#define KASA_SIM_SMART_FRESH_H

#include "device.h"

/* Adds what a child is missing, by its components in the parent's list. */
void sim_smart_furnish(const struct sim_device *dev, json_t *replies, const char *child_id);

/* Adds what the components of component_nego have. */
void sim_smart_complete(json_t *replies);

#endif
