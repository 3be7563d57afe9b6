/* The entries in memory; cache_file.c knows where they are kept. */
#include "cli/cache.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "cli/cache_file.h"

enum {
	ENTRIES_MAX = 1 << 16, /* devices that one search can ask */
};

/* FNV-1a of the id, any case. */
static uint64_t
hash(const char *id)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *id; id++)
		h = (h ^ ((unsigned char)*id | 0x20u)) * 0x100000001b3u;
	return h ? h : 1;
}

static struct cache_entry *
find(const struct cache *cache, const char *id)
{
	const uint32_t *position = cache->by_id.cap ? kasa_hash_get(&cache->by_id, hash(id)) : NULL;
	struct cache_entry *entry = position ? &cache->entries[*position] : NULL;

	return entry && strcasecmp(entry->id, id) == 0 ? entry : NULL;
}

static bool
grow(struct cache *cache)
{
	size_t cap = cache->cap ? cache->cap * 2 : 16;
	struct cache_entry *entries;

	if (cache->count < cache->cap)
		return true;
	if (cache->count >= ENTRIES_MAX)
		return false;
	entries = realloc(cache->entries, cap * sizeof *entries);
	if (!entries)
		return false;
	cache->entries = entries;
	cache->cap = cap;
	return true;
}

static bool
is_same(const struct cache_entry *one, const struct cache_entry *other)
{
	return one->port == other->port && one->transport == other->transport && one->payload == other->payload
	       && strcmp(one->mac, other->mac) == 0 && strcmp(one->host, other->host) == 0
	       && strcmp(one->alias, other->alias) == 0;
}

/* Adds or replaces; true when that made a difference. */
static bool
put(struct cache *cache, const struct cache_entry *entry)
{
	struct cache_entry *known = find(cache, entry->id);

	if (known && is_same(known, entry))
		return false;
	if (known) {
		*known = *entry;
		return true;
	}
	if (!cache->by_id.max)
		kasa_hash_init(&cache->by_id, ENTRIES_MAX);
	if (!grow(cache) || kasa_hash_put(&cache->by_id, hash(entry->id), (uint32_t)cache->count) != KASA_OK)
		return false;
	cache->entries[cache->count++] = *entry;
	return true;
}

void
cache_fill(struct cache *cache, const char *text, size_t n)
{
	const char *end = text + n;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;
		struct cache_entry entry = { 0 };

		if (cache_line_parse(text, (size_t)(stop - text), &entry))
			put(cache, &entry);
		text = newline ? newline + 1 : end;
	}
}

void
cache_load(struct cache *cache)
{
	if (!cache->loaded)
		cache_file_read(cache);
	cache->loaded = true;
}

const struct cache_entry *
cache_by_id(const struct cache *cache, const char *id)
{
	return find(cache, id);
}

const struct cache_entry *
cache_by_mac(const struct cache *cache, const char *mac)
{
	uint8_t bytes[6];
	char normal[KASA_MAC_TEXT];

	if (!kasa_mac_parse(mac, bytes))
		return NULL;
	kasa_mac_format(bytes, normal);
	for (size_t i = 0; i < cache->count; i++)
		if (strcasecmp(cache->entries[i].mac, normal) == 0)
			return &cache->entries[i];
	return NULL;
}

const struct cache_entry *
cache_by_alias(const struct cache *cache, const char *alias)
{
	const struct cache_entry *found = NULL;

	for (size_t i = 0; i < cache->count; i++) {
		if (kasa_str_match(cache->entries[i].alias, alias) != 2)
			continue;
		if (found)
			return NULL;
		found = &cache->entries[i];
	}
	return found;
}

void
cache_put(struct cache *cache, const struct cache_place *place, const struct kasa_state *state)
{
	struct cache_entry entry = {
		.port = place->port,
		.transport = cache_transport(place->transport),
		.payload = cache_payload(place->payload),
	};

	if (!state || !state->id[0] || !kasa_str_copy(entry.host, sizeof entry.host, place->host) || !entry.transport
	    || !entry.payload)
		return;
	kasa_str_copy(entry.id, sizeof entry.id, state->id);
	kasa_str_copy(entry.mac, sizeof entry.mac, state->mac);
	kasa_str_copy(entry.alias, sizeof entry.alias, state->alias);
	if (put(cache, &entry))
		cache->changed = true;
}

void
cache_take_name(struct cache *cache, const char *alias, const char *id)
{
	for (size_t i = 0; i < cache->count; i++) {
		struct cache_entry *entry = &cache->entries[i];

		if (kasa_str_match(entry->alias, alias) != 2 || strcasecmp(entry->id, id) == 0)
			continue;
		entry->alias[0] = '\0';
		cache->changed = true;
	}
}

void
cache_merge(struct cache *cache, const struct cache *newer)
{
	for (size_t i = 0; i < newer->count; i++)
		put(cache, &newer->entries[i]);
}

void
cache_finish(struct cache *cache)
{
	free(cache->entries);
	kasa_hash_finish(&cache->by_id);
	*cache = (struct cache){ 0 };
}
