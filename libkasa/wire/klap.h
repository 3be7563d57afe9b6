/*
 * KLAP without its carrier: what is proven in a handshake, which keys follow from it, and one message under them. Both
 * generations, which differ in three formulas; device and client, for the simulator speaks it too. PROTOCOL section 4.
 */
#ifndef KASA_WIRE_KLAP_H
#define KASA_WIRE_KLAP_H

#include <kasa/credentials.h>

#include "base/buf.h"
#include "wire/crypto.h"

enum {
	KASA_KLAP_SEED = 16,
	KASA_KLAP_PROOF = KASA_SHA256_SIZE,
	KASA_KLAP_IV = 12, /* the sequence number makes it an AES block */
	KASA_KLAP_SIG = 28,
	KASA_KLAP_AUTH_MAX = 32,
	KASA_KLAP_MAC = KASA_SHA256_SIZE, /* stands before the cipher text */
};

enum kasa_klap_version {
	KASA_KLAP_V1 = 1,
	KASA_KLAP_V2 = 2,
};

/* What the account is to this version: 16 or 32 bytes. */
struct kasa_klap_auth {
	uint8_t bytes[KASA_KLAP_AUTH_MAX];
	uint8_t len;
};

struct kasa_klap_keys {
	uint8_t key[KASA_AES_BLOCK], iv[KASA_KLAP_IV], sig[KASA_KLAP_SIG];
	int32_t seq; /* of the last message; the first request has one more */
};

void kasa_klap_auth(struct kasa_klap_auth *auth, enum kasa_klap_version version, const struct kasa_credentials *who);

/* What the device answers in handshake 1, behind its seed. @p local is the client's seed, @p remote the device's. */
void kasa_klap_server_proof(enum kasa_klap_version version, const uint8_t local[KASA_KLAP_SEED],
                            const uint8_t remote[KASA_KLAP_SEED], const struct kasa_klap_auth *auth,
                            uint8_t out[KASA_KLAP_PROOF]);

/* What the client says in handshake 2. */
void kasa_klap_client_proof(enum kasa_klap_version version, const uint8_t local[KASA_KLAP_SEED],
                            const uint8_t remote[KASA_KLAP_SEED], const struct kasa_klap_auth *auth,
                            uint8_t out[KASA_KLAP_PROOF]);

void kasa_klap_derive(struct kasa_klap_keys *keys, const uint8_t local[KASA_KLAP_SEED],
                      const uint8_t remote[KASA_KLAP_SEED], const struct kasa_klap_auth *auth);

/* Bytes of a message of @p len bytes of text. */
static inline size_t
kasa_klap_sealed(size_t len)
{
	return KASA_KLAP_MAC + kasa_aes_sealed(len);
}

/* Appends one message with the number @p seq. KASA_ENOMEM. */
int kasa_klap_seal(const struct kasa_klap_keys *keys, int32_t seq, const char *text, size_t len, struct kasa_buf *out);

enum kasa_klap_opened {
	KASA_KLAP_OPENED,
	KASA_KLAP_NO_MESSAGE, /* too short, no whole blocks, or its padding is none */
	KASA_KLAP_FORGED,     /* its signature is not that of this text */
	KASA_KLAP_NO_MEMORY,
};

/* True for a whole message with that number. */
bool kasa_klap_is_signed(const struct kasa_klap_keys *keys, int32_t seq, const uint8_t *data, size_t len);

/* Puts the text of a message into @p text, with a NUL that does not count. @p checked: only when it is signed. */
enum kasa_klap_opened kasa_klap_open(const struct kasa_klap_keys *keys, int32_t seq, const uint8_t *data, size_t len,
                                     bool checked, struct kasa_buf *text);

/* The hashes of an account; see kasa_credentials_derive(). */
void kasa_klap_account(struct kasa_credentials *out, const char *user, const char *password);

#endif
