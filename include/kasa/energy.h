/**
 * @file
 * The meter: power, voltage, current and total, now.
 */
#ifndef KASA_ENERGY_H
#define KASA_ENERGY_H

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Told once what the meter shows.
 *
 * @param energy  NULL on failure; else valid during the call only; unknown values are NAN
 * @param err     never NULL
 */
typedef void kasa_energy_fn(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err,
                            void *arg);

/**
 * Reads the meter now. What the device is gets read first where it is not known yet, for a
 * device is never asked for a module that its kind lacks.
 *
 * @param outlet  0 for a plug or a light, else the position on a strip, from 1
 * @param done    told once
 * @retval KASA_EBUSY    too many calls wait; @p done will not run
 * @retval KASA_ENOTSUP  it is known to have no meter; @p done will not run
 * @retval KASA_EINVAL   @p outlet is negative
 *
 * A strip as a whole has no meter: ask each outlet.
 */
KASA_API int kasa_energy_read(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg);

/** The same as a poll: one try, see kasa_device_poll(). State and meter come in one message. */
KASA_API int kasa_energy_poll(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
