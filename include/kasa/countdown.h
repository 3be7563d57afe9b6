/**
 * @file
 * The countdown: the device switches once, after a time, even when nobody reaches it then.
 *
 * A device, or an outlet of a strip, has one countdown at most; a strip as a whole has none: KASA_ENOTSUP. What the
 * functions return is as in schedule.h. Devices that speak SMART keep no name of it. Sources: answers recorded by other
 * programs; of recordings those of a P110 and an L630 hold a rule.
 */
#ifndef KASA_COUNTDOWN_H
#define KASA_COUNTDOWN_H

#include <stdbool.h>

#include <kasa/device.h>
#include <kasa/rule.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_COUNTDOWN_NAME_MAX = 32, /**< the app allows 31 characters for a name */
};

/** A countdown, or that there is none. */
struct kasa_countdown {
	bool running;                  /**< it will switch; else all but the name and the id is of the last one */
	char id[KASA_RULE_ID_MAX];     /**< "": the device lists none */
	char name[KASA_RULE_NAME_MAX]; /**< who set it may have left a mark here */
	int on;                        /**< what it switches to: 1, 0 or KASA_UNKNOWN */
	int delay_s;                   /**< the whole time, or KASA_UNKNOWN */
	int remain_s;                  /**< what is left of it, or KASA_UNKNOWN */
};

/**
 * Told once how the countdown stands, after a change as well.
 *
 * @param countdown  NULL on failure; else valid during the call only
 * @param err        never NULL
 */
typedef void kasa_countdown_fn(struct kasa_device *dev, const struct kasa_countdown *countdown,
                               const struct kasa_err *err, void *arg);

/**
 * Reads how it stands.
 *
 * @param outlet  0 for all but strips, else the position on a strip, from 1
 */
KASA_API int kasa_countdown_read(struct kasa_device *dev, int outlet, kasa_countdown_fn *done, void *arg);

/**
 * Starts it, in place of the one that there is, whoever set that: read first and ask, where somebody cares. Safe to
 * repeat, so it is; the time then begins anew.
 *
 * @param on       what it switches to when the time is over
 * @param delay_s  from 1; some firmware takes an hour at most and refuses more: KASA_EDEVICE
 * @param name     UTF-8, 1 to KASA_COUNTDOWN_NAME_MAX - 1 bytes, no control characters; copied
 * @retval KASA_EINVAL  @p delay_s or @p name is none of that
 */
KASA_API int kasa_countdown_set(struct kasa_device *dev, int outlet, bool on, int delay_s, const char *name,
                                kasa_countdown_fn *done, void *arg);

/** Stops it, whoever set it. That none runs is well, too. */
KASA_API int kasa_countdown_cancel(struct kasa_device *dev, int outlet, kasa_countdown_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
