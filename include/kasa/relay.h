/**
 * @file
 * Switching: plugs, switches, dimmers, outlets of strips, bulbs and light strips.
 */
#ifndef KASA_RELAY_H
#define KASA_RELAY_H

#include <stdbool.h>

#include <kasa/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Switches on or off and reads the state back: the call succeeds when the device says
 * that it stands as asked. Safe to repeat, so it is, inside the time limit.
 *
 * @param outlet  0 for the whole device (all outlets of a strip), else the outlet's
 *                position from 1
 * @param done    told once; may be NULL
 * @retval KASA_EBUSY   too many calls wait; @p done will not run
 * @retval KASA_EINVAL  @p outlet is negative
 *
 * @p done is told KASA_ENOTSUP for an outlet that the device does not have, KASA_EDEVICE when the
 * device refuses or acknowledges and stays as it was.
 */
KASA_API int kasa_relay_set(struct kasa_device *dev, int outlet, bool on, kasa_done_fn *done, void *arg);

/**
 * Switches to the other state. It is read first, on the same connection, and what goes on
 * the wire, and is repeated, is a plain on or off.
 *
 * A strip as a whole goes off when one of its outlets is on.
 */
KASA_API int kasa_relay_toggle(struct kasa_device *dev, int outlet, kasa_done_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
