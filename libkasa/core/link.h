/*
 * One device's conversation, without socket or clock: it is fed bytes, milliseconds and what became of the
 * connection, and is asked for bytes, a deadline and events.
 *
 *   begin ── OPEN ── connected ── (greeting) ── ASK ── say ── ANSWER ── more ── ASK ... or end
 *                        lost, silence or garbage ── a new connection and ASK again, or FAILED
 *
 * The link is not the connection: a session, a call and its deadline outlive it. One request is in flight at a
 * time. Whoever drives a link calls kasa_link_next() until it is false after each of the other functions.
 */
#ifndef KASA_CORE_LINK_H
#define KASA_CORE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/patience.h"
#include "wire/wire.h"

#define KASA_NEVER UINT64_MAX

enum {
	KASA_LINK_CONNECT_MS = 2000,
	KASA_LINK_REPLY_MS = 2000,
	KASA_LINK_LASTS = 4,      /* answers in a session that nobody disturbs */
	KASA_LINK_RIVALRY = 3,    /* sessions that end early, till another client is suspected */
	KASA_LINK_RIVAL_MS = 500, /* before the third handshake in a row, doubled at each further one ... */
	KASA_LINK_RIVAL_CAP_MS = 32000,
	KASA_LINK_IDLE_MS = 30000, /* a device is shared with the app: a connection nobody uses is given back */
};

enum kasa_link_event_kind {
	KASA_LINK_OPEN,   /* open a connection, then tell connected or lost */
	KASA_LINK_CLOSE,  /* close the connection; tell nothing */
	KASA_LINK_ASK,    /* say what to send, with kasa_link_say(), or end */
	KASA_LINK_ANSWER, /* its text; then more or end */
	KASA_LINK_FAILED, /* the call is over */
	KASA_LINK_RIVAL,  /* told once: sessions end early again and again, as another client's log-ins make them */
};

struct kasa_link_event {
	enum kasa_link_event_kind kind;
	bool fresh;    /* ASK: nothing was asked on this connection yet, or in this session where there are any ... */
	bool reopened; /* ... and it was opened at once when the one before it was closed in good order */
	const char *text;           /* ANSWER: ended by a NUL, valid until the link is fed again */
	size_t len;                 /* ANSWER */
	const struct kasa_err *err; /* FAILED: valid until the link is fed again */
};

/* What all links of one thread share, for it is in use only between feeding a link and its events. */
struct kasa_link_shared {
	struct kasa_buf text;
	struct kasa_err err;
	struct kasa_keyring keyring; /* for sessions */
};

enum kasa_link_call {
	KASA_CALL_ONCE = 1u << 0,  /* a poll: one try, refused while the device rests */
	KASA_CALL_FRESH = 1u << 1, /* not on a connection that was kept open: it may be dying */
};

enum kasa_link_say {
	KASA_SAY_REPEATABLE = 1u << 0, /* executing it twice does no harm */
};

/* 184 bytes, 10 000 times in a large house; the buffers are empty between calls. */
struct kasa_link {
	const struct kasa_wire *wire;
	void *session; /* wire->session_size bytes, or NULL when that is 0 */
	struct kasa_link_shared *shared;
	const char *host; /* where the device is, numeric, for those transports that say so */
	uint16_t port;
	struct kasa_buf in, out;
	struct kasa_patience patience;
	uint64_t begun_ms, call_deadline_ms; /* of the call */
	uint64_t step_deadline_ms;           /* of what is waited for now */
	uint64_t deadline_ms;                /* when kasa_link_tick() is due, or KASA_NEVER */
	uint8_t state;
	bool connected, close_due, session_up;
	bool call, failed;                  /* a call is open; it failed and that is not told yet */
	bool prompt;                        /* the connection took the place of another without a pause */
	bool used, tainted;                 /* the connection has answered before; must not be asked again */
	bool repeatable, renewed, reopened; /* the request; the call's one renewal, and one reopening, are spent */
	bool moving;                        /* the greeting goes on upon the next connection */
	bool rival_due;                     /* RIVAL is to be told */
	uint8_t answers;                    /* in this session, up to KASA_LINK_LASTS */
	uint8_t rivalry;                    /* sessions in a row that the device ended before that */
};

/* @p session is all zero and outlives the link; @p seed spreads retries. */
void kasa_link_init(struct kasa_link *link, const struct kasa_wire *wire, void *session,
                    struct kasa_link_shared *shared, uint64_t seed);
void kasa_link_finish(struct kasa_link *link);

/* Says where the device is. @p host outlives the link. */
void kasa_link_at(struct kasa_link *link, const char *host, uint16_t port);

/* Between calls: from now on by another transport, on a new connection. CLOSE may follow. The old session is not touched any more. */
void kasa_link_turn(struct kasa_link *link, const struct kasa_wire *wire, void *session);

/*
 * Starts a call, to be over by @p deadline_ms.
 * KASA_EBUSY: one is open. KASA_EBREAKER: a poll, and the device is given a rest; err tells for how long.
 */
int kasa_link_begin(struct kasa_link *link, uint64_t now_ms, uint64_t deadline_ms, unsigned flags,
                    struct kasa_err *err);

/* After ASK: what to send, and how long the answer may take. On failure the call goes on to FAILED. */
void kasa_link_say(struct kasa_link *link, uint64_t now_ms, const char *text, size_t len, unsigned flags,
                   uint32_t reply_ms);

/* After ANSWER: the call goes on. @p fresh: on a new connection, for what must not be sent into a dying one. */
void kasa_link_more(struct kasa_link *link, uint64_t now_ms, bool fresh);

/* After ANSWER, which told that the session is over: the call goes on in a new one. @p err: how it told so. */
void kasa_link_renew(struct kasa_link *link, uint64_t now_ms, const struct kasa_err *err);

/* After ASK or ANSWER: the call is over. @p taint: the answer was no answer: connection and session are over. */
void kasa_link_end(struct kasa_link *link, uint64_t now_ms, bool taint);

/* Ends a call and the connection; CLOSE may follow. */
void kasa_link_abort(struct kasa_link *link);

void kasa_link_connected(struct kasa_link *link, uint64_t now_ms, const uint8_t random[KASA_WIRE_RANDOM]);

/* The connection could not be made, or is gone: @p err tells why; KASA_ERESET when the device closed it. */
void kasa_link_lost(struct kasa_link *link, uint64_t now_ms, const struct kasa_err *err);

void kasa_link_up(struct kasa_link *link, uint64_t now_ms, const uint8_t *data, size_t len);

/* What waits to be sent; NULL when nothing does. */
const uint8_t *kasa_link_down(const struct kasa_link *link, size_t *len);
void kasa_link_sent(struct kasa_link *link, size_t len);

void kasa_link_tick(struct kasa_link *link, uint64_t now_ms);

/* The device was heard of elsewhere: its rest is over, unless it is there and does not let us in. */
void kasa_link_heard(struct kasa_link *link);

/* The next event; false when there is none. */
bool kasa_link_next(struct kasa_link *link, uint64_t now_ms, struct kasa_link_event *event);

#endif
