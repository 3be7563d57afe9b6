/* Logging in with KLAP: one question, tried offline with every account and formula, and one proof. */
#include <string.h>

#include "wire/klap_session.h"

enum {
	RENEW_MS = 1200000, /* so long before a session's end it is made anew ... */
	RENEW_PART = 6,     /* ... and at the last sixth of a short one */
	FIRST_ANSWER = KASA_KLAP_SEED + KASA_KLAP_PROOF,
};

static enum kasa_step
send_half(const struct kasa_klap_session *session, const char *target, const uint8_t *body, size_t len,
          struct kasa_buf *out, struct kasa_err *err)
{
	int rc = kasa_klap_post(session, target, len, out);

	if (rc == KASA_OK)
		rc = kasa_buf_add(out, body, len);
	if (rc == KASA_OK)
		return KASA_STEP_SEND;
	kasa_err_set(err, KASA_ENOMEM, "no memory for a log-in");
	return KASA_STEP_FAIL;
}

static enum kasa_step
ask_for_seed(struct kasa_klap_session *session, const struct kasa_wire_with *with, struct kasa_buf *out,
             struct kasa_err *err)
{
	if (with->keyring->count == 0)
		return kasa_klap_fail(err, KASA_EAUTH, "needs the account's user name and password (kasa login)");
	memcpy(session->secret.half.local, with->random, KASA_KLAP_SEED);
	session->step = KASA_KLAP_ASKED;
	return send_half(session, "handshake1", session->secret.half.local, KASA_KLAP_SEED, out, err);
}

static enum kasa_step
prove(const struct kasa_klap_session *session, struct kasa_buf *out, struct kasa_err *err)
{
	const struct kasa_klap_half *half = &session->secret.half;
	uint8_t proof[KASA_KLAP_PROOF];

	kasa_klap_client_proof((enum kasa_klap_version)session->version, half->local, half->remote, &half->auth, proof);
	return send_half(session, "handshake2", proof, sizeof proof, out, err);
}

/* How a device may prove itself: which formulas, with which of an account's hashes. */
struct way {
	enum kasa_klap_version formulas, hash;
};

enum {
	WAYS = 3,
};

/* What was announced is tried first; the last one is known from hearsay alone. */
static const struct way ways[][WAYS] = {
	[KASA_KLAP_V1] = { { KASA_KLAP_V1, KASA_KLAP_V1 },
	                   { KASA_KLAP_V2, KASA_KLAP_V2 },
	                   { KASA_KLAP_V1, KASA_KLAP_V2 } },
	[KASA_KLAP_V2] = { { KASA_KLAP_V2, KASA_KLAP_V2 },
	                   { KASA_KLAP_V1, KASA_KLAP_V1 },
	                   { KASA_KLAP_V1, KASA_KLAP_V2 } },
};

static bool
fits(struct kasa_klap_session *session, const struct way *way, const struct kasa_credentials *account,
     const uint8_t *proof)
{
	struct kasa_klap_half *half = &session->secret.half;
	uint8_t own[KASA_KLAP_PROOF];

	kasa_klap_auth(&half->auth, way->hash, account);
	kasa_klap_server_proof(way->formulas, half->local, half->remote, &half->auth, own);
	session->version = (uint8_t)way->formulas;
	return kasa_same_secret(own, proof, sizeof own);
}

/* Finds the account, and with it the version: the question was the same for all of them. */
static bool
match(struct kasa_klap_session *session, enum kasa_klap_version announced, const struct kasa_keyring *keyring,
      const uint8_t *proof)
{
	for (size_t way = 0; way < WAYS; way++)
		for (size_t i = 0; i < keyring->count; i++)
			if (fits(session, &ways[announced][way], &keyring->accounts[i], proof))
				return true;
	return false;
}

static enum kasa_step
refused_seed(int status, struct kasa_err *err)
{
	if (status == 429)
		return kasa_klap_too_many(err);
	if (status == 403)
		return kasa_klap_fail(
			err, KASA_ENOTSUP,
			"the firmware refuses local access: switch on Third-Party Compatibility in the app (Me > "
			"Settings); firmware that speaks only TPAP is not supported");
	kasa_err_set(err, KASA_EPROTO, "does not speak KLAP: HTTP status %d", status);
	return KASA_STEP_FAIL;
}

/* Until when the session lasts, less the time that is kept to make the next one. */
static uint64_t
stale_at(uint64_t now_ms, uint32_t lasts_s)
{
	uint64_t lasts_ms = lasts_s * UINT64_C(1000), early_ms = lasts_ms / RENEW_PART;

	return now_ms + lasts_ms - (early_ms < RENEW_MS ? early_ms : RENEW_MS);
}

/* The device's seed and its proof that it knows the account. */
static enum kasa_step
take_seed(struct kasa_klap_session *session, enum kasa_klap_version announced, const struct kasa_keyring *keyring,
          const struct kasa_http1_text *body, struct kasa_err *err)
{
	const uint8_t *bytes = (const uint8_t *)body->at;

	if (body->len != FIRST_ANSWER) {
		kasa_err_set(err, KASA_EPROTO, "does not speak KLAP: its answer has %zu bytes, not %d", body->len,
		             FIRST_ANSWER);
		return KASA_STEP_FAIL;
	}
	memcpy(session->secret.half.remote, bytes, KASA_KLAP_SEED);
	if (match(session, announced, keyring, bytes + KASA_KLAP_SEED))
		return KASA_STEP_DONE;
	return kasa_klap_fail(
		err, KASA_EAUTH,
		"no known account fits this device: the user name or password is wrong (upper and lower case of the "
		"e-mail address count), another account owns the device, the account was made through Google or Apple "
		"and has no password of its own, or Third-Party Compatibility is switched off in the app");
}

/* The same out of an answer's body, wherever that is. */
static enum kasa_step
take_first(struct kasa_klap_session *session, enum kasa_klap_version announced, const struct kasa_keyring *keyring,
           const struct kasa_http1 *answer, struct kasa_err *err)
{
	struct kasa_http1_text body;
	struct kasa_buf room;
	enum kasa_step step;

	kasa_buf_init(&room, KASA_HTTP1_BODY_MAX);
	if (kasa_http1_body(answer, &room, &body) == KASA_OK)
		step = take_seed(session, announced, keyring, &body, err);
	else
		step = kasa_klap_fail(err, KASA_ENOMEM, "no memory for a log-in");
	kasa_buf_finish(&room);
	return step;
}

static enum kasa_step
first_half(struct kasa_klap_session *session, enum kasa_klap_version announced, const struct kasa_wire_with *with,
           struct kasa_wire_in *in, struct kasa_buf *out, struct kasa_err *err)
{
	uint32_t lasts_s = KASA_COOKIE_LASTS_S;
	struct kasa_http1 answer;
	enum kasa_step step = kasa_klap_read(&answer, in, err);

	if (step != KASA_STEP_DONE)
		return step;
	if (answer.status != 200)
		return refused_seed(answer.status, err);
	if (answer.endless && answer.body.len < FIRST_ANSWER) {
		in->used = 0;
		return KASA_STEP_MORE;
	}
	if (answer.endless)
		answer.body.len = FIRST_ANSWER; /* its length is known all the same */
	step = take_first(session, announced, with->keyring, &answer, err);
	if (step != KASA_STEP_DONE)
		return step;
	if (kasa_cookie_read(&answer, session->cookie, &lasts_s, err) != KASA_OK)
		return KASA_STEP_FAIL;
	session->stale_ms = stale_at(with->now_ms, lasts_s);
	session->step = KASA_KLAP_MATCHED;
	if (!in->last && in->used == in->len)
		return prove(session, out, err);
	in->used = in->len; /* what came too early answers nothing */
	return KASA_STEP_MOVE;
}

static enum kasa_step
refused_proof(int status, struct kasa_err *err)
{
	if (status == 429)
		return kasa_klap_too_many(err);
	if (status == 400 || status == 403) {
		kasa_err_set(err, KASA_EAUTH,
		             "the device refused the log-in (HTTP status %d) though the account is the right one",
		             status);
		return KASA_STEP_RENEW;
	}
	kasa_err_set(err, KASA_EPROTO, "the device broke the log-in off with HTTP status %d", status);
	return KASA_STEP_FAIL;
}

static void
begin_session(struct kasa_klap_session *session)
{
	struct kasa_klap_half half = session->secret.half;

	explicit_bzero(&session->secret, sizeof session->secret);
	kasa_klap_derive(&session->secret.keys, half.local, half.remote, &half.auth);
	explicit_bzero(&half, sizeof half);
	session->step = KASA_KLAP_STANDING;
}

static enum kasa_step
second_half(struct kasa_klap_session *session, const struct kasa_wire_with *with, struct kasa_wire_in *in,
            struct kasa_err *err)
{
	uint32_t lasts_s = 0;
	struct kasa_http1 answer;
	enum kasa_step step = kasa_klap_read(&answer, in, err);

	if (step != KASA_STEP_DONE)
		return step;
	if (answer.status != 200)
		return refused_proof(answer.status, err);
	if (kasa_cookie_read(&answer, session->cookie, &lasts_s, err) != KASA_OK)
		return KASA_STEP_FAIL;
	if (lasts_s > 0)
		session->stale_ms = stale_at(with->now_ms, lasts_s);
	begin_session(session);
	return KASA_STEP_DONE;
}

enum kasa_step
kasa_klap_login(struct kasa_klap_session *session, enum kasa_klap_version announced, const struct kasa_wire_with *with,
                struct kasa_wire_in *in, struct kasa_buf *out, struct kasa_err *err)
{
	if (!with->random)
		return session->step == KASA_KLAP_MATCHED ? second_half(session, with, in, err)
		                                          : first_half(session, announced, with, in, out, err);
	session->host = with->host;
	session->port = with->port;
	session->keyring = with->keyring;
	return session->step == KASA_KLAP_MATCHED ? prove(session, out, err) : ask_for_seed(session, with, out, err);
}
