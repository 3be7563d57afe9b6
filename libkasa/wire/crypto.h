/*
 * The hashes and the cipher of KLAP, and nothing else of nettle: the library's only door to it.
 */
#ifndef KASA_WIRE_CRYPTO_H
#define KASA_WIRE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KASA_MD5_SIZE = 16,
	KASA_SHA1_SIZE = 20,
	KASA_SHA256_SIZE = 32,
	KASA_AES_BLOCK = 16, /* the key has as many bytes */
};

/* One of the pieces that are hashed one behind the other. */
struct kasa_part {
	const void *data;
	size_t len;
};

void kasa_md5(const struct kasa_part *parts, size_t count, uint8_t out[KASA_MD5_SIZE]);
void kasa_sha1(const struct kasa_part *parts, size_t count, uint8_t out[KASA_SHA1_SIZE]);
void kasa_sha256(const struct kasa_part *parts, size_t count, uint8_t out[KASA_SHA256_SIZE]);

/* What @p len bytes come to with their padding, PKCS#7: always at least one byte more. */
static inline size_t
kasa_aes_sealed(size_t len)
{
	return len / KASA_AES_BLOCK * KASA_AES_BLOCK + KASA_AES_BLOCK;
}

/* AES-128-CBC with padding; @p out takes kasa_aes_sealed(len) bytes and may be @p text itself. */
void kasa_aes_encrypt(const uint8_t key[KASA_AES_BLOCK], const uint8_t iv[KASA_AES_BLOCK], const void *text, size_t len,
                      uint8_t *out);

/* The way back; @p out takes @p len bytes, @p text_len tells how many count. False: no whole blocks, or no padding. */
bool kasa_aes_decrypt(const uint8_t key[KASA_AES_BLOCK], const uint8_t iv[KASA_AES_BLOCK], const uint8_t *data,
                      size_t len, uint8_t *out, size_t *text_len);

/* Compares secrets in a time that does not tell where they differ. */
bool kasa_same_secret(const void *a, const void *b, size_t len);

#endif
