/* What comes up a link: the greeting of a session, and answers. */
#include <string.h>

#include "core/link.h"
#include "core/link_state.h"

/* One reopening for each answer, of whatever kind: some devices close behind every one, and do not say so. */
static void
answered(struct kasa_link *link)
{
	link->used = true;
	link->reopened = false;
}

/* A greeting that ended: what came too early must never answer the first question. */
static void
greeted(struct kasa_link *link, const struct kasa_wire_in *in)
{
	answered(link);
	link->session_up = true;
	link->answers = 0;
	if (link->wire->settled)
		link->wire = link->wire->settled(link->session);
	if (in->used < in->len || in->last)
		kasa_link_reconnect(link);
	else
		kasa_link_enter(link, READY, KASA_NEVER);
}

/* Nobody but a person can help, or time: polls stop asking for a while, for devices count log-ins that fail. */
static void
rest_if_refused(struct kasa_link *link, uint64_t now_ms, int code)
{
	if (code == KASA_EAUTH || code == KASA_ENOTSUP || code == KASA_EDEVICE)
		kasa_patience_rest(&link->patience, now_ms, KASA_LINK_REFUSED_MS);
}

static void
greeting_failed(struct kasa_link *link, uint64_t now_ms)
{
	int code = (int)link->shared->err.code;

	kasa_link_drop_session(link);
	kasa_link_fail(link, now_ms);
	rest_if_refused(link, now_ms, code);
}

static void
greet(struct kasa_link *link, uint64_t now_ms, struct kasa_wire_in *in, const uint8_t *random)
{
	const struct kasa_wire_with with = {
		.host = link->host,
		.port = link->port,
		.keyring = &link->shared->keyring,
		.random = random,
		.now_ms = now_ms,
	};

	switch (link->wire->greet(link->session, &with, in, &link->out, &link->shared->err)) {
	case KASA_STEP_DONE:
		greeted(link, in);
		return;
	case KASA_STEP_SEND:
		if (!random)
			answered(link);
		kasa_link_enter(link, GREETING, now_ms + KASA_LINK_REPLY_MS);
		return;
	case KASA_STEP_MOVE:
		link->moving = true;
		kasa_link_reconnect(link);
		return;
	case KASA_STEP_MORE:
		return;
	case KASA_STEP_RENEW:
	case KASA_STEP_ASTRAY:
		if (!link->renewed) {
			link->renewed = true;
			kasa_link_drop_session(link);
			kasa_link_reconnect(link);
			return;
		}
		greeting_failed(link, now_ms);
		return;
	case KASA_STEP_FAIL:
		greeting_failed(link, now_ms);
		return;
	}
}

void
kasa_link_connected(struct kasa_link *link, uint64_t now_ms, const uint8_t random[KASA_WIRE_RANDOM])
{
	struct kasa_wire_in none = { .data = NULL };

	if (link->state != CONNECTING)
		return;
	link->connected = true;
	if (!link->wire->greet || link->session_up) {
		kasa_link_enter(link, READY, KASA_NEVER);
		return;
	}
	if (!link->moving)
		kasa_link_drop_session(link); /* half of one may be left of a greeting that was lost */
	link->moving = false;
	kasa_keyring_fetch(&link->shared->keyring);
	greet(link, now_ms, &none, random);
}

/* How long the next handshake waits: whoever ends our sessions is not to be fought. */
static uint64_t
rival_ms(struct kasa_link *link)
{
	uint64_t ms = KASA_LINK_RIVAL_MS;

	if (link->rivalry < KASA_LINK_RIVALRY)
		return 0;
	for (unsigned n = link->rivalry - KASA_LINK_RIVALRY; n > 0 && ms < KASA_LINK_RIVAL_CAP_MS; n--)
		ms *= 2;
	if (ms > KASA_LINK_RIVAL_CAP_MS)
		ms = KASA_LINK_RIVAL_CAP_MS;
	return ms / 2 + kasa_rng_below(&link->patience.rng, (uint32_t)(ms / 2 + 1));
}

static void
give_way(struct kasa_link *link, uint64_t now_ms, uint64_t wait_ms)
{
	kasa_err_set(&link->shared->err, KASA_ERIVAL,
	             "the device ended %u sessions in a row: another client, perhaps the phone's app, logs in to it",
	             link->rivalry);
	kasa_link_fail(link, now_ms);
	kasa_patience_rest(&link->patience, now_ms, wait_ms);
}

/*
 * The session ended at the device's side: what was asked was not done, so it is asked again. At once, if that does not
 * happen all the time.
 */
static void
renew(struct kasa_link *link, uint64_t now_ms)
{
	uint64_t wait_ms;

	answered(link);
	kasa_link_drop_session(link);
	if (link->rivalry < UINT8_MAX)
		link->rivalry++;
	link->rival_due = link->rivalry == KASA_LINK_RIVALRY;
	wait_ms = rival_ms(link);
	if (wait_ms == 0) {
		kasa_link_reconnect(link);
		return;
	}
	if (link->patience.once || now_ms + wait_ms >= link->call_deadline_ms) {
		give_way(link, now_ms, wait_ms);
		return;
	}
	kasa_link_disconnect(link);
	kasa_link_enter(link, PAUSED, now_ms + wait_ms);
}

void
kasa_link_renew(struct kasa_link *link, uint64_t now_ms, const struct kasa_err *err)
{
	if (link->state != TOLD)
		return;
	if (link->wire->greet) {
		renew(link, now_ms);
		return;
	}
	link->shared->err = *err; /* there is no session to be made */
	kasa_link_fail(link, now_ms);
}

/* Device and session are out of step, and the request may have been carried out: shared->err tells how it was said. */
static void
realign(struct kasa_link *link, uint64_t now_ms)
{
	kasa_link_drop_session(link);
	if (link->renewed || !link->repeatable) {
		kasa_link_say_unknown(link);
		kasa_link_fail(link, now_ms);
		return;
	}
	link->renewed = true;
	kasa_link_reconnect(link);
}

/* No answer: nobody knows any more where device and session are, unless it was the device that said no. */
static void
answer_failed(struct kasa_link *link, uint64_t now_ms)
{
	int code = (int)link->shared->err.code;

	if (code != KASA_EDEVICE) {
		kasa_link_drop_session(link);
		kasa_link_say_unknown(link);
	}
	kasa_link_fail(link, now_ms);
	rest_if_refused(link, now_ms, code);
}

static void
read_answer(struct kasa_link *link, uint64_t now_ms, struct kasa_wire_in *in)
{
	kasa_buf_clear(&link->shared->text);
	switch (link->wire->open(link->session, in, &link->shared->text, &link->shared->err)) {
	case KASA_STEP_DONE:
		kasa_patience_answered(&link->patience);
		answered(link);
		link->tainted =
			in->used < in->len || in->last; /* an answer too many must never answer the next question */
		if (link->answers < KASA_LINK_LASTS && ++link->answers == KASA_LINK_LASTS)
			link->rivalry = 0;
		kasa_link_enter(link, ANSWERED, KASA_NEVER);
		return;
	case KASA_STEP_RENEW:
		renew(link, now_ms);
		return;
	case KASA_STEP_ASTRAY:
		realign(link, now_ms);
		return;
	case KASA_STEP_FAIL:
		answer_failed(link, now_ms);
		return;
	case KASA_STEP_MORE:
	case KASA_STEP_SEND:
	case KASA_STEP_MOVE:
		return;
	}
}

/* What was not taken stays for the next time; usually nothing does, and nothing is copied. */
static void
keep_rest(struct kasa_link *link, uint64_t now_ms, const struct kasa_wire_in *in)
{
	bool waits = link->state == SAID || link->state == GREETING;

	if (!waits || in->used == in->len) {
		kasa_buf_finish(&link->in);
		return;
	}
	if (in->data == link->in.data) {
		kasa_buf_take(&link->in, in->used);
		return;
	}
	if (kasa_buf_add(&link->in, in->data + in->used, in->len - in->used) != KASA_OK) {
		kasa_err_set(&link->shared->err, KASA_ENOMEM, "no memory for an answer");
		kasa_link_say_unknown(link);
		kasa_link_fail(link, now_ms);
	}
}

void
kasa_link_up(struct kasa_link *link, uint64_t now_ms, const uint8_t *data, size_t len)
{
	struct kasa_wire_in in = { .data = data, .len = len };

	if (link->state != SAID && link->state != GREETING) {
		link->tainted = true; /* nobody asked */
		if (!link->call)
			kasa_link_end(link, now_ms, true);
		return;
	}
	if (link->in.len > 0) {
		int rc = kasa_buf_add(&link->in, data, len);

		if (rc != KASA_OK) {
			kasa_err_set(&link->shared->err, rc, "no room for an answer of more than %zu bytes",
			             link->in.len);
			kasa_link_say_unknown(link);
			kasa_link_fail(link, now_ms);
			return;
		}
		in = (struct kasa_wire_in){ .data = link->in.data, .len = link->in.len };
	}
	if (link->state == GREETING)
		greet(link, now_ms, &in, NULL);
	else
		read_answer(link, now_ms, &in);
	keep_rest(link, now_ms, &in);
}
