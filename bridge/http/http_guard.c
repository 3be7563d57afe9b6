#include "bridge/http/http_guard.h"

#include <stddef.h>

enum {
	MINUTE_MS = 60 * 1000,
};

static struct http_guard_slot *
find(struct http_guard *guard, uint64_t key)
{
	struct http_guard_slot *oldest = &guard->slot[0];

	for (size_t i = 0; i < HTTP_GUARD_MAX; i++) {
		struct http_guard_slot *slot = &guard->slot[i];

		if (slot->key == key)
			return slot;
		if (!slot->key || (oldest->key && slot->at_ms < oldest->at_ms))
			oldest = slot;
	}
	*oldest = (struct http_guard_slot){ .key = key };
	return oldest;
}

static void
recover(struct http_guard_slot *slot, uint64_t now_ms)
{
	uint64_t passed = now_ms - slot->at_ms;

	slot->spent_ms = passed >= slot->spent_ms ? 0 : slot->spent_ms - (uint32_t)passed;
	slot->at_ms = now_ms;
}

unsigned
http_guard_wrong(struct http_guard *guard, uint64_t key, unsigned per_minute, uint64_t now_ms)
{
	struct http_guard_slot *slot = find(guard, key);
	uint32_t share = MINUTE_MS / (per_minute > 0 ? per_minute : 1);

	recover(slot, now_ms);
	if (slot->spent_ms + share > MINUTE_MS)
		return (slot->spent_ms + share - MINUTE_MS + 999) / 1000;
	slot->spent_ms += share;
	return 0;
}
