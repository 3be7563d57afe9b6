/* How a device is spoken to: transport, language and port, chosen when its handle is made, and turned when firmware does. */
#ifndef KASA_API_DEVICE_WAY_H
#define KASA_API_DEVICE_WAY_H

#include "api/device.h"

/* The part of a new handle that carries its messages. KASA_EINVAL, KASA_ENOMEM; nothing is to be finished then. */
int kasa_way_init(struct kasa_device *dev, const struct kasa_device_options *options, kasa_tcp_event_fn *on_event,
                  struct kasa_err *err);

/* Gives back what the link holds; keys are wiped. */
void kasa_way_finish(struct kasa_device *dev);

/* Between calls: another way from now on, to another port of the same host. KASA_EINVAL, KASA_ENOMEM; unchanged then. */
int kasa_way_turn(struct kasa_device *dev, const char *transport, const char *payload, uint16_t port,
                  struct kasa_err *err);

#endif
