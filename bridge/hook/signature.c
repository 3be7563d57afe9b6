#include "bridge/hook/signature.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>

#include "base/str.h"

enum {
	KEY_LEAST = 16, /* bytes behind whsec_ */
	KEY_MOST = 64,
	SAME_BLOCK = 512, /* texts up to it are compared in one time */
	ID_MAX = 256,
	DIGITS_MAX = 15, /* of a timestamp: far beyond all that a clock tells */
};

/* What is signed, piece by piece. */
struct piece {
	const void *bytes;
	size_t length;
};

/* ---- keys ---- */

static bool
decode_key(struct signature_key *key, const char *base64)
{
	struct base64_decode_ctx ctx;
	size_t n = strlen(base64), length = sizeof key->bytes;

	base64_decode_init(&ctx);
	if (BASE64_DECODE_LENGTH(n) > sizeof key->bytes || !base64_decode_update(&ctx, &length, key->bytes, n, base64)
	    || !base64_decode_final(&ctx))
		return false;
	key->length = length;
	return length >= KEY_LEAST && length <= KEY_MOST;
}

bool
signature_key_text(struct signature_key *key, const char *secret)
{
	size_t n = strlen(secret);

	*key = (struct signature_key){ .length = 0 };
	if (n == 0 || n > sizeof key->bytes)
		return false;
	memcpy(key->bytes, secret, n);
	key->length = n;
	return true;
}

bool
signature_key_parse(struct signature_key *key, const char *secret)
{
	*key = (struct signature_key){ .length = 0 };
	return strncmp(secret, "whsec_", 6) == 0 ? decode_key(key, secret + 6) : signature_key_text(key, secret);
}

bool
signature_keys_good(const char *secrets)
{
	static const char blanks[] = " \t";
	const char *at = secrets + strspn(secrets, blanks);
	struct signature_key key;
	char word[SIGNATURE_KEY_MAX + 1];
	bool good = *at != '\0';

	while (good && *at) {
		size_t n = strcspn(at, blanks);

		good = n < sizeof word && snprintf(word, sizeof word, "%.*s", (int)n, at) >= 0
		       && signature_key_parse(&key, word);
		at += n + strspn(at + n, blanks);
	}
	explicit_bzero(word, sizeof word);
	explicit_bzero(&key, sizeof key);
	return good;
}

/* ---- HMAC ---- */

static void
sign(uint8_t out[SIGNATURE_BYTES], const struct signature_key *key, const struct piece *pieces, size_t count)
{
	struct hmac_sha256_ctx ctx;

	hmac_sha256_set_key(&ctx, key->length, key->bytes);
	for (size_t i = 0; i < count; i++)
		hmac_sha256_update(&ctx, pieces[i].length, pieces[i].bytes);
	hmac_sha256_digest(&ctx, SIGNATURE_BYTES, out);
	explicit_bzero(&ctx, sizeof ctx);
}

void
signature_hmac(uint8_t out[SIGNATURE_BYTES], const struct signature_key *key, const void *data, size_t length)
{
	const struct piece piece = { data, length };

	sign(out, key, &piece, 1);
}

/* ---- Standard Webhooks ---- */

static void
sign_standard(uint8_t out[SIGNATURE_BYTES], const struct signature_key *key, const char *id, const char *timestamp,
              const struct piece *body)
{
	const struct piece pieces[] = {
		{ id, strlen(id) }, { ".", 1 }, { timestamp, strlen(timestamp) }, { ".", 1 }, *body,
	};

	sign(out, key, pieces, sizeof pieces / sizeof pieces[0]);
}

void
signature_standard(char out[SIGNATURE_TEXT], const struct signature_key *key, const char *id, int64_t timestamp_s,
                   const void *body, size_t length)
{
	const struct piece piece = { body, length };
	uint8_t digest[SIGNATURE_BYTES];
	char timestamp[24];

	snprintf(timestamp, sizeof timestamp, "%" PRId64, timestamp_s);
	sign_standard(digest, key, id, timestamp, &piece);
	memcpy(out, "v1,", 3);
	base64_encode_raw(out + 3, sizeof digest, digest);
	out[3 + BASE64_ENCODE_RAW_LENGTH(SIGNATURE_BYTES)] = '\0';
}

/* A full stop in it would let a signed text be cut at another place. */
static bool
is_id(const char *id)
{
	size_t n = strlen(id);

	for (size_t i = 0; i < n; i++)
		if (id[i] <= ' ' || id[i] > '~' || id[i] == '.')
			return false;
	return n > 0 && n <= ID_MAX;
}

static bool
is_standard(const char *text, size_t n, const uint8_t digest[SIGNATURE_BYTES])
{
	uint8_t given[BASE64_DECODE_LENGTH(SIGNATURE_TEXT)];
	struct base64_decode_ctx ctx;
	size_t length = sizeof given;

	if (n < 3 || n >= SIGNATURE_TEXT || memcmp(text, "v1,", 3) != 0)
		return false;
	base64_decode_init(&ctx);
	if (!base64_decode_update(&ctx, &length, given, n - 3, text + 3) || !base64_decode_final(&ctx))
		return false;
	return length == SIGNATURE_BYTES && memeql_sec(given, digest, SIGNATURE_BYTES);
}

bool
signature_standard_check(const char *header, const struct signature_key *key, const char *id, const char *timestamp,
                         const void *body, size_t length)
{
	const struct piece piece = { body, length };
	uint8_t digest[SIGNATURE_BYTES];
	bool good = false;
	int64_t seconds;

	sign_standard(digest, key, id, timestamp, &piece);
	for (const char *at = header; *at;) {
		size_t n = strcspn(at, " ");

		good |= is_standard(at, n, digest);
		at += n + strspn(at + n, " ");
	}
	return good && is_id(id) && signature_timestamp(timestamp, &seconds);
}

/* ---- hexadecimal ones ---- */

static bool
is_hex(const char *text, size_t n, const uint8_t digest[SIGNATURE_BYTES])
{
	uint8_t given[SIGNATURE_BYTES];

	if (n != sizeof given * 2)
		return false;
	for (size_t i = 0; i < sizeof given; i++) {
		int high = kasa_hex_digit(text[2 * i]), low = kasa_hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		given[i] = (uint8_t)(high << 4 | low);
	}
	return memeql_sec(given, digest, sizeof given);
}

bool
signature_github_check(const char *header, const struct signature_key *key, const void *body, size_t length)
{
	uint8_t digest[SIGNATURE_BYTES];

	signature_hmac(digest, key, body, length);
	return strncmp(header, "sha256=", 7) == 0 && is_hex(header + 7, strlen(header + 7), digest);
}

/* ---- Stripe ---- */

/* The one t= of the header, as text. False: none, two, or no number. */
static bool
stripe_time(const char *header, char out[DIGITS_MAX + 1], int64_t *seconds)
{
	unsigned seen = 0;

	out[0] = '\0';
	for (const char *at = header; *at;) {
		size_t n = strcspn(at, ",");

		if (n > 2 && n - 2 <= DIGITS_MAX && memcmp(at, "t=", 2) == 0) {
			memcpy(out, at + 2, n - 2);
			out[n - 2] = '\0';
		}
		seen += n >= 2 && memcmp(at, "t=", 2) == 0;
		at += n + strspn(at + n, ", ");
	}
	return signature_timestamp(out, seconds) && seen == 1;
}

bool
signature_stripe_check(const char *header, const struct signature_key *key, const void *body, size_t length,
                       int64_t *timestamp_s)
{
	char timestamp[DIGITS_MAX + 1];
	bool timed = stripe_time(header, timestamp, timestamp_s), good = false;
	const struct piece pieces[] = { { timestamp, strlen(timestamp) }, { ".", 1 }, { body, length } };
	uint8_t digest[SIGNATURE_BYTES];

	sign(digest, key, pieces, sizeof pieces / sizeof pieces[0]);
	for (const char *at = header; *at;) {
		size_t n = strcspn(at, ",");

		good |= n > 3 && memcmp(at, "v1=", 3) == 0 && is_hex(at + 3, n - 3, digest);
		at += n + strspn(at + n, ", ");
	}
	return timed && good;
}

bool
signature_stripe_time(const char *header, int64_t *timestamp_s)
{
	char timestamp[DIGITS_MAX + 1];

	return stripe_time(header, timestamp, timestamp_s);
}

/* ---- texts ---- */

bool
signature_timestamp(const char *text, int64_t *out)
{
	size_t n = strspn(text, "0123456789");
	int64_t seconds = 0;

	*out = 0;
	if (n == 0 || n > DIGITS_MAX || text[n])
		return false;
	for (size_t i = 0; i < n; i++)
		seconds = seconds * 10 + (text[i] - '0');
	*out = seconds;
	return true;
}

/* Of a text filled up to whole blocks, and of its length. */
static void
digest_text(uint8_t out[SIGNATURE_BYTES], const char *text)
{
	static const struct signature_key key = { .bytes = "kasa", .length = 4 };
	static const uint8_t zeros[SAME_BLOCK];
	uint64_t n = strlen(text);
	const struct piece pieces[] = { { text, n }, { zeros, SAME_BLOCK - n % SAME_BLOCK }, { &n, sizeof n } };

	sign(out, &key, pieces, sizeof pieces / sizeof pieces[0]);
}

bool
signature_same(const char *a, const char *b)
{
	uint8_t one[SIGNATURE_BYTES], other[SIGNATURE_BYTES];

	digest_text(one, a);
	digest_text(other, b);
	return memeql_sec(one, other, sizeof one);
}
