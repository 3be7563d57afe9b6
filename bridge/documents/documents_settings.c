/* What dimmers and sensors are set to. */
#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

const char *const document_ranges[KASA_RANGES] = {
	[KASA_RANGE_FAR] = "far",
	[KASA_RANGE_MID] = "mid",
	[KASA_RANGE_NEAR] = "near",
	[KASA_RANGE_CUSTOM] = "custom",
};

static const char *const settings_keys[KASA_DIMMER_SETTINGS] = {
	[KASA_DIMMER_FADE_ON] = "fade_on",     [KASA_DIMMER_FADE_OFF] = "fade_off",
	[KASA_DIMMER_GENTLE_ON] = "gentle_on", [KASA_DIMMER_GENTLE_OFF] = "gentle_off",
	[KASA_DIMMER_RAMP_RATE] = "ramp_rate", [KASA_DIMMER_THRESHOLD] = "threshold_min",
};

static int
put_dimmer(json_t *object, const struct kasa_dimmer *dimmer)
{
	int rc = 0;

	for (unsigned i = 0; i < KASA_DIMMER_SETTINGS; i++)
		rc |= put_int(object, settings_keys[i], dimmer->settings[i]);
	return rc;
}

static int
put_motion(json_t *object, const struct kasa_motion *motion)
{
	bool known = motion->range >= 0 && motion->range < KASA_RANGES;
	int rc = put_switch(object, "motion", motion->enabled);

	if (known)
		rc |= put_text(object, "motion_range", document_ranges[motion->range])
		      | put_int(object, "motion_threshold", motion->thresholds[motion->range]);
	if (motion->inactivity_ms != KASA_UNKNOWN)
		rc |= motion->inactivity_ms % 1000 == 0
		              ? put_int(object, "inactivity", motion->inactivity_ms / 1000)
		              : put_real(object, "inactivity", motion->inactivity_ms / 1e3, 3);
	return rc;
}

json_t *
document_settings(const struct device *device)
{
	const struct settings *settings = device->settings;
	json_t *object;
	int rc = 0;

	if (!settings || !(settings->has_dimmer || settings->has_motion || settings->has_ambient))
		return NULL;
	object = json_object();
	if (settings->has_dimmer)
		rc |= put_dimmer(object, &settings->dimmer);
	if (settings->has_motion)
		rc |= put_motion(object, &settings->motion);
	if (settings->has_ambient)
		rc |= put_switch(object, "ambient", settings->ambient.enabled);
	return put_done(object, rc);
}
