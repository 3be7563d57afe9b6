#include "bridge/hub/settings.h"

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
	struct kasa_preset *own = NULL;
	unsigned count;

	if (!settings)
		return false;
	count = presets->count < SETTINGS_PRESETS_MAX ? presets->count : SETTINGS_PRESETS_MAX;
	if (count > 0 && !(own = calloc(count, sizeof *own)))
		return false;
	for (unsigned i = 0; i < count; i++)
		own[i] = presets->presets[i];
	free(settings->presets);
	settings->presets = own;
	settings->preset_count = count;
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

void
settings_free(struct settings *settings)
{
	if (settings)
		free(settings->presets);
	free(settings);
}
