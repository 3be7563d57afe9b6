/*
 * What kasad keeps on disk: counters, where devices were last, what was set by requests, and which topics are ours. It is
 * read once at start; snapshots are written by a thread, whole or not at all (temporary file, fsync, rename), at most
 * once a minute and at the end; what people set by requests at once.
 *
 * The folder: `state_dir`, else $STATE_DIRECTORY, else /var/lib/kasad for root, else $XDG_STATE_HOME/kasad, else
 * ~/.local/state/kasad. A second kasad on one folder is refused.
 */
#ifndef KASA_BRIDGE_STORE_H
#define KASA_BRIDGE_STORE_H

#include <stdbool.h>

#include <kasa/error.h>

#include "bridge/hub/device.h"

struct ev_loop;
struct hub;
struct store;

/* Where a device was last, and who it is. Plain values; texts are the store's, valid until it is asked again. */
struct store_device {
	const char *key, *id, *mac, *alias, *model;
	const char *host; /* "" unknown */
	uint16_t port;
	const char *transport, *payload;
	int64_t seen_s;
};

/* What requests set for a device; what is KASA_UNKNOWN, 0 or NULL was not set. The YAML wins for each key. */
struct store_options {
	char *name, *area;
	struct config_poll poll;
	int enabled, hidden, protected;
	uint32_t throttle_ms;
};

/*
 * Opens the folder, takes its lock and reads what is there. KASA_EBUSY names who has the lock; KASA_EIO; KASA_EINVAL: a
 * file of a newer kasad. One that is broken is moved aside, never overwritten, and a line says so; what of it makes sense
 * is kept.
 */
int store_open(const struct config *config, struct ev_loop *loop, struct store **out, struct kasa_err *err);

/*
 * Writes what is new, waits for it (a second at most), and closes; the loop is still there. NULL is nothing to do, here and
 * in all functions below.
 */
void store_close(struct store *store);

/* From now on @p hub is what is written. NULL: no longer; what it knows now is kept, so that hub_finish() may come first. */
void store_follow(struct store *store, struct hub *hub);

/* Something changed: written within a minute; or, for what people set, at once. */
void store_touch(struct store *store);
void store_commit(struct store *store);

/* Walks through the devices that were known: true and one of them, from @p index 0 on. */
bool store_device_at(const struct store *store, size_t index, struct store_device *out);

/* Fills in the counter that was kept for a part. False: none was. */
bool store_counter(const struct store *store, const char *key, unsigned outlet, struct counter *out);

/*
 * What was set by requests for a device: the store's, valid until it is forgotten. It is written to (its texts are to be
 * free()d and replaced by ones of malloc()), then store_commit(). NULL only without memory.
 */
struct store_options *store_options(struct store *store, const char *key);

/* The key of the device that a request gave this name, or NULL: the device need not be there. */
const char *store_named(const struct store *store, const char *name);

/* Forgets all that is kept of a device. */
void store_forget(struct store *store, const char *key);

/* Retained topics that are ours beside the usual ones, so that stale ones can be removed: a set of texts. */
bool store_topic_add(struct store *store, const char *topic); /* true: it was new */
bool store_topic_remove(struct store *store, const char *topic);
const char *store_topic_at(const struct store *store, size_t index); /* NULL past the last */

/* Groups that were made by requests, and other things that only their owner understands: a JSON text by name. */
const char *store_text(const struct store *store, const char *name); /* or NULL */

/* NULL takes it away. Written at once. KASA_EINVAL: it is no JSON; KASA_ENOMEM, KASA_EBUSY. */
int store_text_set(struct store *store, const char *name, const char *json);

/* The folder. */
const char *store_folder(const struct store *store);

#endif
