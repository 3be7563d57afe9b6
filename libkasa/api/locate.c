#include "api/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

enum {
	PATIENCE_MS = 400, /* plugs answer in 5 to 100 ms */
};

/* A device whose name fits. */
struct candidate {
	char host[16], id[KASA_ID_MAX], mac[KASA_MAC_TEXT], alias[64];
	uint16_t port;
	int match; /* 2: the name; 1: it begins so */
};

struct kasa_locate_want {
	struct kasa_locate *locate;
	char *id, *mac, *alias, *hint_host; /* NULL: not given */
	uint16_t hint_port;
	struct kasa_device *hinted; /* the hint, being asked who it is */
	struct kasa_device *met;    /* what the search met, being asked */
	bool settled;
	unsigned exact, partial; /* how many devices fit */
	struct candidate candidates[KASA_LOCATE_LISTED_MAX];
	struct kasa_err err; /* why one that seemed right was not */
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
	if (done)
		done(arg);
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
	if (locate->located)
		locate->located(&told, locate->arg);
	else
		kasa_device_free(dev);
	if (!locate->dead && locate->unsettled == 0)
		finish(locate);
}

static const char *
wanted(const struct kasa_locate_want *want)
{
	return want->alias ? want->alias : want->id ? want->id : want->mac;
}

/* ---- asking a device who it is ---- */

/* A name is confirmed by the device alone; whoever was renamed is somebody else. */
static bool
confirms(const struct kasa_locate_want *want, const struct kasa_device *dev)
{
	const struct kasa_state *state = kasa_device_state(dev);

	return state && (!want->alias || kasa_alias_match(state->alias, want->alias) > 0);
}

static void begin_search(struct kasa_locate *locate);

static void
forget_identity(struct kasa_locate_want *want)
{
	free(want->id);
	free(want->mac);
	want->id = want->mac = NULL;
}

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
		forget_identity(want);
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
		forget_identity(want);
	else
		kasa_err_set(&want->err, (int)err->code, "%s: %s", kasa_device_host(dev), err->text);
	drop(&want->met);
	if (!locate->search)
		settle_all_met(locate);
}

/* A new handle that must turn out to be @p id, or @p mac, asked now. NULL with want->err. */
static struct kasa_device *
meet(struct kasa_locate_want *want, const char *host, uint16_t port, const char *id, const char *mac,
     kasa_done_fn *done)
{
	struct kasa_device *dev = NULL;

	if (kasa_device_new(want->locate->ctx, host, port, &dev, &want->err) != KASA_OK)
		return NULL;
	kasa_device_timeout(dev, want->locate->timeout_ms);
	if (kasa_device_expect(dev, id && id[0] ? id : NULL, mac && mac[0] ? mac : NULL) == KASA_OK
	    && kasa_device_refresh(dev, done, want) == KASA_OK)
		return dev;
	kasa_err_set(&want->err, KASA_ENOMEM, "no memory to ask %s", host);
	kasa_device_free(dev);
	return NULL;
}

/* ---- the search ---- */

static bool
same_mac(const char *text, const char *normal)
{
	char other[KASA_MAC_TEXT];
	uint8_t mac[6];

	if (!kasa_mac_parse(text, mac))
		return false;
	kasa_mac_format(mac, other);
	return strcmp(other, normal) == 0;
}

static bool
is_wanted(const struct kasa_locate_want *want, const struct kasa_state *state)
{
	if (want->id)
		return strcasecmp(want->id, state->id) == 0;
	return want->mac && same_mac(want->mac, state->mac);
}

static void
add_candidate(struct kasa_locate_want *want, const struct kasa_found *found, int match)
{
	unsigned *count = match == 2 ? &want->exact : &want->partial;
	unsigned known = want->exact + want->partial;
	struct candidate *candidate = &want->candidates[known];

	/* the first exact one displaces one that only begins so */
	if (known >= KASA_LOCATE_LISTED_MAX)
		candidate = match == 2 && want->exact == 0 ? &want->candidates[0] : NULL;
	++*count;
	if (!candidate)
		return;
	*candidate = (struct candidate){ .port = found->port, .match = match };
	kasa_str_copy(candidate->host, sizeof candidate->host, found->host);
	kasa_str_copy(candidate->id, sizeof candidate->id, found->state->id);
	kasa_str_copy(candidate->mac, sizeof candidate->mac, found->state->mac);
	kasa_str_copy(candidate->alias, sizeof candidate->alias, found->state->alias);
}

static void
consider(struct kasa_locate_want *want, const struct kasa_found *found)
{
	int match = want->alias ? kasa_alias_match(found->state->alias, want->alias) : 0;

	if (want->settled)
		return;
	if (match > 0)
		add_candidate(want, found, match);
	if (!want->met && is_wanted(want, found->state))
		want->met = meet(want, found->host, found->port, want->id, want->mac, on_met);
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct kasa_locate *locate = arg;

	locate->answers++;
	for (size_t i = 0; i < locate->count; i++)
		consider(&locate->wants[i], found);
}

static void
say_ambiguous(struct kasa_locate_want *want)
{
	int match = want->exact > 0 ? 2 : 1;
	unsigned fit = match == 2 ? want->exact : want->partial;
	char list[KASA_ERR_TEXT_MAX];
	size_t n = 0;

	list[0] = '\0';
	for (unsigned i = 0; i < KASA_LOCATE_LISTED_MAX && i < want->exact + want->partial; i++) {
		const struct candidate *c = &want->candidates[i];

		if (c->match == match && n < sizeof list - 1)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s\"%.30s\" at %s with id %s", n ? ", " : "",
			                      c->alias, c->host, c->id[0] ? c->id : c->mac);
	}
	kasa_err_set(&want->err, KASA_EAMBIGUOUS, "\"%.60s\" fits %u devices: %s", want->alias, fit, list);
}

static void
say_not_found(struct kasa_locate_want *want)
{
	unsigned n = want->locate->answers;

	if (want->err.code != KASA_OK)
		return;
	kasa_err_set(&want->err, KASA_ENOTFOUND, "no device answers to \"%.60s\" (%u device%s answered)", wanted(want),
	             n, n == 1 ? "" : "s");
}

/* The search is over. A name that one device has, the one that had it before or another, is asked for proof. */
static void
conclude(struct kasa_locate_want *want)
{
	unsigned fit = want->exact > 0 ? want->exact : want->partial;
	int match = want->exact > 0 ? 2 : 1;
	const struct candidate *c = want->candidates;

	if (want->settled || want->met || want->hinted)
		return;
	if (fit == 0 || want->err.code != KASA_OK) {
		say_not_found(want);
		settle(want, NULL);
		return;
	}
	if (fit > 1) {
		say_ambiguous(want);
		settle(want, NULL);
		return;
	}
	while (c->match != match)
		c++;
	want->met = meet(want, c->host, c->port, c->id, c->mac, on_met);
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

static void
on_search_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct kasa_locate *locate = arg;

	(void)report;
	locate->search = NULL;
	locate->searched = true;
	for (size_t i = 0; err->code != KASA_OK && i < locate->count; i++)
		if (locate->wants[i].err.code == KASA_OK)
			locate->wants[i].err = *err;
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
	for (size_t i = 0; i < locate->count; i++)
		locate->wants[i].err = err;
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

static void
free_locate(struct kasa_locate *locate)
{
	for (size_t i = 0; i < locate->count; i++) {
		struct kasa_locate_want *want = &locate->wants[i];

		forget_identity(want);
		free(want->alias);
		free(want->hint_host);
	}
	for (size_t i = 0; locate->texts && locate->texts[i]; i++)
		free(locate->texts[i]);
	free(locate->texts);
	free(locate->wants);
	free(locate);
}

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

/* Hints first: when all are given, and each answers as it should, no probe is sent at all. */
static void
start(struct kasa_locate *locate)
{
	bool hinted = true;

	for (size_t i = 0; i < locate->count; i++) {
		struct kasa_locate_want *want = &locate->wants[i];

		if (want->hint_host && (want->id || want->mac))
			want->hinted = meet(want, want->hint_host, want->hint_port, want->id, want->mac, on_hinted);
		hinted = hinted && want->hinted;
		kasa_err_clear(&want->err);
	}
	if (!hinted)
		begin_search(locate);
	else
		ev_timer_start(locate->ctx->loop, &locate->patience);
	if (!hinted && !locate->search)
		settle_all_met(locate);
}

static void
run(struct kasa_task *task)
{
	struct kasa_locate *locate = KASA_CONTAINER(task, struct kasa_locate, task);

	if (locate->dead)
		free_locate(locate);
	else if (locate->unsettled == 0)
		finish(locate);
	else
		start(locate);
}

static bool
copy_text(char **dst, const char *src)
{
	*dst = src ? strdup(src) : NULL;
	return !src || *dst;
}

static int
copy_want(struct kasa_locate *locate, const struct kasa_want *from, struct kasa_err *err)
{
	struct kasa_locate_want *want = &locate->wants[locate->count++];
	uint8_t mac[6];

	*want = (struct kasa_locate_want){ .locate = locate, .hint_port = from->hint_port };
	if (!from->id && !from->mac && !from->alias)
		return kasa_err_set(err, KASA_EINVAL, "neither an id nor a MAC nor a name to search for");
	if (from->mac && !kasa_mac_parse(from->mac, mac))
		return kasa_err_set(err, KASA_EINVAL, "\"%.40s\" is not a MAC, as AA:BB:CC:DD:EE:FF", from->mac);
	if (!copy_text(&want->id, from->id) || !copy_text(&want->mac, from->mac)
	    || !copy_text(&want->alias, from->alias) || !copy_text(&want->hint_host, from->hint_host))
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	return KASA_OK;
}

/* The lists of the options are the caller's and may be gone when the search begins. */
static int
copy_options(struct kasa_locate *locate, const struct kasa_discover_options *opts, struct kasa_err *err)
{
	size_t targets = opts->targets ? opts->target_count : 0;
	size_t interfaces = opts->interfaces ? opts->interface_count : 0;

	locate->options = *opts;
	locate->texts = calloc(targets + interfaces + 1, sizeof *locate->texts);
	for (size_t i = 0; locate->texts && i < targets + interfaces; i++)
		if (!copy_text(&locate->texts[i], i < targets ? opts->targets[i] : opts->interfaces[i - targets]))
			return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	if (!locate->texts)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	locate->options.targets = targets ? (const char *const *)locate->texts : NULL;
	locate->options.interfaces = interfaces ? (const char *const *)locate->texts + targets : NULL;
	return KASA_OK;
}

static int
fill(struct kasa_locate *locate, const struct kasa_want *wants, size_t count, const struct kasa_discover_options *opts,
     struct kasa_err *err)
{
	static const struct kasa_discover_options defaults = { .wait_ms = KASA_DISCOVER_MS };
	int rc = copy_options(locate, opts ? opts : &defaults, err);

	if (rc != KASA_OK)
		return rc;
	locate->wants = calloc(count + 1, sizeof *locate->wants);
	if (!locate->wants)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	for (size_t i = 0; i < count && rc == KASA_OK; i++)
		rc = copy_want(locate, &wants[i], err);
	return rc;
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
	rc = fill(locate, wants, count, opts, err);
	if (rc != KASA_OK) {
		free_locate(locate);
		return rc;
	}
	locate->ctx = ctx;
	locate->unsettled = count;
	locate->timeout_ms = timeout_ms;
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
