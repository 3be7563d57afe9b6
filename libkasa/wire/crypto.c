#include "wire/crypto.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/md5.h>
#include <nettle/memops.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

void
kasa_md5(const struct kasa_part *parts, size_t count, uint8_t out[KASA_MD5_SIZE])
{
	struct md5_ctx md5;

	md5_init(&md5);
	for (size_t i = 0; i < count; i++)
		md5_update(&md5, parts[i].len, parts[i].data);
	md5_digest(&md5, KASA_MD5_SIZE, out);
	explicit_bzero(&md5, sizeof md5);
}

void
kasa_sha1(const struct kasa_part *parts, size_t count, uint8_t out[KASA_SHA1_SIZE])
{
	struct sha1_ctx sha1;

	sha1_init(&sha1);
	for (size_t i = 0; i < count; i++)
		sha1_update(&sha1, parts[i].len, parts[i].data);
	sha1_digest(&sha1, KASA_SHA1_SIZE, out);
	explicit_bzero(&sha1, sizeof sha1);
}

void
kasa_sha256(const struct kasa_part *parts, size_t count, uint8_t out[KASA_SHA256_SIZE])
{
	struct sha256_ctx sha256;

	sha256_init(&sha256);
	for (size_t i = 0; i < count; i++)
		sha256_update(&sha256, parts[i].len, parts[i].data);
	sha256_digest(&sha256, KASA_SHA256_SIZE, out);
	explicit_bzero(&sha256, sizeof sha256);
}

void
kasa_aes_encrypt(const uint8_t key[KASA_AES_BLOCK], const uint8_t iv[KASA_AES_BLOCK], const void *text, size_t len,
                 uint8_t *out)
{
	size_t whole = len / KASA_AES_BLOCK * KASA_AES_BLOCK, rest = len - whole;
	uint8_t chain[KASA_AES_BLOCK], last[KASA_AES_BLOCK];
	struct aes128_ctx aes;

	memcpy(chain, iv, sizeof chain);
	memset(last, (int)(sizeof last - rest), sizeof last);
	if (rest > 0)
		memcpy(last, (const uint8_t *)text + whole, rest);
	aes128_set_encrypt_key(&aes, key);
	if (whole > 0)
		cbc_encrypt(&aes, (nettle_cipher_func *)aes128_encrypt, sizeof chain, chain, whole, out, text);
	cbc_encrypt(&aes, (nettle_cipher_func *)aes128_encrypt, sizeof chain, chain, sizeof last, out + whole, last);
	explicit_bzero(&aes, sizeof aes);
	explicit_bzero(last, sizeof last);
}

/* Looked at whole, whatever stands in it: its time tells nothing. */
static bool
padded(const uint8_t block[KASA_AES_BLOCK], size_t *pad)
{
	uint8_t n = block[KASA_AES_BLOCK - 1], wrong = n == 0 || n > KASA_AES_BLOCK;

	for (size_t i = 0; i < KASA_AES_BLOCK; i++)
		wrong |= (uint8_t)((i + n >= KASA_AES_BLOCK) & (block[i] != n));
	*pad = n;
	return !wrong;
}

bool
kasa_aes_decrypt(const uint8_t key[KASA_AES_BLOCK], const uint8_t iv[KASA_AES_BLOCK], const uint8_t *data, size_t len,
                 uint8_t *out, size_t *text_len)
{
	uint8_t chain[KASA_AES_BLOCK];
	struct aes128_ctx aes;
	size_t pad;

	if (len == 0 || len % KASA_AES_BLOCK != 0)
		return false;
	memcpy(chain, iv, sizeof chain);
	aes128_set_decrypt_key(&aes, key);
	cbc_decrypt(&aes, (nettle_cipher_func *)aes128_decrypt, sizeof chain, chain, len, out, data);
	explicit_bzero(&aes, sizeof aes);
	if (!padded(out + len - KASA_AES_BLOCK, &pad))
		return false;
	*text_len = len - pad;
	return true;
}

bool
kasa_same_secret(const void *a, const void *b, size_t len)
{
	return memeql_sec(a, b, len);
}
