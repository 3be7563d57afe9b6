/* What a device is made to do wrong: one fault at a time, by name, with a number. */
#ifndef KASA_SIM_FAULT_H
#define KASA_SIM_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/buf.h"
#include "base/err.h"

enum sim_fault_kind {
	SIM_FAULT_NONE,
	SIM_FAULT_SLOW,
	SIM_FAULT_SILENT,
	SIM_FAULT_SILENT_AFTER,
	SIM_FAULT_REFUSE,
	SIM_FAULT_RESET,
	SIM_FAULT_RESET_AFTER,
	SIM_FAULT_CUT,
	SIM_FAULT_GARBAGE,
	SIM_FAULT_FLIP,
	SIM_FAULT_LENGTH,
	SIM_FAULT_TWICE,
	SIM_FAULT_TRICKLE,
	SIM_FAULT_FLOOD,
	SIM_FAULT_DIE_AFTER_APPLY,
	SIM_FAULT_LOSS,
	SIM_FAULT_FORGED,
	SIM_FAULT_STATUS,
	SIM_FAULT_HANDSHAKE,
};

struct sim_fault {
	enum sim_fault_kind kind;
	double value; /* milliseconds, bytes or a share, as the kind says */
};

/* "NAME" or "NAME:VALUE". KASA_EINVAL with a sentence that says what is possible. */
int sim_fault_parse(struct sim_fault *fault, const char *text, struct kasa_err *err);

/* "NAME" or "NAME:VALUE", as sim_fault_parse() reads it. */
void sim_fault_format(const struct sim_fault *fault, char *out, size_t size);

/* One line for help: names and what they do, from 0; NULL past the last. */
const char *sim_fault_help(size_t index, const char **name);

/* Spoils the bytes of one reply. @p stream: it goes over a connection. */
int sim_fault_spoil(const struct sim_fault *fault, struct kasa_rng *rng, struct kasa_buf *reply, bool stream);

/* True when the device announces another length than its replies have. */
bool sim_fault_length(const struct sim_fault *fault, uint32_t *length);

/* True with probability @p share. */
bool sim_chance(struct kasa_rng *rng, double share);

#endif
