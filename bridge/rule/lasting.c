#include "bridge/rule/lasting.h"

void
lasting_init(struct lasting *lasting, uint32_t for_ms)
{
	*lasting = (struct lasting){ .for_ms = for_ms, .is = KASA_UNKNOWN };
}

static uint64_t
spent(const struct lasting *lasting, uint64_t now_ms)
{
	if (lasting->frozen)
		return lasting->spent_ms;
	return (int64_t)now_ms > lasting->since_ms ? (uint64_t)((int64_t)now_ms - lasting->since_ms) : 0;
}

static void
freeze(struct lasting *lasting, uint64_t now_ms)
{
	if (lasting->is == KASA_UNKNOWN || lasting->frozen)
		return;
	lasting->spent_ms = spent(lasting, now_ms);
	lasting->frozen = true;
}

void
lasting_set(struct lasting *lasting, int is, uint64_t now_ms)
{
	if (is == KASA_UNKNOWN) {
		freeze(lasting, now_ms);
		return;
	}
	if (lasting->is != is)
		lasting->since_ms = (int64_t)now_ms;
	else if (lasting->frozen)
		lasting->since_ms = (int64_t)now_ms - (int64_t)lasting->spent_ms;
	lasting->frozen = false;
	lasting->is = is;
}

void
lasting_began(struct lasting *lasting, uint64_t ago_ms, uint64_t now_ms)
{
	int64_t since_ms = (int64_t)now_ms - (int64_t)ago_ms;

	if (lasting->is == 1 && !lasting->frozen && since_ms < lasting->since_ms)
		lasting->since_ms = since_ms;
}

int
lasting_holds(const struct lasting *lasting, uint64_t now_ms)
{
	if (lasting->is != 1)
		return lasting->is;
	return spent(lasting, now_ms) >= lasting->for_ms;
}

uint64_t
lasting_due(const struct lasting *lasting, uint64_t now_ms)
{
	if (lasting->is != 1 || lasting->frozen || lasting_holds(lasting, now_ms) == 1)
		return LASTING_NEVER;
	return (uint64_t)(lasting->since_ms + (int64_t)lasting->for_ms);
}
