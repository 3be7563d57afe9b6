/*
 * A transport that no device has, with all that a transport may have: a greeting of two exchanges, a session
 * with a number of its own, and an end of that session after a while or whenever the device says so.
 *
 *   client  device
 *   H n     h s      n: a random byte; s: the session's number
 *   C s     k        s is confirmed; or r: refused
 *   Q s l … A l …    a question and its answer of l bytes; or X: that session is over
 */
#ifndef KASA_TESTS_UNIT_TOY_WIRE_H
#define KASA_TESTS_UNIT_TOY_WIRE_H

#include <stdbool.h>

#include "wire/wire.h"

enum {
	TOY_SESSION_MS = 60000,
};

struct toy_session {
	uint64_t ends_ms;
	uint8_t nonce, number, step;
	bool dirty; /* a greeting began with memory that was not all zero */
};

extern const struct kasa_wire toy_wire;

#endif
