/**
 * @file
 * The device as a thing: status LED, name, reboot.
 */
#ifndef KASA_SYSTEM_H
#define KASA_SYSTEM_H

#include <stdbool.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Lets the status LED shine or keeps it dark. Bulbs have none: KASA_ENOTSUP.
 *
 * @param done  told once; may be NULL
 */
KASA_API int kasa_led_set(struct kasa_device *dev, bool on, kasa_done_fn *done, void *arg);

/**
 * Gives the device, or one outlet, a new name.
 *
 * @param outlet  0 for the device, else the position on a strip, from 1
 * @param alias   UTF-8, 1 to KASA_ALIAS_MAX - 1 bytes, no control characters; copied
 * @retval KASA_EINVAL  @p alias is none of that
 */
KASA_API int kasa_alias_set(struct kasa_device *dev, int outlet, const char *alias, kasa_done_fn *done, void *arg);

/**
 * Restarts the device after a second. Never repeated: when the answer is lost, @p done is told
 * KASA_EUNKNOWN. An HS300 switches its outlets off and on as it restarts.
 */
KASA_API int kasa_reboot(struct kasa_device *dev, kasa_done_fn *done, void *arg);

/**
 * Brings a device back to how it left the factory after a second: it forgets its name, its rules and its Wi-Fi, and
 * somebody must set it up anew. Never repeated: when the answer is lost, @p done is told KASA_EUNKNOWN.
 */
KASA_API int kasa_factory_reset(struct kasa_device *dev, kasa_done_fn *done, void *arg);

/** Where a device believes to be; it needs that for sunrise and sunset. NAN where it does not tell. */
struct kasa_location {
	double latitude, longitude; /**< degrees, north and east positive */
};

/**
 * Told once.
 *
 * @param location  NULL on failure; valid during the call only. It is the home of somebody: do not log it
 * @param err       never NULL
 */
typedef void kasa_location_fn(struct kasa_device *dev, const struct kasa_location *location, const struct kasa_err *err,
                              void *arg);

/** Reads the location. */
KASA_API int kasa_location_read(struct kasa_device *dev, kasa_location_fn *done, void *arg);

/**
 * Sets the location and reads it back; devices keep four digits behind the point.
 *
 * @param latitude   -90 to 90
 * @param longitude  -180 to 180
 * @retval KASA_EINVAL  out of range
 */
KASA_API int kasa_location_set(struct kasa_device *dev, double latitude, double longitude, kasa_location_fn *done,
                               void *arg);

#ifdef __cplusplus
}
#endif

#endif
