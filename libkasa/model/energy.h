/* A meter's answer in any of its shapes. */
#ifndef KASA_MODEL_ENERGY_H
#define KASA_MODEL_ENERGY_H

#include <kasa/state.h>

#include "model/jx.h"

/*
 * Reads `get_realtime`: V, A, W, kWh as numbers (HS110 hardware 1), mV, mA, mW, Wh as integers (later plugs,
 * with slot_id on strips), mW with or without Wh (bulbs), and any mix of them.
 */
void kasa_energy_parse(const struct kasa_jx *realtime, struct kasa_energy *energy);

#endif
