/**
 * @file
 * How a dimmer goes on and off, and what its button does.
 *
 * Its brightness is set with kasa_light_set(). Other devices are told KASA_ENOTSUP.
 * Sources: recordings of HS220, KS220, KS220M and KS230 in python-kasa's test data; the upper limits are those that other
 * programs keep, devices may allow more.
 */
#ifndef KASA_DIMMER_H
#define KASA_DIMMER_H

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What can be set to a number. */
enum kasa_dimmer_setting {
	KASA_DIMMER_FADE_ON,    /**< milliseconds that switching on takes, 0 to 10000 */
	KASA_DIMMER_FADE_OFF,   /**< the same for switching off */
	KASA_DIMMER_GENTLE_ON,  /**< milliseconds that a gentle on takes, 0 to 120000 */
	KASA_DIMMER_GENTLE_OFF, /**< the same for a gentle off; HS220 leaves the factory with up to 510000 */
	KASA_DIMMER_RAMP_RATE,  /**< how fast the held button dims, 10 to 50; 30 unless it was set */
	KASA_DIMMER_THRESHOLD,  /**< the lowest level at which the lamp shines, 0 to 51 */
};

enum {
	KASA_DIMMER_SETTINGS = KASA_DIMMER_THRESHOLD + 1
};

/** A way to press the button. */
enum kasa_button {
	KASA_BUTTON_DOUBLE_CLICK,
	KASA_BUTTON_LONG_PRESS,
};

/** What a press does. */
enum kasa_button_action {
	KASA_ACTION_UNKNOWN, /**< not told, or nothing of the below */
	KASA_ACTION_NONE,
	KASA_ACTION_INSTANT, /**< on or off at once */
	KASA_ACTION_GENTLE,  /**< on or off over the gentle time */
	KASA_ACTION_PRESET,  /**< a stored brightness */
};

/** A press and what it does. */
struct kasa_button_press {
	enum kasa_button_action action;
	int index; /**< of the preset, or KASA_UNKNOWN */
};

/** All that a dimmer tells. */
struct kasa_dimmer {
	int settings[KASA_DIMMER_SETTINGS]; /**< by enum kasa_dimmer_setting; KASA_UNKNOWN where it does not tell */
	struct kasa_button_press double_click, long_press;
};

/**
 * Told once.
 *
 * @param dimmer  NULL on failure; valid during the call only
 * @param err     never NULL
 */
typedef void kasa_dimmer_fn(struct kasa_device *dev, const struct kasa_dimmer *dimmer, const struct kasa_err *err,
                            void *arg);

/** The least and the most that a setting takes. */
KASA_API void kasa_dimmer_range(enum kasa_dimmer_setting setting, int *least, int *most);

/** Reads times, levels and what the button does. ES20M tells of the button only what a double click and a long press do. */
KASA_API int kasa_dimmer_read(struct kasa_device *dev, kasa_dimmer_fn *done, void *arg);

/**
 * Sets one of them and reads all back. Safe to repeat, so it is.
 *
 * @retval KASA_EINVAL  @p value is outside of kasa_dimmer_range()
 */
KASA_API int kasa_dimmer_set(struct kasa_device *dev, enum kasa_dimmer_setting setting, int value, kasa_dimmer_fn *done,
                             void *arg);

/**
 * Sets what a press does and reads it back.
 *
 * @param index  of the preset, from 0, with KASA_ACTION_PRESET; else it is not looked at
 * @retval KASA_EINVAL  no action, or a negative index
 */
KASA_API int kasa_dimmer_button(struct kasa_device *dev, enum kasa_button button, enum kasa_button_action action,
                                int index, kasa_dimmer_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
