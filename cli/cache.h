/* Where devices were last seen: a file that may be lost, damaged or out of date without any harm. */
#ifndef KASA_CLI_CACHE_H
#define KASA_CLI_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/device.h>

#include "base/hash.h"
#include "cli/cache_line.h"

/* All zero is one that was not read yet. */
struct cache {
	struct cache_entry *entries;
	size_t count, cap;
	struct kasa_hash by_id; /* position of the first entry with that hash of its id */
	bool loaded;
	bool changed; /* entries that the file does not have as they are */
};

/* Reads the file, once. Without a home or a file it is empty; damaged lines are left out. */
void cache_load(struct cache *cache);

/* What is known of a name. */
const struct cache_entry *cache_by_id(const struct cache *cache, const char *id);
const struct cache_entry *cache_by_mac(const struct cache *cache, const char *mac);

/* NULL too when two devices have this alias. Any case is the same; a beginning is not enough. */
const struct cache_entry *cache_by_alias(const struct cache *cache, const char *alias);

/* Where a device was seen, and how it was spoken to. All is lent. */
struct cache_place {
	const char *host;
	uint16_t port;
	const char *transport, *payload;
};

/* Notes a device that was seen. One that did not tell its id, or that nobody here can speak to, is not noted. */
void cache_put(struct cache *cache, const struct cache_place *place, const struct kasa_state *state);

/* That device alone has this name: whoever had it before has lost it. */
void cache_take_name(struct cache *cache, const char *alias, const char *id);

/* Takes the lines that are whole, and the entries of another cache over its own. */
void cache_fill(struct cache *cache, const char *text, size_t n);
void cache_merge(struct cache *cache, const struct cache *newer);

/*
 * Writes what changed, over what other processes wrote meanwhile.
 *
 * KASA_OK when nothing changed or there is no home; else KASA_EIO or KASA_ENOMEM, which is only worth a log line.
 */
int cache_save(struct cache *cache, struct kasa_err *err);

void cache_finish(struct cache *cache);

#endif
