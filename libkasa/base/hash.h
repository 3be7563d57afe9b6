/* A set of 64-bit keys, each with a small value: who has answered already. And how a text becomes such a key. */
#ifndef KASA_BASE_HASH_H
#define KASA_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KASA_FNV UINT64_C(0xcbf29ce484222325) /* where a hash begins */

/* Goes on with a hash by FNV-1a. */
static inline uint64_t
kasa_fnv(uint64_t hash, const void *bytes, size_t n)
{
	const uint8_t *at = (const uint8_t *)bytes;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

/* The hash of a text as a key: never 0. */
static inline uint64_t
kasa_hash_text(const char *text)
{
	uint64_t hash = kasa_fnv(KASA_FNV, text, strlen(text));

	return hash ? hash : 1;
}

struct kasa_hash_slot {
	uint64_t key; /* 0: free */
	uint32_t value;
};

struct kasa_hash {
	struct kasa_hash_slot *slots; /* NULL while empty */
	size_t cap, count;            /* cap is a power of two */
	size_t max;                   /* entries, not slots */
};

void kasa_hash_init(struct kasa_hash *hash, size_t max);
void kasa_hash_finish(struct kasa_hash *hash);

/* The value of @p key, or NULL; valid until the next put. @p key is not 0. */
uint32_t *kasa_hash_get(const struct kasa_hash *hash, uint64_t key);

/* Adds or changes. KASA_EBUSY when full, KASA_ENOMEM; unchanged then. */
int kasa_hash_put(struct kasa_hash *hash, uint64_t key, uint32_t value);

#endif
