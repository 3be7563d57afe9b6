/* A device that speaks KLAP, without a socket: one request goes in, one answer comes out, with faults on demand. */
#ifndef KASA_TESTS_UNIT_FAKE_KLAP_H
#define KASA_TESTS_UNIT_FAKE_KLAP_H

#include "wire/http1.h"
#include "wire/klap.h"

#define FAKE_KLAP_USER "user@example.com"
#define FAKE_KLAP_PASSWORD "hunter2"
#define FAKE_KLAP_COOKIE "TP_SESSIONID=0123456789ABCDEF0123456789ABCDEF"

/* What is asked. */
enum fake_klap_step {
	FAKE_KLAP_HANDSHAKE1,
	FAKE_KLAP_HANDSHAKE2,
	FAKE_KLAP_REQUEST,
	FAKE_KLAP_STEPS,
};

struct fake_klap {
	struct kasa_credentials owner;
	enum kasa_klap_version formulas, hash;
	const char *cookies;         /* Set-Cookie of handshake 1, or NULL */
	const char *connection;      /* Connection of every answer, or NULL */
	bool chunked;                /* bodies come in chunks */
	bool endless;                /* bodies end with the connection, and no length is told */
	bool forges;                 /* answers are signed wrongly */
	int status[FAKE_KLAP_STEPS]; /* instead of 200; 0: none */
	const char *reply;           /* to every request */

	/* what was heard */
	unsigned heard[FAKE_KLAP_STEPS];
	char target[64], cookie[128], question[256];
	struct kasa_klap_keys keys;
	uint8_t local[KASA_KLAP_SEED], remote[KASA_KLAP_SEED];
};

/* A device of FAKE_KLAP_USER that has no faults. */
void fake_klap_init(struct fake_klap *fake, enum kasa_klap_version version);

/* Hears a whole request and appends its answer. What it does not expect fails the test. */
void fake_klap_answer(struct fake_klap *fake, const uint8_t *request, size_t len, struct kasa_buf *out);

#endif
