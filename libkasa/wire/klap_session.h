/* What the log-in and the messages of KLAP share: one device's session, and how anything goes to the device. */
#ifndef KASA_WIRE_KLAP_SESSION_H
#define KASA_WIRE_KLAP_SESSION_H

#include "wire/cookie.h"
#include "wire/http1.h"
#include "wire/klap.h"
#include "wire/wire.h"

/* How far the log-in is. */
enum kasa_klap_step {
	KASA_KLAP_NOTHING,
	KASA_KLAP_ASKED,    /* handshake 1 was sent */
	KASA_KLAP_MATCHED,  /* an account fits its answer; handshake 2 is to be sent, or was */
	KASA_KLAP_STANDING, /* the keys are made */
};

/* What handshake 2 is made of. */
struct kasa_klap_half {
	uint8_t local[KASA_KLAP_SEED], remote[KASA_KLAP_SEED];
	struct kasa_klap_auth auth;
};

/* 200 bytes for each device. */
struct kasa_klap_session {
	uint64_t stale_ms;
	const char *host;
	const struct kasa_keyring *keyring;
	union {
		struct kasa_klap_half half; /* until the log-in is over ... */
		struct kasa_klap_keys keys; /* ... and then */
	} secret;
	uint16_t port;
	uint8_t step;
	uint8_t version; /* of the formulas; from KASA_KLAP_MATCHED on */
	char cookie[KASA_COOKIE_MAX];
};

/* The greeting of both rows: @p announced is tried first. */
enum kasa_step kasa_klap_login(struct kasa_klap_session *session, enum kasa_klap_version announced,
                               const struct kasa_wire_with *with, struct kasa_wire_in *in, struct kasa_buf *out,
                               struct kasa_err *err);

/* Appends the head of a request; there is room behind it for its @p body_len bytes. KASA_ENOMEM. */
int kasa_klap_post(const struct kasa_klap_session *session, const char *target, size_t body_len, struct kasa_buf *out);

/* Reads an answer: MORE, FAIL, or DONE with what was taken noted in @p in. */
enum kasa_step kasa_klap_read(struct kasa_http1 *answer, struct kasa_wire_in *in, struct kasa_err *err);

/* Says why, and gives KASA_STEP_FAIL. */
enum kasa_step kasa_klap_fail(struct kasa_err *err, int code, const char *why);

/* The same for HTTP status 429, which may come at any time. */
enum kasa_step kasa_klap_too_many(struct kasa_err *err);

#endif
