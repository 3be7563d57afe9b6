/*
 * How JSON text becomes bytes on a connection and comes back: one row per transport.
 *
 * A row has no socket, no clock and no randomness of its own: bytes, milliseconds and random bytes are
 * handed in. What it keeps between messages (cookie, keys, sequence number) is its session, which outlives
 * the connection: memory of session_size bytes, all zero at first and after the session was dropped.
 */
#ifndef KASA_WIRE_WIRE_H
#define KASA_WIRE_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	KASA_MESSAGE_MAX = 64 << 10, /* one message; the largest seen is about 5 KiB */
	KASA_WIRE_RANDOM = 16,       /* bytes of good randomness that a greeting gets */
};

/* What reading gave. */
enum kasa_step {
	KASA_STEP_MORE,  /* not whole yet: more bytes */
	KASA_STEP_DONE,  /* whole: the session stands, or a message was put into the text */
	KASA_STEP_SEND,  /* greeting only: what stands in `out` goes first, then more bytes come */
	KASA_STEP_RENEW, /* the device does not know the session any more; the request was not executed */
	KASA_STEP_FAIL,  /* err tells why; the connection is of no more use */
};

/* Bytes that arrived: @ref used is set to how many of them were taken. */
struct kasa_wire_in {
	const uint8_t *data;
	size_t len;
	size_t used;
};

struct kasa_wire {
	const char *name;
	uint16_t port; /* where it listens, unless discovery says otherwise */
	size_t session_size;

	/*
	 * Makes a session, before the first message of one. Called with no bytes and with KASA_WIRE_RANDOM
	 * random bytes first, then with what came and NULL. The row itself is NULL where there is no greeting.
	 */
	enum kasa_step (*greet)(void *session, const uint8_t *random, uint64_t now_ms, struct kasa_wire_in *in,
	                        struct kasa_buf *out, struct kasa_err *err);

	/* True when the session should be made anew before the next message. NULL: never. */
	int (*stale)(const void *session, uint64_t now_ms);

	/* Appends one message. */
	int (*seal)(void *session, const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err);

	/* Reads one message; at KASA_STEP_DONE its text stands in @p text, with a NUL that does not count. */
	enum kasa_step (*open)(void *session, struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err);
};

extern const struct kasa_wire kasa_wire_xor;

/* The row of that name, or NULL. */
const struct kasa_wire *kasa_wire_find(const char *name);

/* Rows for lists, from 0; NULL past the last. */
const struct kasa_wire *kasa_wire_at(size_t index);

#endif
