#include "base/hash.h"

#include <stdlib.h>

#include "base/err.h"

void
kasa_hash_init(struct kasa_hash *hash, size_t max)
{
	*hash = (struct kasa_hash){ .max = max };
}

void
kasa_hash_finish(struct kasa_hash *hash)
{
	free(hash->slots);
	kasa_hash_init(hash, hash->max);
}

/* Where @p key stands, or the free slot where it would. There is always one free. */
static struct kasa_hash_slot *
find(const struct kasa_hash *hash, uint64_t key)
{
	uint64_t mixed = key * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(mixed ^ (mixed >> 32)) & (hash->cap - 1);

	while (hash->slots[i].key != 0 && hash->slots[i].key != key)
		i = (i + 1) & (hash->cap - 1);
	return &hash->slots[i];
}

uint32_t *
kasa_hash_get(const struct kasa_hash *hash, uint64_t key)
{
	struct kasa_hash_slot *slot;

	if (!hash->slots)
		return NULL;
	slot = find(hash, key);
	return slot->key ? &slot->value : NULL;
}

static int
grow(struct kasa_hash *hash)
{
	struct kasa_hash next = *hash;

	next.cap = hash->cap ? hash->cap * 2 : 16;
	next.slots = calloc(next.cap, sizeof *next.slots);
	if (!next.slots)
		return KASA_ENOMEM;
	for (size_t i = 0; i < hash->cap; i++)
		if (hash->slots[i].key)
			*find(&next, hash->slots[i].key) = hash->slots[i];
	free(hash->slots);
	*hash = next;
	return KASA_OK;
}

int
kasa_hash_put(struct kasa_hash *hash, uint64_t key, uint32_t value)
{
	uint32_t *known = kasa_hash_get(hash, key);

	if (known) {
		*known = value;
		return KASA_OK;
	}
	if (hash->count == hash->max)
		return KASA_EBUSY;
	if (hash->count * 4 >= hash->cap * 3) {
		int rc = grow(hash);

		if (rc != KASA_OK)
			return rc;
	}
	*find(hash, key) = (struct kasa_hash_slot){ .key = key, .value = value };
	hash->count++;
	return KASA_OK;
}
