/*
 * Devices that only announced themselves: each is asked for its state over what it announced before it is told, a few at
 * a time, and is told with the reason where that does not go.
 */
#ifndef KASA_API_INTRODUCE_H
#define KASA_API_INTRODUCE_H

#include <kasa/discover.h>

#include "api/context.h"
#include "core/probe.h"
#include "core/way.h"

enum {
	KASA_INTRODUCE_AT_ONCE = 32, /* connections; thousands may announce themselves within a second */
	KASA_INTRODUCE_TURNS =
		2, /* time limits that one waits for, behind the end of the search, till it is given up */
};

struct kasa_introductions;

/* Told of each device once. It may stop them. */
typedef void kasa_introduced_fn(struct kasa_introductions *all, const struct kasa_found *found);

struct kasa_introductions {
	struct kasa_context *ctx;
	struct kasa_list waiting, asked;
	unsigned asked_count, timeout_ms;
	uint64_t until_ms;   /* who was not asked by then is not asked any more */
	bool announced_only; /* nobody is asked */
	kasa_introduced_fn *told;
};

void kasa_introductions_init(struct kasa_introductions *all, struct kasa_context *ctx, kasa_introduced_fn *told);

/* Ends them; nobody is told any more. */
void kasa_introductions_stop(struct kasa_introductions *all);

/* Asks a device that announced itself, now or later, or tells at once why it cannot be asked. */
void kasa_introduce(struct kasa_introductions *all, const struct kasa_heard *heard);

/* Nobody else will come: who waits may wait a little longer. */
void kasa_introductions_last(struct kasa_introductions *all, uint64_t now_ms);

/* True when everybody was told. */
static inline bool
kasa_introductions_over(const struct kasa_introductions *all)
{
	return kasa_list_empty(&all->waiting) && kasa_list_empty(&all->asked);
}

/* True where its owner is among the accounts, or is not told, or there is no account. */
bool kasa_introduce_is_ours(const struct kasa_context *ctx, const struct kasa_announcement *announcement);

/* True where there is an account to log in with that the device may belong to. */
bool kasa_introduce_may_log_in(struct kasa_context *ctx, const struct kasa_announcement *announcement);

#endif
