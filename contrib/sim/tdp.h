/* The packets of the newer discovery: sixteen bytes with a checksum, and JSON behind them. PROTOCOL section 2.2. */
#ifndef KASA_SIM_TDP_H
#define KASA_SIM_TDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	SIM_TDP_HEADER = 16,
};

/* True for a probe, with a key in it or without, whose length and checksum are right. */
bool sim_tdp_is_probe(const uint8_t *data, size_t len);

/* Completes an answer in place: its JSON stands behind SIM_TDP_HEADER bytes of any value. */
void sim_tdp_seal(struct kasa_buf *packet);

#endif
