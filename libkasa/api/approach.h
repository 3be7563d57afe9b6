/*
 * Asking a device how it wants to be spoken to, when it refuses the way that was tried: firmware changes its transport.
 * One question by UDP to its address, within the time of the call that met the refusal.
 */
#ifndef KASA_API_APPROACH_H
#define KASA_API_APPROACH_H

#include "api/device.h"

struct kasa_approach;

/* True when a call that ended so is worth the question. */
bool kasa_approach_wanted(const struct kasa_device *dev, const struct kasa_err *err);

/*
 * Asks, for dev->current, which met @p err. It goes on by itself: the call begins anew the way that was announced, or
 * ends. False when it cannot be asked, and nothing was begun.
 */
bool kasa_approach_start(struct kasa_device *dev, const struct kasa_err *err);

/* Says with what a call failed that went on as was announced: how that was, and the firmware. */
void kasa_approach_explain(const struct kasa_device *dev, struct kasa_err *err);

/* Forgets the question and what was announced, if there is one. */
void kasa_approach_stop(struct kasa_device *dev);

#endif
