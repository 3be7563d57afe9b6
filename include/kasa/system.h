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

#ifdef __cplusplus
}
#endif

#endif
