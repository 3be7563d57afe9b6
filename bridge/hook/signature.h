/*
 * How webhooks are signed, the same for those that come in and those that go out: HMAC-SHA256 over the raw bytes of a body. Pure;
 * all comparisons take the same time whatever differs.
 */
#ifndef KASA_BRIDGE_SIGNATURE_H
#define KASA_BRIDGE_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SIGNATURE_BYTES = 32,
	SIGNATURE_KEY_MAX = 256,  /* bytes of a secret */
	SIGNATURE_TEXT = 64,      /* "v1," and base64 of a signature, with its NUL */
	SIGNATURE_WINDOW_S = 300, /* how far a timestamp may lie from now */
};

struct signature_key {
	uint8_t bytes[SIGNATURE_KEY_MAX];
	size_t length;
};

/* A secret as people write it: "whsec_" and base64 of 16 to 64 bytes, or any other text, whose bytes it is. False: neither. */
bool signature_key_parse(struct signature_key *key, const char *secret);

/* The bytes of a text, whatever it begins with: Stripe's begin with "whsec_" as well, and are meant so. */
bool signature_key_text(struct signature_key *key, const char *secret);

/* Whether each of these secrets, with blanks between them, can be parsed so. */
bool signature_keys_good(const char *secrets);

void signature_hmac(uint8_t out[SIGNATURE_BYTES], const struct signature_key *key, const void *data, size_t length);

/* webhook-signature of Standard Webhooks 1.0.0: "v1," and base64 of the HMAC over "ID.TIMESTAMP.BODY". */
void signature_standard(char out[SIGNATURE_TEXT], const struct signature_key *key, const char *id, int64_t timestamp_s,
                        const void *body, size_t length);

/* Whether one of the signatures in a header, divided by blanks, is of this key. An id with a full stop is none. */
bool signature_standard_check(const char *header, const struct signature_key *key, const char *id,
                              const char *timestamp, const void *body, size_t length);

/* X-Hub-Signature-256 of GitHub: "sha256=" and hex. */
bool signature_github_check(const char *header, const struct signature_key *key, const void *body, size_t length);

/* Stripe-Signature: "t=SECONDS,v1=HEX,..." over "SECONDS.BODY", one v1 of several being enough. *@p timestamp_s is what it says. */
bool signature_stripe_check(const char *header, const struct signature_key *key, const void *body, size_t length,
                            int64_t *timestamp_s);

/* The one t= of such a header, as it was signed. False: none, two, or no number. */
bool signature_stripe_time(const char *header, int64_t *timestamp_s);

/* Whole seconds since 1970, digits only; false for anything else. */
bool signature_timestamp(const char *text, int64_t *out);

/* Whether two texts are the same, in a time that tells nothing of either, their lengths included. */
bool signature_same(const char *a, const char *b);

#endif
