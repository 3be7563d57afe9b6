#include "core/patience.h"

#include <kasa/error.h>

void
kasa_patience_begin(struct kasa_patience *patience, bool once)
{
	patience->once = once;
	patience->tries = 0;
}

/* No device is asked twice when it said no, and nobody else could be: the address is wrong or switched off. */
static bool
may_pass(int code)
{
	return code == KASA_ETIMEOUT || code == KASA_ERESET || code == KASA_EIO;
}

bool
kasa_patience_again(struct kasa_patience *patience, int code, uint64_t now_ms, uint64_t deadline_ms, uint64_t *at_ms)
{
	if (patience->once || patience->tries + 1 >= KASA_LINK_TRIES || !may_pass(code))
		return false;
	*at_ms = now_ms
	         + kasa_backoff_ms(&patience->rng, patience->tries, KASA_LINK_BACKOFF_MS, KASA_LINK_BACKOFF_CAP_MS);
	if (*at_ms >= deadline_ms)
		return false;
	patience->tries++;
	return true;
}

static void
rest_till(struct kasa_patience *patience, uint64_t until_ms)
{
	if (patience->rest_until_ms < until_ms)
		patience->rest_until_ms = until_ms;
}

void
kasa_patience_failed(struct kasa_patience *patience, uint64_t now_ms)
{
	uint64_t ms = KASA_LINK_REST_MS;
	unsigned more;

	if (now_ms >= patience->rest_until_ms)
		patience->lasts = false;
	if (patience->failures < UINT8_MAX)
		patience->failures++;
	if (patience->failures < KASA_LINK_REST_AFTER)
		return;
	more = patience->failures - KASA_LINK_REST_AFTER;
	while (more-- > 0 && ms < KASA_LINK_REST_CAP_MS)
		ms *= 2;
	rest_till(patience, now_ms + ms);
}

void
kasa_patience_rest(struct kasa_patience *patience, uint64_t now_ms, uint64_t rest_ms)
{
	rest_till(patience, now_ms + rest_ms);
	patience->lasts = true;
}

void
kasa_patience_heard(struct kasa_patience *patience)
{
	patience->failures = 0;
	if (!patience->lasts)
		patience->rest_until_ms = 0;
}

void
kasa_patience_answered(struct kasa_patience *patience)
{
	patience->lasts = false;
	kasa_patience_heard(patience);
}
