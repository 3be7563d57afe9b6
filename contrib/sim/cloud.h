/* The account that a device is bound to. Nothing leaves the machine: the cloud is what the device says of it. */
#ifndef KASA_SIM_CLOUD_H
#define KASA_SIM_CLOUD_H

#include "request.h"

/* Bound to nobody again. */
void sim_cloud_reset(struct sim_device *dev);

extern const struct sim_method sim_cloud_methods[];

#endif
