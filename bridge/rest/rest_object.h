/*
 * Devices, outlets and groups as REST shows them: the objects of `kasa --json`, and what only the bridge knows beside. Each
 * gives a new reference, or NULL without memory. Described in openapi.json.
 */
#ifndef KASA_BRIDGE_REST_OBJECT_H
#define KASA_BRIDGE_REST_OBJECT_H

#include <jansson.h>

#include "bridge/hub/device.h"
#include "bridge/hub/hub.h"

json_t *rest_device_object(const struct device *device);

/* @p outlet from 1 to the last that it has. */
json_t *rest_outlet_object(const struct device *device, unsigned outlet);

/* What its meter shows; of a strip as a whole the sum. NULL also where none was read. */
json_t *rest_energy_object(const struct device *device, unsigned outlet);

/* The same with those of its outlets; NULL without memory only. */
json_t *rest_energy_whole(const struct device *device);

/* A group as groups_list() has it, and what it is together. NULL also when there is none. */
json_t *rest_group_object(const struct hub *hub, const char *name);
json_t *rest_groups_array(const struct hub *hub);

/* How many outlets it has, as far as is known. */
unsigned rest_outlets(const struct device *device);

/* "online", "offline", "unknown". Lives for ever. */
const char *rest_availability(const struct device *device);

#endif
