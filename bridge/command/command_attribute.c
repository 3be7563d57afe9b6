#include "bridge/command/command_attribute.h"

#include <string.h>

#include "base/err.h"
#include "common/suggest.h"

// clang-format off
static const struct attribute attributes[] = {
	/* name             read             detail                  one of these features      of outlets */
	{ "state",          read_state,      0,                      0,                         true },
	{ "brightness",     read_brightness, 0,                      KASA_FEATURE_BRIGHTNESS,   false },
	{ "color_temp",     read_white,      0,                      KASA_FEATURE_COLOR_TEMP,   false },
	{ "color",          read_color,      0,                      KASA_FEATURE_COLOR,        false },
	{ "hue",            read_hue,        0,                      KASA_FEATURE_COLOR,        false },
	{ "saturation",     read_saturation, 0,                      KASA_FEATURE_COLOR,        false },
	{ "transition",     read_transition, 0,                      KASA_FEATURE_BRIGHTNESS,   false },
	{ "effect",         read_effect,     0,                      KASA_FEATURE_EFFECTS,      false },
	{ "preset",         read_preset,     0,                      KASA_FEATURE_BRIGHTNESS,   false },
	{ "led",            read_enable,     ORDER_LED,              KASA_FEATURE_LED,          false },
	{ "threshold_min",  read_dimmer,     KASA_DIMMER_THRESHOLD,  KASA_FEATURE_BRIGHTNESS,   false },
	{ "fade_on",        read_dimmer,     KASA_DIMMER_FADE_ON,    KASA_FEATURE_BRIGHTNESS,   false },
	{ "fade_off",       read_dimmer,     KASA_DIMMER_FADE_OFF,   KASA_FEATURE_BRIGHTNESS,   false },
	{ "gentle_on",      read_dimmer,     KASA_DIMMER_GENTLE_ON,  KASA_FEATURE_BRIGHTNESS,   false },
	{ "gentle_off",     read_dimmer,     KASA_DIMMER_GENTLE_OFF, KASA_FEATURE_BRIGHTNESS,   false },
	{ "ramp_rate",      read_dimmer,     KASA_DIMMER_RAMP_RATE,  KASA_FEATURE_BRIGHTNESS,   false },
	{ "motion",         read_enable,     ORDER_MOTION,           KASA_FEATURE_MOTION,       false },
	{ "motion_range",   read_range,      0,                      KASA_FEATURE_MOTION,       false },
	{ "motion_threshold", read_threshold, 0,                     KASA_FEATURE_MOTION,       false },
	{ "inactivity",     read_inactivity, 0,                      KASA_FEATURE_MOTION,       false },
	{ "ambient",        read_enable,     ORDER_AMBIENT,          KASA_FEATURE_AMBIENT_LIGHT, false },
	{ "ambient_light",  read_enable,     ORDER_AMBIENT,          KASA_FEATURE_AMBIENT_LIGHT, false },
	{ "alias",          read_alias,      0,                      0,                         true },
	{ "restart",        read_press,      ORDER_RESTART,          0,                         false },
	{ "clock",          read_press,      ORDER_CLOCK,            0,                         false },
	{ "sync_clock",     read_press,      ORDER_CLOCK,            0,                         false },
	{ "energy_reset",   read_press,      ORDER_ENERGY_RESET,     KASA_FEATURE_ENERGY,       true },
};
// clang-format on

enum {
	ATTRIBUTES = sizeof attributes / sizeof attributes[0]
};

static void
refuse_unknown(const char *name, struct kasa_err *err)
{
	struct suggest suggest;

	kasa_err_set(err, KASA_EINVAL, "\"%.40s\" is no attribute", name);
	suggest_start(&suggest, name);
	for (size_t i = 0; i < ATTRIBUTES; i++)
		suggest_offer(&suggest, attributes[i].name);
	if (suggest.best) {
		kasa_err_append(err, ": did you mean \"%s\"?", suggest.best);
		return;
	}
	kasa_err_append(err, "; these are: ");
	for (size_t i = 0; i < ATTRIBUTES; i++)
		kasa_err_append(err, "%s%s", i == 0 ? "" : ", ", attributes[i].name);
}

const struct attribute *
attribute_find(const char *name, struct kasa_err *err)
{
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (strcmp(attributes[i].name, name) == 0)
			return &attributes[i];
	refuse_unknown(name, err);
	return NULL;
}

static const char *
feature_word(unsigned feature)
{
	for (unsigned bit = 0; kasa_feature_word(bit); bit++)
		if (feature == 1u << bit)
			return kasa_feature_word(bit);
	return "that";
}

int
attribute_take(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	int rc;

	if (wish->outlet > 0 && !attribute->of_outlets)
		rc = kasa_err_set(err, KASA_ENOTSUP, "an outlet has none; the strip itself may have");
	else if (wish->state && attribute->feature && !(wish->state->features & attribute->feature))
		rc = kasa_err_set(err, KASA_ENOTSUP, "%s has no %s", wish->state->model,
		                  feature_word(attribute->feature));
	else
		rc = attribute->read(wish, attribute, value, err);
	return rc == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", attribute->name);
}
