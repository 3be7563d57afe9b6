/* What a dimmer's settings take, and when they stand as ordered. */
#ifndef KASA_MODEL_DIMMER_H
#define KASA_MODEL_DIMMER_H

#include <kasa/dimmer.h>

#include "model/order.h"

/* For the table of orders. */
bool kasa_dimmer_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                            const struct kasa_answer *answer);
bool kasa_button_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                            const struct kasa_answer *answer);

#endif
