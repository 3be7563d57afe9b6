/* The motion sensor of wall switches: its reading is set from outside, motion is what a client makes of it. */
#ifndef KASA_SIM_MOTION_H
#define KASA_SIM_MOTION_H

#include "request.h"

/* True when the device has a motion and a light sensor; there is none with one of them. */
bool sim_has_sensors(const struct sim_device *dev);

/* True when the name of the product promises them. */
bool sim_names_sensors(const char *product);

/* The sensor's reading from now on. False: there is no sensor, or it cannot read that. */
bool sim_motion_put(struct sim_device *dev, int adc);

/* As it comes from the factory; the reading stays. */
void sim_motion_reset(struct sim_device *dev);

extern const struct sim_method sim_motion_methods[];

#endif
