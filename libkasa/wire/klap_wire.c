/* KLAP as a transport: requests and answers as HTTP messages of a session that a cookie names. */
#include <inttypes.h>
#include <stdio.h>

#include "wire/klap_session.h"

static enum kasa_step
greet1(void *session, const struct kasa_wire_with *with, struct kasa_wire_in *in, struct kasa_buf *out,
       struct kasa_err *err)
{
	return kasa_klap_login(session, KASA_KLAP_V1, with, in, out, err);
}

static enum kasa_step
greet2(void *session, const struct kasa_wire_with *with, struct kasa_wire_in *in, struct kasa_buf *out,
       struct kasa_err *err)
{
	return kasa_klap_login(session, KASA_KLAP_V2, with, in, out, err);
}

static const struct kasa_wire *
settled(const void *memory)
{
	const struct kasa_klap_session *session = memory;

	return session->version == KASA_KLAP_V1 ? &kasa_wire_klap1 : &kasa_wire_klap2;
}

static bool
stale(const void *memory, uint64_t now_ms)
{
	const struct kasa_klap_session *session = memory;

	return now_ms >= session->stale_ms || session->secret.keys.seq == INT32_MAX;
}

static int
seal(void *memory, const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err)
{
	struct kasa_klap_session *session = memory;
	struct kasa_klap_keys *keys = &session->secret.keys;
	char target[32];
	int rc;

	if (len > KASA_MESSAGE_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a request of %zu bytes is longer than the %d that fit", len,
		                    (int)KASA_MESSAGE_MAX);
	if (keys->seq == INT32_MAX)
		return kasa_err_set(err, KASA_EPROTO, "the numbers of this session are used up");
	snprintf(target, sizeof target, "request?seq=%" PRId32, keys->seq + 1);
	rc = kasa_klap_post(session, target, kasa_klap_sealed(len), out);
	if (rc == KASA_OK)
		rc = kasa_klap_seal(keys, keys->seq + 1, text, len, out);
	if (rc != KASA_OK)
		return kasa_err_set(err, rc, "no memory for a request of %zu bytes", len);
	keys->seq++;
	return KASA_OK;
}

static enum kasa_step
refused_request(int status, struct kasa_err *err)
{
	if (status == 429)
		return kasa_klap_too_many(err);
	kasa_err_device(err, KASA_EDEVICE, status, "the device answered with HTTP status %d", status);
	return status == 403 ? KASA_STEP_RENEW : KASA_STEP_ASTRAY;
}

static enum kasa_step
open_text(const struct kasa_klap_session *session, const struct kasa_http1_text *body, struct kasa_buf *text,
          struct kasa_err *err)
{
	const struct kasa_klap_keys *keys = &session->secret.keys;

	switch (kasa_klap_open(keys, keys->seq, (const uint8_t *)body->at, body->len,
	                       !session->keyring->ignore_signatures, text)) {
	case KASA_KLAP_OPENED:
		if (text->len > 0 && text->len <= KASA_MESSAGE_MAX)
			return KASA_STEP_DONE;
		break;
	case KASA_KLAP_NO_MESSAGE:
		break;
	case KASA_KLAP_FORGED:
		return kasa_klap_fail(
			err, KASA_ESIGNATURE,
			"the signature of the answer is wrong: it was changed on its way, or this firmware signs "
			"otherwise than is known (--ignore-signatures takes such answers)");
	case KASA_KLAP_NO_MEMORY:
		kasa_err_set(err, KASA_ENOMEM, "no memory for an answer of %zu bytes", body->len);
		return KASA_STEP_FAIL;
	}
	kasa_err_set(err, KASA_EPROTO, "an answer of %zu bytes that is no message under the keys of this session",
	             body->len);
	return KASA_STEP_FAIL;
}

/* Of an answer without a length the signature tells where it ends; without one the end of the connection fails it. */
static bool
is_whole(const struct kasa_klap_session *session, const struct kasa_http1_text *body)
{
	const struct kasa_klap_keys *keys = &session->secret.keys;

	return kasa_klap_is_signed(keys, keys->seq, (const uint8_t *)body->at, body->len);
}

static enum kasa_step
open_message(void *memory, struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err)
{
	struct kasa_http1 answer;
	struct kasa_http1_text body;
	struct kasa_buf room;
	enum kasa_step step = kasa_klap_read(&answer, in, err);

	if (step != KASA_STEP_DONE)
		return step;
	if (answer.status != 200)
		return refused_request(answer.status, err);
	if (answer.endless && !is_whole(memory, &answer.body)) {
		in->used = 0;
		return KASA_STEP_MORE;
	}
	kasa_buf_init(&room, KASA_HTTP1_BODY_MAX);
	if (kasa_http1_body(&answer, &room, &body) == KASA_OK)
		step = open_text(memory, &body, text, err);
	else
		step = kasa_klap_fail(err, KASA_ENOMEM, "no memory for an answer in chunks");
	kasa_buf_finish(&room);
	return step;
}

const struct kasa_wire kasa_wire_klap1 = {
	.name = "klap1",
	.port = 80,
	.session_size = sizeof(struct kasa_klap_session),
	.greet = greet1,
	.moves = true,
	.settled = settled,
	.stale = stale,
	.seal = seal,
	.open = open_message,
};

const struct kasa_wire kasa_wire_klap2 = {
	.name = "klap2",
	.port = 80,
	.session_size = sizeof(struct kasa_klap_session),
	.greet = greet2,
	.moves = true,
	.settled = settled,
	.stale = stale,
	.seal = seal,
	.open = open_message,
};
