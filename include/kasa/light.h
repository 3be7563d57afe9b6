/**
 * @file
 * Lights: brightness, white and colour of bulbs and light strips, brightness of dimmers; presets, effects, and how a
 * light comes on.
 *
 * A device that cannot do what is asked is told KASA_ENOTSUP, before anything is sent where that is known.
 * Sources: the recordings in python-kasa's test data; ranges of colour temperature from python-kasa's table of models.
 */
#ifndef KASA_LIGHT_H
#define KASA_LIGHT_H

#include <stdbool.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_TRANSITION_MAX_MS = 3600000
};

/** What is to change; what is KASA_UNKNOWN stays. A colour is hue and saturation, a white is a temperature. */
struct kasa_light_change {
	int on;            /**< 1, 0; unknown: a light that is off keeps the values for when it comes on */
	int brightness;    /**< percent, 1 to 100 */
	int color_temp_k;  /**< kelvin; not together with a colour */
	int hue;           /**< degrees, 0 to 360 */
	int saturation;    /**< percent */
	int transition_ms; /**< how long it takes, 0 to KASA_TRANSITION_MAX_MS */
};

/** A set of values that the device keeps under a number. */
struct kasa_preset {
	int index;                    /**< from 0, as the device counts */
	struct kasa_light light;      /**< what it does not set is KASA_UNKNOWN; a dimmer's sets the brightness only */
	char effect[KASA_EFFECT_MAX]; /**< the id of an effect instead of values, or "" */
};

/** The presets of a device. */
struct kasa_presets {
	const struct kasa_preset *presets; /**< valid as long as the call that told them */
	unsigned count;
};

/** An effect, as a light strip last played it. */
struct kasa_effect {
	bool playing;
	bool custom;                /**< not one of the device's own */
	int brightness;             /**< percent, or KASA_UNKNOWN */
	char name[KASA_EFFECT_MAX]; /**< UTF-8, may hold control characters: escape before a terminal */
	char id[KASA_EFFECT_MAX];
};

/** What a light does when it comes on. */
enum kasa_on_mode {
	KASA_ON_UNKNOWN,
	KASA_ON_LAST,     /**< as it was before */
	KASA_ON_PRESET,   /**< with the values of a preset */
	KASA_ON_CIRCADIAN /**< a white that follows the day */
};

/** One way of coming on. */
struct kasa_on_behavior {
	enum kasa_on_mode mode;
	int index;               /**< of the preset, or KASA_UNKNOWN */
	struct kasa_light light; /**< the preset's values, or unknown */
};

/** How a light comes on. */
struct kasa_light_defaults {
	struct kasa_on_behavior soft_on; /**< switched on by a command */
	struct kasa_on_behavior hard_on; /**< when the mains power returns */
};

/** What stands on the box. Unknown is KASA_UNKNOWN. */
struct kasa_light_details {
	int watts, incandescent_watts, max_lumens, beam_angle, min_volts, max_volts, color_rendering_index;
};

/**
 * Told once which presets there are.
 *
 * @param presets  NULL on failure; valid during the call only
 * @param err      never NULL
 */
typedef void kasa_presets_fn(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err,
                             void *arg);

/** Told once what a light strip plays; the same rules. */
typedef void kasa_effect_fn(struct kasa_device *dev, const struct kasa_effect *effect, const struct kasa_err *err,
                            void *arg);

/** Told once how a light comes on; the same rules. */
typedef void kasa_light_defaults_fn(struct kasa_device *dev, const struct kasa_light_defaults *defaults,
                                    const struct kasa_err *err, void *arg);

/** Told once what kind of lamp it is; the same rules. */
typedef void kasa_light_details_fn(struct kasa_device *dev, const struct kasa_light_details *details,
                                   const struct kasa_err *err, void *arg);

/** A change that changes nothing: all values unknown. */
KASA_API void kasa_light_change_init(struct kasa_light_change *change);

/**
 * Tells whether a change makes sense, and whether a device can do it.
 *
 * @param state  the device, or NULL to look at the change alone
 * @retval KASA_EINVAL   out of range, a colour together with a white, or nothing to change; err tells what is possible
 * @retval KASA_ENOTSUP  the device cannot do it
 */
KASA_API int kasa_light_change_check(const struct kasa_light_change *change, const struct kasa_state *state,
                                     struct kasa_err *err);

/**
 * The white that a model can show.
 *
 * @return false for models whose range is not known; then the device decides
 */
KASA_API bool kasa_color_temp_range(const char *model, int *least_k, int *most_k);

/**
 * The white that a device can show: as it tells itself, else as its model is known for.
 *
 * @return false where neither is known; then the device decides
 */
KASA_API bool kasa_light_whites(const struct kasa_state *state, int *least_k, int *most_k);

/**
 * Changes a light and reads it back. Safe to repeat, so it is. While a transition goes on, the values that are read
 * back may be on their way still; then only on or off is compared.
 *
 * A dimmer takes brightness, on and transition; its transition always switches it on, or off. What speaks SMART takes no
 * transition, for it keeps one of its own: KASA_ENOTSUP.
 *
 * @param done  told once; may be NULL
 * @retval KASA_EINVAL  or KASA_ENOTSUP: see kasa_light_change_check()
 */
KASA_API int kasa_light_set(struct kasa_device *dev, const struct kasa_light_change *change, kasa_done_fn *done,
                            void *arg);

/** Reads the presets of a dimmer, a bulb or a light strip. */
KASA_API int kasa_presets_read(struct kasa_device *dev, kasa_presets_fn *done, void *arg);

/**
 * Stores values under a preset's number, and reads them back. Bulbs and light strips.
 *
 * @param preset  its effect is not looked at; copied
 * @retval KASA_EINVAL  a negative index, no value, or one out of range
 */
KASA_API int kasa_preset_set(struct kasa_device *dev, const struct kasa_preset *preset, kasa_presets_fn *done,
                             void *arg);

/** Reads what effect a light strip plays, or played last. */
KASA_API int kasa_effect_read(struct kasa_device *dev, kasa_effect_fn *done, void *arg);

/**
 * Tells whether a text could be an effect: a JSON object with a name of its own.
 *
 * @retval KASA_EINVAL  it could not; err tells why
 * @retval KASA_ENOMEM
 */
KASA_API int kasa_effect_check(const char *effect, struct kasa_err *err);

/**
 * Plays an effect, and reads back that it does.
 *
 * @param effect  the arguments of `set_lighting_effect` as JSON, copied; "enable" is added where it is missing
 * @retval KASA_EINVAL  see kasa_effect_check()
 */
KASA_API int kasa_effect_set(struct kasa_device *dev, const char *effect, kasa_effect_fn *done, void *arg);

/** Ends an effect: the strip shows its plain colour. */
KASA_API int kasa_effect_stop(struct kasa_device *dev, kasa_effect_fn *done, void *arg);

/** Reads how a bulb or a light strip comes on. */
KASA_API int kasa_light_defaults_read(struct kasa_device *dev, kasa_light_defaults_fn *done, void *arg);

/**
 * Sets how a bulb or a light strip comes on, and reads it back.
 *
 * @param defaults  copied; a mode of KASA_ON_UNKNOWN stays as it is
 * @retval KASA_EINVAL  nothing to set, no such mode, or values out of range
 */
KASA_API int kasa_light_defaults_set(struct kasa_device *dev, const struct kasa_light_defaults *defaults,
                                     kasa_light_defaults_fn *done, void *arg);

/** Reads what kind of lamp a bulb or a light strip is. */
KASA_API int kasa_light_details_read(struct kasa_device *dev, kasa_light_details_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
