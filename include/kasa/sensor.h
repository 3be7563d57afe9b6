/**
 * @file
 * The motion sensor and the ambient light sensor of ES20M, KS200M and KS220M.
 *
 * Other devices are told KASA_ENOTSUP. Both are read by asking: what happens between two questions is missed.
 * Sources: recordings of KS200M and KS220M in python-kasa's test data; "motion" is computed as python-kasa does.
 */
#ifndef KASA_SENSOR_H
#define KASA_SENSOR_H

#include <stdbool.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How far the motion sensor reaches. */
enum kasa_motion_range {
	KASA_RANGE_FAR,
	KASA_RANGE_MID,
	KASA_RANGE_NEAR,
	KASA_RANGE_CUSTOM, /**< as far as the threshold that was set with it */
};

enum {
	KASA_RANGES = KASA_RANGE_CUSTOM + 1,
	KASA_INACTIVITY_MAX_MS = 86400000, /**< a day; the longest in the recordings is ten minutes */
	KASA_LEVELS_MAX = 8                /**< of ambient light; the recordings have six */
};

/** The motion sensor. Unknown is KASA_UNKNOWN. */
struct kasa_motion {
	int enabled;                 /**< 1 or 0 */
	int range;                   /**< of enum kasa_motion_range */
	int thresholds[KASA_RANGES]; /**< percent, by range: what is beyond the rest of it counts as motion */
	int inactivity_ms;           /**< how long it must be still until the light goes off */
	int least, most;             /**< between which values it measures */
	int value;                   /**< what it measures now */
	int percent;                 /**< the same as distance from its middle, -100 to 100 */
	int motion;                  /**< 1 when that counts as motion, 0, unknown when it is not enabled */
};

/** A level of light with a name. */
struct kasa_level {
	char name[20]; /**< the device's word: "cloudy", "custom", ... */
	int percent;   /**< or KASA_UNKNOWN */
};

/** The ambient light sensor. Unknown is KASA_UNKNOWN. */
struct kasa_ambient {
	int enabled; /**< 1 or 0 */
	int percent; /**< how bright it is now */
	int dark;    /**< 1 when that counts as dark, 0 */
	int level;   /**< below which level it is dark: a position in levels, from 0 */
	struct kasa_level levels[KASA_LEVELS_MAX];
	unsigned level_count;
};

/**
 * Told once what the motion sensor says.
 *
 * @param motion  NULL on failure; valid during the call only
 * @param err     never NULL
 */
typedef void kasa_motion_fn(struct kasa_device *dev, const struct kasa_motion *motion, const struct kasa_err *err,
                            void *arg);

/** Told once what the ambient light sensor says; the same rules. */
typedef void kasa_ambient_fn(struct kasa_device *dev, const struct kasa_ambient *ambient, const struct kasa_err *err,
                             void *arg);

/** Reads the motion sensor. */
KASA_API int kasa_motion_read(struct kasa_device *dev, kasa_motion_fn *done, void *arg);

/** Lets the motion sensor switch the light, or not. */
KASA_API int kasa_motion_enable(struct kasa_device *dev, bool enable, kasa_motion_fn *done, void *arg);

/**
 * Sets how far it reaches.
 *
 * @param threshold  percent, 0 to 100, with KASA_RANGE_CUSTOM: KASA_UNKNOWN leaves it; else it is not looked at
 * @retval KASA_EINVAL  no range, or a threshold out of range
 */
KASA_API int kasa_motion_range_set(struct kasa_device *dev, enum kasa_motion_range range, int threshold,
                                   kasa_motion_fn *done, void *arg);

/**
 * Sets how long it must be still until the light goes off. A "Smart Control" rule of the app puts its own time back,
 * python-kasa issue 268.
 *
 * @param ms  1 to KASA_INACTIVITY_MAX_MS
 * @retval KASA_EINVAL  @p ms is not within
 */
KASA_API int kasa_motion_inactivity_set(struct kasa_device *dev, int ms, kasa_motion_fn *done, void *arg);

/** Reads the ambient light sensor. */
KASA_API int kasa_ambient_read(struct kasa_device *dev, kasa_ambient_fn *done, void *arg);

/** Lets the sensor keep the light off while it is bright, or not. */
KASA_API int kasa_ambient_enable(struct kasa_device *dev, bool enable, kasa_ambient_fn *done, void *arg);

/**
 * Sets below which level it is dark.
 *
 * @param level  a position in the levels that the device told
 * @retval KASA_EINVAL  @p level is none of 0 to KASA_LEVELS_MAX - 1
 */
KASA_API int kasa_ambient_dark_set(struct kasa_device *dev, int level, kasa_ambient_fn *done, void *arg);

/**
 * Sets how bright a level is.
 *
 * @param percent  0 to 100
 * @retval KASA_EINVAL  one of them is out of range
 */
KASA_API int kasa_ambient_level_set(struct kasa_device *dev, int level, int percent, kasa_ambient_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
