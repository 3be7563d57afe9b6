#include "wire/klap.h"

#include <string.h>

#include "base/be32.h"

#define PART(bytes)                     \
	{                               \
		(bytes), sizeof(bytes), \
	}

void
kasa_klap_auth(struct kasa_klap_auth *auth, enum kasa_klap_version version, const struct kasa_credentials *who)
{
	const uint8_t *bytes = version == KASA_KLAP_V1 ? who->klap1 : who->klap2;

	auth->len = version == KASA_KLAP_V1 ? sizeof who->klap1 : sizeof who->klap2;
	memcpy(auth->bytes, bytes, auth->len);
}

void
kasa_klap_server_proof(enum kasa_klap_version version, const uint8_t local[KASA_KLAP_SEED],
                       const uint8_t remote[KASA_KLAP_SEED], const struct kasa_klap_auth *auth,
                       uint8_t out[KASA_KLAP_PROOF])
{
	const struct kasa_part parts[] = {
		{ local, KASA_KLAP_SEED },
		{ remote, version == KASA_KLAP_V1 ? 0 : KASA_KLAP_SEED },
		{ auth->bytes, auth->len },
	};

	kasa_sha256(parts, 3, out);
}

void
kasa_klap_client_proof(enum kasa_klap_version version, const uint8_t local[KASA_KLAP_SEED],
                       const uint8_t remote[KASA_KLAP_SEED], const struct kasa_klap_auth *auth,
                       uint8_t out[KASA_KLAP_PROOF])
{
	kasa_klap_server_proof(version, remote, local, auth, out); /* the same with the seeds in each other's place */
}

/* A hash of the word and what both sides know. */
static void
derive(const char *word, const uint8_t *local, const uint8_t *remote, const struct kasa_klap_auth *auth,
       uint8_t out[KASA_SHA256_SIZE])
{
	const struct kasa_part parts[] = {
		{ word, strlen(word) },
		{ local, KASA_KLAP_SEED },
		{ remote, KASA_KLAP_SEED },
		{ auth->bytes, auth->len },
	};

	kasa_sha256(parts, 4, out);
}

static int32_t
get_number(const uint8_t in[4])
{
	uint32_t bits = kasa_be32_get(in);
	int32_t n;

	memcpy(&n, &bits, sizeof n);
	return n;
}

void
kasa_klap_derive(struct kasa_klap_keys *keys, const uint8_t local[KASA_KLAP_SEED], const uint8_t remote[KASA_KLAP_SEED],
                 const struct kasa_klap_auth *auth)
{
	uint8_t hash[KASA_SHA256_SIZE];

	derive("lsk", local, remote, auth, hash);
	memcpy(keys->key, hash, sizeof keys->key);
	derive("iv", local, remote, auth, hash);
	memcpy(keys->iv, hash, sizeof keys->iv);
	keys->seq = get_number(hash + sizeof hash - 4);
	derive("ldk", local, remote, auth, hash);
	memcpy(keys->sig, hash, sizeof keys->sig);
	explicit_bzero(hash, sizeof hash);
}

static void
whole_iv(const struct kasa_klap_keys *keys, int32_t seq, uint8_t out[KASA_AES_BLOCK])
{
	memcpy(out, keys->iv, sizeof keys->iv);
	kasa_be32_put(out + sizeof keys->iv, (uint32_t)seq);
}

static void
sign(const struct kasa_klap_keys *keys, int32_t seq, const uint8_t *data, size_t len, uint8_t out[KASA_KLAP_MAC])
{
	uint8_t number[4];
	const struct kasa_part parts[] = { PART(keys->sig), PART(number), { data, len } };

	kasa_be32_put(number, (uint32_t)seq);
	kasa_sha256(parts, 3, out);
}

int
kasa_klap_seal(const struct kasa_klap_keys *keys, int32_t seq, const char *text, size_t len, struct kasa_buf *out)
{
	uint8_t iv[KASA_AES_BLOCK], *at = kasa_buf_room(out, kasa_klap_sealed(len));

	if (!at)
		return KASA_ENOMEM;
	whole_iv(keys, seq, iv);
	kasa_aes_encrypt(keys->key, iv, text, len, at + KASA_KLAP_MAC);
	sign(keys, seq, at + KASA_KLAP_MAC, kasa_aes_sealed(len), at);
	out->len += kasa_klap_sealed(len);
	return KASA_OK;
}

static bool
is_message(size_t len)
{
	return len >= kasa_klap_sealed(0) && (len - KASA_KLAP_MAC) % KASA_AES_BLOCK == 0;
}

bool
kasa_klap_is_signed(const struct kasa_klap_keys *keys, int32_t seq, const uint8_t *data, size_t len)
{
	uint8_t mac[KASA_KLAP_MAC];

	if (!is_message(len))
		return false;
	sign(keys, seq, data + KASA_KLAP_MAC, len - KASA_KLAP_MAC, mac);
	return kasa_same_secret(mac, data, sizeof mac);
}

enum kasa_klap_opened
kasa_klap_open(const struct kasa_klap_keys *keys, int32_t seq, const uint8_t *data, size_t len, bool checked,
               struct kasa_buf *text)
{
	uint8_t iv[KASA_AES_BLOCK], *room;
	size_t text_len;

	if (!is_message(len))
		return KASA_KLAP_NO_MESSAGE;
	if (checked && !kasa_klap_is_signed(keys, seq, data, len))
		return KASA_KLAP_FORGED;
	room = kasa_buf_room(text, len - KASA_KLAP_MAC + 1);
	if (!room)
		return KASA_KLAP_NO_MEMORY;
	whole_iv(keys, seq, iv);
	if (!kasa_aes_decrypt(keys->key, iv, data + KASA_KLAP_MAC, len - KASA_KLAP_MAC, room, &text_len))
		return KASA_KLAP_NO_MESSAGE;
	room[text_len] = '\0';
	text->len += text_len;
	return KASA_KLAP_OPENED;
}

void
kasa_klap_account(struct kasa_credentials *out, const char *user, const char *password)
{
	const struct kasa_part name = { user, strlen(user) }, word = { password, strlen(password) };
	uint8_t md5[2][KASA_MD5_SIZE];

	kasa_md5(&name, 1, md5[0]);
	kasa_md5(&word, 1, md5[1]);
	kasa_md5(&(struct kasa_part)PART(md5), 1, out->klap1);
	kasa_sha1(&name, 1, out->user_sha1);
	kasa_sha1(&word, 1, out->password_sha1);
	kasa_sha256((const struct kasa_part[]){ PART(out->user_sha1), PART(out->password_sha1) }, 2, out->klap2);
	memcpy(out->owner, md5[0], sizeof out->owner);
	explicit_bzero(md5, sizeof md5);
}
