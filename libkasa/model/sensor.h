/* When a sensor stands as ordered. */
#ifndef KASA_MODEL_SENSOR_H
#define KASA_MODEL_SENSOR_H

#include <kasa/sensor.h>

#include "model/order.h"

/* Fills percent and motion from the value and the rest. */
void kasa_motion_compute(struct kasa_motion *motion);

/* For the table of orders. */
bool kasa_motion_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                            const struct kasa_answer *answer);
bool kasa_ambient_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                             const struct kasa_answer *answer);

#endif
