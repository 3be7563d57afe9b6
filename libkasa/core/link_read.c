/* What comes up a link: the greeting of a session, and answers. */
#include <string.h>

#include "core/link.h"
#include "core/link_state.h"

static void
greet(struct kasa_link *link, uint64_t now_ms, struct kasa_wire_in *in, const uint8_t *random)
{
	switch (link->wire->greet(link->session, random, now_ms, in, &link->out, &link->shared->err)) {
	case KASA_STEP_DONE:
		link->session_up = true;
		if (in->used < in->len) /* what came too early must never answer the first question */
			kasa_link_reconnect(link);
		else
			kasa_link_enter(link, READY, KASA_NEVER);
		return;
	case KASA_STEP_SEND:
		kasa_link_enter(link, GREETING, now_ms + KASA_LINK_REPLY_MS);
		return;
	case KASA_STEP_MORE:
		return;
	case KASA_STEP_RENEW:
	case KASA_STEP_FAIL:
		kasa_link_drop_session(link);
		kasa_link_fail(link, now_ms);
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
	kasa_link_drop_session(link); /* half of one may be left of a greeting that was lost */
	greet(link, now_ms, &none, random);
}

/* The session ended at the device's side: what was asked was not done, so it is asked again, once. */
static void
renew(struct kasa_link *link, uint64_t now_ms)
{
	kasa_link_drop_session(link);
	if (link->renewed) {
		kasa_err_set(&link->shared->err, KASA_EAUTH, "the device ended its session twice in one call");
		kasa_link_fail(link, now_ms);
		return;
	}
	link->renewed = true;
	kasa_link_reconnect(link);
}

static void
read_answer(struct kasa_link *link, uint64_t now_ms, struct kasa_wire_in *in)
{
	kasa_buf_clear(&link->shared->text);
	switch (link->wire->open(link->session, in, &link->shared->text, &link->shared->err)) {
	case KASA_STEP_DONE:
		kasa_link_heard(link);
		link->used = true;
		link->reopened = false; /* one reopening for each answer: some plugs close behind every one */
		link->tainted = in->used < in->len; /* an answer too many must never answer the next question */
		kasa_link_enter(link, ANSWERED, KASA_NEVER);
		return;
	case KASA_STEP_RENEW:
		renew(link, now_ms);
		return;
	case KASA_STEP_FAIL:
		kasa_link_say_unknown(link);
		kasa_link_fail(link, now_ms);
		return;
	case KASA_STEP_MORE:
	case KASA_STEP_SEND:
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
