/* The hashes and the cipher, by their published vectors, and padding that is none. */
#include "unit/unit.h"

#include "wire/crypto.h"

static struct kasa_part
part(const char *text)
{
	return (struct kasa_part){ text, strlen(text) };
}

static void
to_hex(const uint8_t *bytes, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++)
		sprintf(out + 2 * i, "%02x", bytes[i]);
}

static void
from_hex(const char *hex, uint8_t *out)
{
	unsigned byte;

	for (size_t i = 0; hex[2 * i]; i++) {
		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		out[i] = (uint8_t)byte;
	}
}

START_TEST(hashes_are_those_of_their_standards)
{
	const struct kasa_part pieces[] = { part("a"), part(""), part("bc") };
	uint8_t md5[KASA_MD5_SIZE], sha1[KASA_SHA1_SIZE], sha256[KASA_SHA256_SIZE];
	char hex[65];

	kasa_md5(pieces, UNIT_COUNT(pieces), md5);
	to_hex(md5, sizeof md5, hex);
	ck_assert_str_eq(hex, "900150983cd24fb0d6963f7d28e17f72");
	kasa_sha1(pieces, UNIT_COUNT(pieces), sha1);
	to_hex(sha1, sizeof sha1, hex);
	ck_assert_str_eq(hex, "a9993e364706816aba3e25717850c26c9cd0d89d");
	kasa_sha256(pieces, UNIT_COUNT(pieces), sha256);
	to_hex(sha256, sizeof sha256, hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

/* NIST SP 800-38A, F.2.1: the first two blocks; what follows them is the padding. */
START_TEST(the_cipher_is_that_of_its_standard)
{
	uint8_t key[16], iv[16], text[32], want[32], out[48], back[48];
	size_t len;

	from_hex("2b7e151628aed2a6abf7158809cf4f3c", key);
	from_hex("000102030405060708090a0b0c0d0e0f", iv);
	from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51", text);
	from_hex("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2", want);
	ck_assert_uint_eq(kasa_aes_sealed(sizeof text), sizeof out);
	kasa_aes_encrypt(key, iv, text, sizeof text, out);

	ck_assert_mem_eq(out, want, sizeof want);
	ck_assert(kasa_aes_decrypt(key, iv, out, sizeof out, back, &len));
	ck_assert_uint_eq(len, sizeof text);
	ck_assert_mem_eq(back, text, sizeof text);
}
END_TEST

START_TEST(every_length_comes_back_also_in_place)
{
	static const uint8_t key[16] = { 1 }, iv[16] = { 2 };
	uint8_t text[100], work[128];
	size_t back;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)(i * 7);
	for (size_t len = 0; len <= sizeof text; len++) {
		memcpy(work, text, len);
		kasa_aes_encrypt(key, iv, work, len, work);
		ck_assert_uint_gt(kasa_aes_sealed(len), len);
		ck_assert(kasa_aes_decrypt(key, iv, work, kasa_aes_sealed(len), work, &back));
		ck_assert_uint_eq(back, len);
		ck_assert(len == 0 || memcmp(work, text, len) == 0);
	}
}
END_TEST

/* Encrypts a block whose last bytes are these, without padding of its own. */
static bool
padding_is_taken(const uint8_t *last, size_t n)
{
	static const uint8_t key[16] = { 1 }, iv[16] = { 2 };
	uint8_t block[16] = { 0 }, sealed[32], out[16];
	size_t len;

	memcpy(block + sizeof block - n, last, n);
	kasa_aes_encrypt(key, iv, block, sizeof block, sealed);
	return kasa_aes_decrypt(key, iv, sealed, sizeof block, out, &len);
}

START_TEST(padding_that_is_none_is_refused)
{
	static const uint8_t full[] = { 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16 };

	ck_assert(padding_is_taken((const uint8_t[]){ 1 }, 1));
	ck_assert(padding_is_taken((const uint8_t[]){ 3, 3, 3 }, 3));
	ck_assert(padding_is_taken(full, 16));
	ck_assert(!padding_is_taken((const uint8_t[]){ 0 }, 1));
	ck_assert(!padding_is_taken((const uint8_t[]){ 17 }, 1));
	ck_assert(!padding_is_taken((const uint8_t[]){ 255 }, 1));
	ck_assert(!padding_is_taken((const uint8_t[]){ 2, 3, 3 }, 3));
	ck_assert(!padding_is_taken(full + 1, 15));
}
END_TEST

START_TEST(what_has_no_whole_blocks_is_refused)
{
	static const uint8_t key[16] = { 1 }, iv[16] = { 2 }, data[33] = { 3 };
	uint8_t out[48];
	size_t len;

	ck_assert(!kasa_aes_decrypt(key, iv, data, 0, out, &len));
	ck_assert(!kasa_aes_decrypt(key, iv, data, 15, out, &len));
	ck_assert(!kasa_aes_decrypt(key, iv, data, 33, out, &len));
}
END_TEST

START_TEST(secrets_are_the_same_or_not)
{
	ck_assert(kasa_same_secret("abc", "abc", 3));
	ck_assert(!kasa_same_secret("abc", "abd", 3));
	ck_assert(!kasa_same_secret("bbc", "abc", 3));
	ck_assert(kasa_same_secret("abc", "abd", 2));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		hashes_are_those_of_their_standards,   the_cipher_is_that_of_its_standard,
		every_length_comes_back_also_in_place, padding_that_is_none_is_refused,
		what_has_no_whole_blocks_is_refused,   secrets_are_the_same_or_not,
	};

	return unit_run("crypto", tests, UNIT_COUNT(tests));
}
