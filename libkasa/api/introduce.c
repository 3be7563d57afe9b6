#include "api/introduce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/address.h"
#include "net/clock.h"

/* One device, waiting or being asked. */
struct guest {
	struct kasa_list node;
	struct kasa_introductions *all;
	struct kasa_device *dev; /* NULL: it waits */
	char host[INET_ADDRSTRLEN];
	struct kasa_way way;
	struct kasa_announcement announcement;
	struct kasa_state state; /* what it announced */
};

void
kasa_introductions_init(struct kasa_introductions *all, struct kasa_context *ctx, kasa_introduced_fn *told)
{
	*all = (struct kasa_introductions){ .ctx = ctx, .told = told, .until_ms = UINT64_MAX };
	kasa_list_init(&all->waiting);
	kasa_list_init(&all->asked);
}

static void
drop_all(struct kasa_list *list)
{
	while (!kasa_list_empty(list)) {
		struct guest *guest = KASA_CONTAINER(list->next, struct guest, node);

		kasa_list_remove(&guest->node);
		kasa_device_free(guest->dev);
		free(guest);
	}
}

void
kasa_introductions_stop(struct kasa_introductions *all)
{
	drop_all(&all->waiting);
	drop_all(&all->asked);
	all->asked_count = 0;
}

/* ---- whose it is ---- */

static bool
is_owner(const struct kasa_credentials *account, const struct kasa_announcement *announcement)
{
	char owner[2 * sizeof account->owner + 1];

	for (size_t i = 0; i < sizeof account->owner; i++)
		snprintf(owner + 2 * i, 3, "%02x", account->owner[i]);
	return strcasecmp(owner, announcement->owner) == 0;
}

bool
kasa_introduce_is_ours(const struct kasa_context *ctx, const struct kasa_announcement *announcement)
{
	if (ctx->account_count == 0 || !kasa_announcement_has_owner(announcement))
		return true;
	for (size_t i = 0; i < ctx->account_count; i++)
		if (is_owner(&ctx->accounts[i], announcement))
			return true;
	return false;
}

static bool
has_accounts(struct kasa_context *ctx)
{
	kasa_keyring_fetch(&ctx->shared.link.keyring);
	return ctx->shared.link.keyring.count > 0;
}

bool
kasa_introduce_may_log_in(struct kasa_context *ctx, const struct kasa_announcement *announcement)
{
	return has_accounts(ctx) && kasa_introduce_is_ours(ctx, announcement);
}

/* ---- telling ---- */

static void
tell(const struct guest *guest, const struct kasa_err *err)
{
	struct kasa_found found = {
		.host = guest->host,
		.port = guest->way.port,
		.state = &guest->state,
		.transport = guest->way.transport,
		.payload = guest->way.payload->name,
		.announcement = &guest->announcement,
		.err = err,
	};

	if (err->code == KASA_OK && guest->dev) {
		found.state = kasa_device_state(guest->dev);
		found.transport = kasa_device_transport(guest->dev);
		found.payload = kasa_device_payload(guest->dev);
	}
	guest->all->told(guest->all, &found);
}

static void
tell_failure(const struct guest *guest, const struct kasa_err *why)
{
	struct kasa_err err = *why;

	kasa_way_failed(&guest->way, &guest->announcement, &guest->state,
	                kasa_introduce_is_ours(guest->all->ctx, &guest->announcement), &err);
	tell(guest, &err);
}

/* ---- asking ---- */

static void begin_next(struct kasa_introductions *all);

static void
on_refreshed(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct guest *guest = arg;
	struct kasa_introductions *all = guest->all;

	if (err->code == KASA_ECANCELED) /* stopped: the guest is gone */
		return;
	kasa_list_remove(&guest->node);
	all->asked_count--;
	if (err->code == KASA_OK)
		tell(guest, err);
	else
		tell_failure(guest, err);
	free(guest);
	kasa_device_free(dev);
	begin_next(all); /* where this one stopped all, nobody waits */
}

void
kasa_introductions_last(struct kasa_introductions *all, uint64_t now_ms)
{
	unsigned timeout_ms = all->timeout_ms ? all->timeout_ms : KASA_CALL_MS;

	all->until_ms = now_ms + (uint64_t)KASA_INTRODUCE_TURNS * timeout_ms;
}

static int
begin(struct guest *guest, struct kasa_err *err)
{
	struct kasa_device_options options = {
		.host = guest->host,
		.port = guest->way.port,
		.transport = guest->way.wire->name,
		.payload = guest->way.payload->name,
	};
	int rc;

	if (kasa_clock_ms() >= guest->all->until_ms)
		return kasa_err_set(err, KASA_ETIMEOUT, "not asked: too many others are slow to answer");
	rc = kasa_device_open(guest->all->ctx, &options, &guest->dev, err);
	if (rc != KASA_OK)
		return rc;
	kasa_device_timeout(guest->dev, guest->all->timeout_ms);
	rc = kasa_device_refresh(guest->dev, on_refreshed, guest);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, "no memory to ask it");
}

static void
begin_next(struct kasa_introductions *all)
{
	struct kasa_err err;

	while (all->asked_count < KASA_INTRODUCE_AT_ONCE && !kasa_list_empty(&all->waiting)) {
		struct guest *guest = KASA_CONTAINER(all->waiting.next, struct guest, node);

		kasa_list_remove(&guest->node);
		if (begin(guest, &err) == KASA_OK) {
			kasa_list_append(&all->asked, &guest->node);
			all->asked_count++;
			continue;
		}
		tell_failure(guest, &err);
		kasa_device_free(guest->dev);
		free(guest);
	}
}

/* Why it need not be asked; KASA_OK where it should be, and where nobody is. */
static int
check(const struct guest *guest, struct kasa_err *err)
{
	kasa_err_clear(err);
	if (!guest->way.wire)
		return kasa_way_why(&guest->way, &guest->state, err);
	if (guest->all->announced_only || has_accounts(guest->all->ctx))
		return KASA_OK;
	kasa_err_set(err, KASA_EAUTH, "no account to log in with");
	return kasa_way_failed(&guest->way, &guest->announcement, &guest->state, true, err);
}

static void
receive(struct guest *guest, const struct kasa_heard *heard)
{
	guest->announcement = heard->announcement;
	guest->state = heard->record.state;
	kasa_address_text4(heard->from, guest->host);
	kasa_way_find(&guest->way, &guest->announcement);
}

void
kasa_introduce(struct kasa_introductions *all, const struct kasa_heard *heard)
{
	struct guest *guest, at_once = { .all = all };
	struct kasa_err err;

	receive(&at_once, heard);
	if (check(&at_once, &err) != KASA_OK || all->announced_only) {
		tell(&at_once, &err);
		return;
	}
	guest = malloc(sizeof *guest);
	if (!guest) {
		kasa_err_set(&err, KASA_ENOMEM, "no memory to ask it");
		tell_failure(&at_once, &err);
		return;
	}
	*guest = at_once;
	kasa_list_init(&guest->node);
	kasa_list_append(&all->waiting, &guest->node);
	begin_next(all);
}
