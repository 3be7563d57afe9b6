/* Where the settings of a device are kept that were read, whoever asked. What is NULL was not told, and nothing is kept. */
#ifndef KASA_BRIDGE_SETTINGS_H
#define KASA_BRIDGE_SETTINGS_H

#include <stdbool.h>

#include "bridge/hub/device.h"

enum {
	SETTINGS_PRESETS_MAX = 8, /* bulbs have four or five, light strips up to six */
};

/* Each tells whether there is something new to tell on; false without memory as well. */
bool settings_keep_dimmer(struct device *device, const struct kasa_dimmer *dimmer);
bool settings_keep_motion(struct device *device, const struct kasa_motion *motion);
bool settings_keep_ambient(struct device *device, const struct kasa_ambient *ambient);
bool settings_keep_presets(struct device *device, const struct kasa_presets *presets);
bool settings_keep_cloud(struct device *device, const struct kasa_cloud *cloud);

/* With all that it holds. NULL is nothing to do. */
void settings_free(struct settings *settings);

#endif
