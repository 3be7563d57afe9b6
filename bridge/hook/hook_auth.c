#include "bridge/hook/hook_auth.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/hook/signature.h"

static const char path_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.~";

/* ---- secrets ---- */

const char *
hook_secret_fault(enum config_hook_auth auth, const char *secret)
{
	struct signature_key key;
	size_t n = strlen(secret);

	if (auth == CONFIG_HOOK_STANDARD && strncmp(secret, "whsec_", 6) == 0)
		return signature_key_parse(&key, secret) ? NULL : "behind whsec_ stands no base64 of 16 to 64 bytes";
	if (n < CONFIG_HOOK_SECRET_LEAST)
		return "a secret has 16 bytes at least, of which `openssl rand -hex 16` makes good ones";
	if (n > CONFIG_HOOK_SECRET_MOST)
		return "a secret has 256 bytes at most";
	if (auth == CONFIG_HOOK_PATH && secret[strspn(secret, path_letters)])
		return "a secret that stands in a path has letters, digits, - . _ and ~ only";
	return NULL;
}

int
hook_secrets_add(struct hook_secrets *secrets, enum config_hook_auth auth, const char *secret, struct kasa_err *err)
{
	const char *fault = hook_secret_fault(auth, secret);

	if (fault)
		return kasa_err_set(err, KASA_EINVAL, "%s", fault);
	if (secrets->count >= CONFIG_HOOK_SECRETS_MAX)
		return kasa_err_set(err, KASA_EBUSY, "%d secrets are valid at a time, at most",
		                    CONFIG_HOOK_SECRETS_MAX);
	secrets->text[secrets->count] = strdup(secret);
	if (!secrets->text[secrets->count])
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	secrets->count++;
	return KASA_OK;
}

int
hook_secrets_lines(struct hook_secrets *secrets, enum config_hook_auth auth, const char *text, struct kasa_err *err)
{
	unsigned line = 0;
	int rc = KASA_OK;

	while (*text && rc == KASA_OK) {
		char secret[CONFIG_HOOK_SECRET_MOST + 2];
		size_t n = strcspn(text, "\n"), taken = n < sizeof secret ? n : sizeof secret - 1;

		memcpy(secret, text, taken);
		taken -= taken > 0 && secret[taken - 1] == '\r';
		secret[taken] = '\0';
		line++;
		if (secret[0] && secret[0] != '#')
			rc = hook_secrets_add(secrets, auth, secret, err);
		explicit_bzero(secret, sizeof secret);
		text += n + (text[n] == '\n');
	}
	return rc == KASA_OK ? KASA_OK : kasa_err_wrap(err, "line %u", line);
}

void
hook_secrets_finish(struct hook_secrets *secrets)
{
	for (unsigned i = 0; i < secrets->count; i++) {
		explicit_bzero(secrets->text[i], strlen(secrets->text[i]));
		free(secrets->text[i]);
	}
	*secrets = (struct hook_secrets){ .count = 0 };
}

/* ---- proofs ---- */

/* What stands behind "Bearer "; "" where something else stands there. */
static const char *
bearer(const char *authorization)
{
	if (strncasecmp(authorization, "Bearer ", 7) != 0)
		return "";
	return authorization + 7 + strspn(authorization + 7, " ");
}

/* What was shown as the secret itself; "" of what is signed. */
static const char *
shown(enum config_hook_auth auth, const struct hook_proof *proof)
{
	if (auth == CONFIG_HOOK_PATH)
		return proof->path;
	if (auth == CONFIG_HOOK_HEADER)
		return proof->header;
	return auth == CONFIG_HOOK_BEARER ? bearer(proof->authorization) : "";
}

static bool
in_time(int64_t timestamp_s, int64_t now_s)
{
	return timestamp_s >= now_s - SIGNATURE_WINDOW_S && timestamp_s <= now_s + SIGNATURE_WINDOW_S;
}

static bool
check_stripe(const struct signature_key *key, const struct hook_proof *proof, int64_t now_s)
{
	int64_t timestamp_s = 0;
	bool right = signature_stripe_check(proof->stripe, key, proof->body, proof->length, &timestamp_s);

	return right && in_time(timestamp_s, now_s);
}

static bool
check_standard(const struct signature_key *key, const struct hook_proof *proof, int64_t now_s)
{
	int64_t timestamp_s = 0;
	bool right = signature_standard_check(proof->signature, key, proof->id, proof->timestamp, proof->body,
	                                      proof->length);

	return signature_timestamp(proof->timestamp, &timestamp_s) && right && in_time(timestamp_s, now_s);
}

/* One HMAC over the body in any case. */
static bool
check_signature(enum config_hook_auth auth, const char *secret, const struct hook_proof *proof, int64_t now_s)
{
	uint8_t unwanted[SIGNATURE_BYTES];
	struct signature_key key;
	bool right = false;

	if (auth == CONFIG_HOOK_STANDARD)
		signature_key_parse(&key, secret);
	else
		signature_key_text(&key, secret);
	if (auth == CONFIG_HOOK_GITHUB)
		right = signature_github_check(proof->github, &key, proof->body, proof->length);
	else if (auth == CONFIG_HOOK_STRIPE)
		right = check_stripe(&key, proof, now_s);
	else if (auth == CONFIG_HOOK_STANDARD)
		right = check_standard(&key, proof, now_s);
	else
		signature_hmac(unwanted, &key, proof->body, proof->length);
	explicit_bzero(&key, sizeof key);
	return right;
}

bool
hook_auth(const struct hook_secrets *secrets, enum config_hook_auth auth, const struct hook_proof *proof, int64_t now_s)
{
	static const char nobody[] = "0123456789abcdef0123456789abcdef";
	bool in = false;

	for (unsigned i = 0; i < CONFIG_HOOK_SECRETS_MAX; i++) {
		bool real = secrets && i < secrets->count;
		const char *secret = real ? secrets->text[i] : nobody;
		bool same = signature_same(secret, shown(auth, proof));
		bool right = check_signature(auth, secret, proof, now_s);

		in |= real && (same || right);
	}
	return in;
}
