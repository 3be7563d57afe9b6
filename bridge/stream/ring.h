/*
 * The last texts of a stream, numbered from 1, kept once for all who read them. Pure. What somebody is in the middle of stays
 * until he is through with it, so that no text is ever cut; more than one each nobody holds.
 */
#ifndef KASA_BRIDGE_RING_H
#define KASA_BRIDGE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/hub/device.h"

struct ring_item {
	unsigned refs;
	char key[DEVICE_KEY]; /* of the device that it is about, "" for none */
	char *name;           /* of the event, within .text; not ended by a NUL */
	size_t name_length;
	size_t length;
	char text[];
};

struct ring {
	struct ring_item **items; /* by number, modulo room */
	size_t room;
	uint64_t first, next; /* the oldest that is kept, and the one to come */
	size_t bytes, most;   /* of all texts */
};

/* At most so many, and so many bytes. */
int ring_init(struct ring *ring, size_t room, size_t most);
void ring_finish(struct ring *ring);

/*
 * One message of server-sent events: its id, its name, and its data, one line of JSON. What is no part of a name becomes '?'.
 * NULL without memory; give it to ring_add() or ring_drop().
 *
 * @param id    NULL: the reader's position stays
 * @param key   of a device, or ""
 */
struct ring_item *ring_event(const char *id, const char *key, const char *name, const char *data);

/* Any other text. */
struct ring_item *ring_text(const char *text);

/* Takes it over; the oldest ones go as they must. */
void ring_add(struct ring *ring, struct ring_item *item);

/* A text by its number, NULL when it is gone or yet to come. */
struct ring_item *ring_at(const struct ring *ring, uint64_t number);

struct ring_item *ring_hold(struct ring_item *item);

/* NULL is nothing to do. */
void ring_drop(struct ring_item *item);

#endif
