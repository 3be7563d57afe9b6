#include "core/link.h"

#include <string.h>

#include "core/link_state.h"

void
kasa_link_init(struct kasa_link *link, const struct kasa_wire *wire, void *session, struct kasa_link_shared *shared,
               uint64_t seed)
{
	*link = (struct kasa_link){
		.wire = wire,
		.session = session,
		.shared = shared,
		.patience = { .rng = { .state = seed } },
		.step_deadline_ms = KASA_NEVER,
		.deadline_ms = KASA_NEVER,
	};
	kasa_buf_init(&link->in, KASA_WIRE_FRAMED);
	kasa_buf_init(&link->out, KASA_WIRE_FRAMED);
}

void
kasa_link_finish(struct kasa_link *link)
{
	kasa_buf_finish(&link->in);
	kasa_buf_finish(&link->out);
}

void
kasa_link_at(struct kasa_link *link, const char *host, uint16_t port)
{
	link->host = host;
	link->port = port;
}

void
kasa_link_turn(struct kasa_link *link, const struct kasa_wire *wire, void *session)
{
	kasa_link_abort(link);
	link->wire = wire;
	link->session = session;
	link->session_up = link->moving = false;
	link->answers = link->rivalry = 0;
	kasa_patience_answered(&link->patience); /* what it has not been asked yet it has not refused */
}

void
kasa_link_enter(struct kasa_link *link, enum kasa_link_state state, uint64_t until_ms)
{
	link->state = (uint8_t)state;
	link->step_deadline_ms = until_ms;
	link->deadline_ms = link->call && link->call_deadline_ms < until_ms ? link->call_deadline_ms : until_ms;
}

void
kasa_link_disconnect(struct kasa_link *link)
{
	if (link->connected || link->state == CONNECTING)
		link->close_due = true;
	link->connected = link->used = link->tainted = false;
	kasa_buf_finish(&link->in);
	kasa_buf_finish(&link->out);
}

void
kasa_link_drop_session(struct kasa_link *link)
{
	link->session_up = link->moving = false;
	link->answers = 0;
	if (link->session)
		explicit_bzero(link->session, link->wire->session_size);
}

void
kasa_link_fail(struct kasa_link *link, uint64_t now_ms)
{
	kasa_link_disconnect(link);
	kasa_patience_failed(&link->patience, now_ms);
	link->call = false;
	link->failed = true;
	kasa_link_enter(link, DOWN, KASA_NEVER);
}

/* What was sent once and must not be sent again: nobody knows what came of it. */
void
kasa_link_say_unknown(struct kasa_link *link)
{
	if (link->state != SAID || link->repeatable)
		return;
	kasa_err_wrap(&link->shared->err, "it may or may not have been done");
	link->shared->err.code = KASA_EUNKNOWN;
}

/* A connection was lost under the call: shared->err tells how. */
static void
try_again(struct kasa_link *link, uint64_t now_ms)
{
	bool repeatable = link->state != SAID || link->repeatable;
	int code = (int)link->shared->err.code;
	uint64_t at_ms;

	kasa_link_say_unknown(link);
	if (!repeatable || !kasa_patience_again(&link->patience, code, now_ms, link->call_deadline_ms, &at_ms)) {
		kasa_link_fail(link, now_ms);
		return;
	}
	kasa_link_disconnect(link);
	kasa_link_enter(link, PAUSED, at_ms);
}

void
kasa_link_reconnect(struct kasa_link *link)
{
	kasa_link_disconnect(link);
	link->prompt = true;
	kasa_link_enter(link, WANTED, KASA_NEVER);
}

static int
refuse_poll(const struct kasa_patience *patience, unsigned left_ms, struct kasa_err *err)
{
	if (patience->lasts)
		return kasa_err_set(err, KASA_EBREAKER, "did not let us in: left alone for another %u ms", left_ms);
	return kasa_err_set(err, KASA_EBREAKER, "failed %u times in a row: left alone for another %u ms",
	                    patience->failures, left_ms);
}

int
kasa_link_begin(struct kasa_link *link, uint64_t now_ms, uint64_t deadline_ms, unsigned flags, struct kasa_err *err)
{
	if (link->call || link->failed)
		return kasa_err_set(err, KASA_EBUSY, "a call is open already");
	if ((flags & KASA_CALL_ONCE) && now_ms < link->patience.rest_until_ms)
		return refuse_poll(&link->patience, (unsigned)(link->patience.rest_until_ms - now_ms), err);
	link->call = true;
	kasa_patience_begin(&link->patience, flags & KASA_CALL_ONCE);
	link->begun_ms = now_ms;
	link->call_deadline_ms = deadline_ms;
	link->renewed = link->reopened = false;
	if (link->state == READY && !link->tainted && !(flags & KASA_CALL_FRESH))
		kasa_link_enter(link, READY, KASA_NEVER);
	else
		kasa_link_reconnect(link);
	link->prompt = false;
	return KASA_OK;
}

/* A kept-open connection that turns out to be dead is nobody's fault: nothing was asked, or nothing was answered. */
static bool
gone_stale(const struct kasa_link *link)
{
	if (link->reopened)
		return false;
	if (link->state == GREETING)
		return link->wire->moves && link->used && link->in.len == 0;
	if (link->state == READY || link->state == ASKED)
		return true;
	return link->state == SAID && link->used && link->in.len == 0 && link->repeatable;
}

void
kasa_link_lost(struct kasa_link *link, uint64_t now_ms, const struct kasa_err *err)
{
	link->connected = false;
	link->close_due = true; /* whoever tells us still holds the descriptor */
	if (!link->call) {
		kasa_link_disconnect(link);
		kasa_link_enter(link, DOWN, KASA_NEVER);
		return;
	}
	if (link->state == TOLD || link->state == ANSWERED) { /* closed after its answer, as many plugs do */
		link->tainted = true;
		return;
	}
	if (gone_stale(link)) {
		link->moving = link->state == GREETING;
		kasa_link_reconnect(link);
		link->reopened = true;
		return;
	}
	link->shared->err = *err;
	try_again(link, now_ms);
}

void
kasa_link_say(struct kasa_link *link, uint64_t now_ms, const char *text, size_t len, unsigned flags, uint32_t reply_ms)
{
	int rc;

	if (link->state != ASKED)
		return;
	rc = link->wire->seal(link->session, text, len, &link->out, &link->shared->err);
	if (rc != KASA_OK) {
		kasa_link_fail(link, now_ms);
		return;
	}
	link->repeatable = flags & KASA_SAY_REPEATABLE;
	kasa_link_enter(link, SAID, now_ms + reply_ms);
}

void
kasa_link_more(struct kasa_link *link, uint64_t now_ms, bool fresh)
{
	(void)now_ms;
	if (link->state != TOLD)
		return;
	if (fresh || link->tainted)
		kasa_link_reconnect(link);
	else
		kasa_link_enter(link, READY, KASA_NEVER);
}

void
kasa_link_end(struct kasa_link *link, uint64_t now_ms, bool taint)
{
	link->call = false;
	if (taint && link->wire->greet) /* the device may have ended the session in its own words, as SMART does */
		kasa_link_drop_session(link);
	if (taint || link->tainted || !link->connected) {
		kasa_link_disconnect(link);
		kasa_link_enter(link, DOWN, KASA_NEVER);
		return;
	}
	kasa_link_enter(link, READY, now_ms + KASA_LINK_IDLE_MS);
}

void
kasa_link_abort(struct kasa_link *link)
{
	kasa_link_disconnect(link);
	link->call = link->failed = false;
	kasa_link_enter(link, DOWN, KASA_NEVER);
}

const uint8_t *
kasa_link_down(const struct kasa_link *link, size_t *len)
{
	*len = link->connected ? link->out.len : 0;
	return *len > 0 ? link->out.data : NULL;
}

void
kasa_link_sent(struct kasa_link *link, size_t len)
{
	kasa_buf_take(&link->out, len);
	if (link->out.len == 0)
		kasa_buf_finish(&link->out);
}

void
kasa_link_tick(struct kasa_link *link, uint64_t now_ms)
{
	if (now_ms < link->deadline_ms)
		return;
	if (!link->call) { /* idle long enough */
		kasa_link_disconnect(link);
		kasa_link_enter(link, DOWN, KASA_NEVER);
		return;
	}
	if (link->state == PAUSED && now_ms < link->call_deadline_ms) {
		link->prompt = false;
		kasa_link_enter(link, WANTED, KASA_NEVER);
		return;
	}
	kasa_err_set(&link->shared->err, KASA_ETIMEOUT, "no answer in %u ms",
	             (unsigned)(link->deadline_ms - link->begun_ms));
	if (now_ms >= link->call_deadline_ms)
		link->patience.tries = KASA_LINK_TRIES;
	try_again(link, now_ms);
}

void
kasa_link_heard(struct kasa_link *link)
{
	kasa_patience_heard(&link->patience);
}

static bool
tell(struct kasa_link_event *event, enum kasa_link_event_kind kind)
{
	*event = (struct kasa_link_event){ .kind = kind };
	return true;
}

/* READY with a call open: the session may have to be made anew before anything is asked. */
static bool
ask(struct kasa_link *link, uint64_t now_ms, struct kasa_link_event *event)
{
	if (link->session_up && link->wire->stale && link->wire->stale(link->session, now_ms)) {
		kasa_link_drop_session(link);
		kasa_link_reconnect(link);
		return false;
	}
	tell(event, KASA_LINK_ASK);
	event->fresh = link->wire->greet ? link->answers == 0 : !link->used;
	event->reopened = event->fresh && link->prompt;
	kasa_link_enter(link, ASKED, KASA_NEVER);
	return true;
}

bool
kasa_link_next(struct kasa_link *link, uint64_t now_ms, struct kasa_link_event *event)
{
	if (!link->failed && link->state == READY && link->call && ask(link, now_ms, event))
		return true;
	if (link->close_due) {
		link->close_due = false;
		return tell(event, KASA_LINK_CLOSE);
	}
	if (link->rival_due) {
		link->rival_due = false;
		return tell(event, KASA_LINK_RIVAL);
	}
	if (link->failed) {
		link->failed = false;
		tell(event, KASA_LINK_FAILED);
		event->err = &link->shared->err;
		return true;
	}
	if (link->state == WANTED) {
		kasa_link_enter(link, CONNECTING, now_ms + KASA_LINK_CONNECT_MS);
		return tell(event, KASA_LINK_OPEN);
	}
	if (link->state == ANSWERED) {
		kasa_link_enter(link, TOLD, KASA_NEVER);
		tell(event, KASA_LINK_ANSWER);
		event->text = (const char *)link->shared->text.data;
		event->len = link->shared->text.len;
		return true;
	}
	return false;
}
