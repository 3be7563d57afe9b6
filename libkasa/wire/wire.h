/*
 * How JSON text becomes bytes on a connection and comes back: one row per transport.
 *
 * A row has no socket, no clock and no randomness of its own: bytes, milliseconds and random bytes are
 * handed in. What it keeps between messages (cookie, keys, sequence number) is its session, which outlives
 * the connection: memory of session_size bytes, all zero at first and after the session was dropped.
 */
#ifndef KASA_WIRE_WIRE_H
#define KASA_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/credentials.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	KASA_MESSAGE_MAX = 64 << 10,                      /* one message; the largest seen is about 5 KiB */
	KASA_WIRE_RANDOM = 16,                            /* bytes of good randomness that a greeting gets */
	KASA_WIRE_TEXT = KASA_MESSAGE_MAX + 64,           /* room for the text of any message, and what pads it */
	KASA_WIRE_FRAMED = KASA_MESSAGE_MAX + (20 << 10), /* a message with all that a transport puts round it */
};

/* What reading gave. */
enum kasa_step {
	KASA_STEP_MORE,   /* not whole yet: more bytes */
	KASA_STEP_DONE,   /* whole: the session stands, or a message was put into the text */
	KASA_STEP_SEND,   /* greeting only: what stands in `out` goes first, then more bytes come */
	KASA_STEP_MOVE,   /* greeting only: it goes on, on a new connection, for the device closes this one */
	KASA_STEP_RENEW,  /* the device does not know the session any more; the request was not executed */
	KASA_STEP_ASTRAY, /* session and device are out of step: a new one, but the request may have been executed */
	KASA_STEP_FAIL, /* err tells why: connection and session are of no more use. KASA_EDEVICE: the device did not want to */
};

/* Bytes that arrived: @ref used is set to how many of them were taken. */
struct kasa_wire_in {
	const uint8_t *data;
	size_t len;
	size_t used;
	bool last; /* set when the device will take no more on this connection */
};

/* What the account of a house opens; the same for all its devices. */
struct kasa_keyring {
	const struct kasa_credentials *accounts;
	size_t count;
	bool ignore_signatures;                      /* see kasa_context_ignore_signatures() */
	void (*fetch)(struct kasa_keyring *keyring); /* fills it before it is used first; NULL: it is as it is */
};

/* Called by whoever is about to look into it. */
static inline void
kasa_keyring_fetch(struct kasa_keyring *keyring)
{
	void (*fetch)(struct kasa_keyring *) = keyring->fetch;

	keyring->fetch = NULL;
	if (fetch)
		fetch(keyring);
}

/* With what a session is made. */
struct kasa_wire_with {
	const char *host; /* numeric; outlives the session */
	uint16_t port;
	const struct kasa_keyring *keyring; /* outlives the session */
	const uint8_t *random;              /* KASA_WIRE_RANDOM bytes on a new connection, else NULL */
	uint64_t now_ms;
};

struct kasa_wire {
	const char *name;
	uint16_t port; /* where it listens, unless discovery says otherwise */
	size_t session_size;

	/*
	 * Makes a session, before the first message of one. Called with no bytes and with random ones on each new
	 * connection, then with what came. A session that is not all zero then is half made: it goes on where it can,
	 * or begins anew. NULL where there is no greeting.
	 */
	enum kasa_step (*greet)(void *session, const struct kasa_wire_with *with, struct kasa_wire_in *in,
	                        struct kasa_buf *out, struct kasa_err *err);

	bool moves; /* a greeting that was answered once goes on, on another connection, where the device closed that one */

	/* The row that a session which stands speaks: a greeting may find another generation than was announced. NULL: this. */
	const struct kasa_wire *(*settled)(const void *session);

	/* True when the session should be made anew before the next message. NULL: never. */
	bool (*stale)(const void *session, uint64_t now_ms);

	/* Appends one message. */
	int (*seal)(void *session, const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err);

	/* Reads one message; at KASA_STEP_DONE its text stands in @p text, with a NUL that does not count. */
	enum kasa_step (*open)(void *session, struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err);
};

extern const struct kasa_wire kasa_wire_xor;
extern const struct kasa_wire kasa_wire_klap1, kasa_wire_klap2; /* the same but for what is tried first */

/* The row of that name, or NULL. */
const struct kasa_wire *kasa_wire_find(const char *name);

/* Rows for lists, from 0; NULL past the last. */
const struct kasa_wire *kasa_wire_at(size_t index);

#endif
