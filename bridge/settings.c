#include "bridge/settings.h"

#include <stdlib.h>

/* Made when there is something to keep. NULL: there is not, or no memory for it. */
static struct settings *
room_for(struct device *device, const void *answer)
{
	if (!answer)
		return NULL;
	if (!device->settings) {
		device->settings = calloc(1, sizeof *device->settings);
		if (device->settings)
			device->settings->cloud = KASA_UNKNOWN;
	}
	return device->settings;
}

bool
settings_keep_dimmer(struct device *device, const struct kasa_dimmer *dimmer)
{
	struct settings *settings = room_for(device, dimmer);

	if (!settings)
		return false;
	settings->dimmer = *dimmer;
	settings->has_dimmer = true;
	return true;
}

bool
settings_keep_motion(struct device *device, const struct kasa_motion *motion)
{
	struct settings *settings = room_for(device, motion);

	if (!settings)
		return false;
	settings->motion = *motion;
	settings->has_motion = true;
	return true;
}

bool
settings_keep_ambient(struct device *device, const struct kasa_ambient *ambient)
{
	struct settings *settings = room_for(device, ambient);

	if (!settings)
		return false;
	settings->ambient = *ambient;
	settings->has_ambient = true;
	return true;
}

bool
settings_keep_presets(struct device *device, const struct kasa_presets *presets)
{
	struct settings *settings = room_for(device, presets);
	const unsigned most = sizeof settings->presets / sizeof settings->presets[0];

	if (!settings)
		return false;
	settings->preset_count = presets->count < most ? presets->count : most;
	for (unsigned i = 0; i < settings->preset_count; i++)
		settings->presets[i] = presets->presets[i];
	settings->has_presets = true;
	return true;
}

bool
settings_keep_cloud(struct device *device, const struct kasa_cloud *cloud)
{
	struct settings *settings = room_for(device, cloud);

	if (settings)
		settings->cloud = cloud->connected;
	return settings;
}
