#include "api/locate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

enum {
	PATIENCE_MS = 400, /* plugs answer in 5 to 100 ms */
};

static void settle_all_met(struct kasa_locate *locate);

/* ---- the end of a want ---- */

static void
drop(struct kasa_device **dev)
{
	struct kasa_device *dropped = *dev;

	*dev = NULL;
	kasa_device_free(dropped);
}

static void
finish(struct kasa_locate *locate)
{
	kasa_locate_done_fn *done = locate->done;
	void *arg = locate->arg;

	kasa_locate_stop(locate);
	kasa_context_enter(locate->ctx);
	if (done)
		done(arg);
	kasa_context_leave(locate->ctx);
}

/* @p dev goes to the caller; NULL with want->err. */
static void
settle(struct kasa_locate_want *want, struct kasa_device *dev)
{
	struct kasa_locate *locate = want->locate;
	struct kasa_located told = {
		.index = (size_t)(want - locate->wants),
		.device = dev,
		.err = &want->err,
	};

	if (dev == want->hinted)
		want->hinted = NULL;
	if (dev == want->met)
		want->met = NULL;
	drop(&want->hinted);
	drop(&want->met);
	want->settled = true;
	locate->unsettled--;
	if (dev)
		kasa_err_clear(&want->err);
	kasa_context_enter(locate->ctx);
	if (locate->located)
		locate->located(&told, locate->arg);
	else
		kasa_device_free(dev);
	kasa_context_leave(locate->ctx);
	if (!locate->dead && locate->unsettled == 0)
		finish(locate);
}

/* ---- asking a device who it is ---- */

/* A name is confirmed by the device alone; whoever was renamed is somebody else. */
static bool
confirms(const struct kasa_locate_want *want, const struct kasa_device *dev)
{
	const struct kasa_state *state = kasa_device_state(dev);

	if (!state || (want->alias && kasa_str_match(state->alias, want->alias) == 0))
		return false;
	return want->alias || kasa_want_fits(want, state);
}

static void begin_search(struct kasa_locate *locate);

static void
on_hinted(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct kasa_locate_want *want = arg;

	if (err->code == KASA_ECANCELED)
		return;
	if (err->code == KASA_OK && confirms(want, dev)) {
		settle(want, dev);
		return;
	}
	if (err->code == KASA_OK)
		kasa_want_forget_identity(want);
	else if (err->code != KASA_EIDENTITY)
		kasa_err_set(&want->hint_err, (int)err->code, "%s: %s", kasa_device_host(dev), err->text);
	drop(&want->hinted);
	begin_search(want->locate);
	if (!want->locate->search)
		settle_all_met(want->locate);
}

static void
on_met(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct kasa_locate_want *want = arg;
	struct kasa_locate *locate = want->locate;

	if (err->code == KASA_ECANCELED)
		return;
	if (err->code == KASA_OK && confirms(want, dev)) {
		settle(want, dev);
		return;
	}
	if (err->code == KASA_OK)
		kasa_want_forget_identity(want);
	else
		kasa_err_set(&want->err, (int)err->code, "%s: %s", kasa_device_host(dev), err->text);
	drop(&want->met);
	if (!locate->search)
		settle_all_met(locate);
}

/* A new handle that must turn out to be @p id, or @p mac, asked now. NULL with want->err. */
static struct kasa_device *
meet(struct kasa_locate_want *want, const struct kasa_device_options *where, const char *id, const char *mac,
     kasa_done_fn *done)
{
	struct kasa_device *dev = NULL;

	if (kasa_device_open(want->locate->ctx, where, &dev, &want->err) != KASA_OK)
		return NULL;
	kasa_device_timeout(dev, want->locate->timeout_ms);
	if (kasa_device_expect(dev, id && id[0] ? id : NULL, mac && mac[0] ? mac : NULL) == KASA_OK
	    && kasa_device_refresh(dev, done, want) == KASA_OK)
		return dev;
	kasa_err_set(&want->err, KASA_ENOMEM, "no memory to ask %s", where->host);
	kasa_device_free(dev);
	return NULL;
}

/* ---- the search ---- */

static void
consider(struct kasa_locate_want *want, const struct kasa_found *found)
{
	const struct kasa_device_options where = {
		.host = found->host,
		.port = found->port,
		.transport = found->transport,
		.payload = found->payload,
	};

	if (want->settled)
		return;
	kasa_want_note(want, found);
	if (!want->met && kasa_want_fits(want, found->state))
		want->met = meet(want, &where, want->id, want->mac, on_met);
}

/* The device that has the MAC is here and cannot be read: that is the answer. A name may be another's. */
static void
consider_unread(struct kasa_locate_want *want, const struct kasa_found *found)
{
	if (want->settled || want->met || want->alias || !kasa_want_fits_unread(want, found->state))
		return;
	kasa_err_set(&want->err, (int)found->err->code, "%s: %s", found->host, found->err->text);
	if (!want->hinted)
		settle(want, NULL);
}

static void
note_unread(struct kasa_locate *locate, const struct kasa_found *found)
{
	enum kasa_error code = found->err->code;

	if (locate->unread++ > 0 && (code != KASA_EAUTH || locate->why_code == KASA_EAUTH))
		return;
	locate->why_code = code;
	snprintf(locate->why, sizeof locate->why, "%s: %.170s", found->host, found->err->text);
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct kasa_locate *locate = arg;
	bool read = found->err->code == KASA_OK;

	locate->answers++;
	if (!read)
		note_unread(locate, found);
	for (size_t i = 0; i < locate->count && !locate->dead; i++) {
		if (read)
			consider(&locate->wants[i], found);
		else
			consider_unread(&locate->wants[i], found);
	}
}

/* The search is over. A name that one device has, the one that had it before or another, is asked for proof. */
static void
conclude(struct kasa_locate_want *want)
{
	const struct kasa_candidate *c;

	if (want->settled || want->met || want->hinted)
		return;
	c = kasa_want_pick(want);
	if (c) {
		const struct kasa_device_options where = {
			.host = c->host,
			.port = c->port,
			.transport = c->transport,
			.payload = c->payload,
		};

		want->met = meet(want, &where, c->id, c->mac, on_met);
	}
	if (!want->met)
		settle(want, NULL);
}

/* Each settling may end the whole, and free it a turn later. */
static void
settle_all_met(struct kasa_locate *locate)
{
	for (size_t i = 0; i < locate->count && !locate->dead; i++)
		conclude(&locate->wants[i]);
}

/* A search that could not be made: what the hint's address answered says more. */
static void
blame(struct kasa_locate *locate, const struct kasa_err *err)
{
	for (size_t i = 0; i < locate->count; i++) {
		struct kasa_locate_want *want = &locate->wants[i];

		if (!want->settled && want->err.code == KASA_OK)
			want->err = want->hint_err.code != KASA_OK ? want->hint_err : *err;
	}
}

static void
on_search_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct kasa_locate *locate = arg;

	(void)report;
	locate->search = NULL;
	locate->searched = true;
	if (err->code != KASA_OK)
		blame(locate, err);
	settle_all_met(locate);
}

static void
begin_search(struct kasa_locate *locate)
{
	struct kasa_err err;

	if (locate->dead || locate->search || locate->searched)
		return;
	ev_timer_stop(locate->ctx->loop, &locate->patience);
	if (kasa_discover_start(locate->ctx, &locate->options, on_found, on_search_over, locate, &locate->search, &err)
	    == KASA_OK)
		return;
	locate->searched = true;
	blame(locate, &err);
}

static void
on_patience(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct kasa_locate *locate = timer->data;

	(void)loop;
	(void)events;
	begin_search(locate);
	if (!locate->search)
		settle_all_met(locate);
}

/* ---- making and ending the whole ---- */

void
kasa_locate_stop(struct kasa_locate *locate)
{
	if (!locate || locate->dead)
		return;
	locate->dead = true;
	locate->ctx->open--;
	kasa_discover_stop(locate->search);
	locate->search = NULL;
	ev_timer_stop(locate->ctx->loop, &locate->patience);
	for (size_t i = 0; i < locate->count; i++) {
		drop(&locate->wants[i].hinted);
		drop(&locate->wants[i].met);
	}
	kasa_list_remove(&locate->node);
	kasa_task_defer(locate->ctx, &locate->task);
}

static struct kasa_device *
try_hint(struct kasa_locate_want *want)
{
	const struct kasa_device_options where = {
		.host = want->hint_host,
		.port = want->hint_port,
		.transport = want->hint_transport,
		.payload = want->hint_payload,
	};

	return meet(want, &where, want->id, want->mac, on_hinted);
}

/* Hints first: when all are given, and each answers as it should, no probe is sent at all. */
static void
start(struct kasa_locate *locate)
{
	bool hinted = true;

	for (size_t i = 0; i < locate->count; i++) {
		struct kasa_locate_want *want = &locate->wants[i];

		if (want->hint_host && (want->id || want->mac))
			want->hinted = try_hint(want);
		hinted = hinted && want->hinted;
		kasa_err_clear(&want->err);
	}
	if (hinted) {
		ev_now_update(locate->ctx->loop); /* the loop may have been busy since it last looked */
		ev_timer_start(locate->ctx->loop, &locate->patience);
		return;
	}
	begin_search(locate);
	if (!locate->search)
		settle_all_met(locate);
}

static void
release(struct kasa_locate *locate)
{
	kasa_locate_clear(locate);
	free(locate);
}

static void
run(struct kasa_task *task)
{
	struct kasa_locate *locate = KASA_CONTAINER(task, struct kasa_locate, task);

	if (locate->dead)
		release(locate);
	else if (locate->unsettled == 0)
		finish(locate);
	else
		start(locate);
}

int
kasa_locate_start(struct kasa_context *ctx, const struct kasa_want *wants, size_t count,
                  const struct kasa_discover_options *opts, unsigned timeout_ms, kasa_located_fn *located,
                  kasa_locate_done_fn *done, void *arg, struct kasa_locate **out, struct kasa_err *err)
{
	struct kasa_locate *locate = calloc(1, sizeof *locate);
	int rc;

	if (!locate)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	rc = ctx->dying ? KASA_ECANCELED : kasa_locate_fill(locate, wants, count, opts, err);
	if (rc != KASA_OK) {
		release(locate);
		return rc;
	}
	locate->ctx = ctx;
	locate->unsettled = count;
	locate->timeout_ms = timeout_ms;
	if (locate->options.timeout_ms == 0)
		locate->options.timeout_ms = timeout_ms;
	locate->located = located;
	locate->done = done;
	locate->arg = arg;
	kasa_task_init(&locate->task, run);
	ev_timer_init(&locate->patience, on_patience, PATIENCE_MS / 1e3, 0);
	locate->patience.data = locate;
	kasa_list_append(&ctx->locates, &locate->node);
	ctx->open++;
	kasa_task_defer(ctx, &locate->task);
	if (out)
		*out = locate;
	return KASA_OK;
}

int
kasa_alias_match(const char *alias, const char *prefix)
{
	return kasa_str_match(alias, prefix);
}
