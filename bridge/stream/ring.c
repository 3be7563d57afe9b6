#include "bridge/stream/ring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

int
ring_init(struct ring *ring, size_t room, size_t most)
{
	*ring = (struct ring){ .room = room, .most = most, .first = 1, .next = 1 };
	ring->items = calloc(room, sizeof(struct ring_item *));
	return ring->items ? KASA_OK : KASA_ENOMEM;
}

/* ---- texts ---- */

static struct ring_item *
make(size_t length)
{
	struct ring_item *item = calloc(1, sizeof *item + length + 1);

	if (item) {
		item->refs = 1;
		item->length = length;
	}
	return item;
}

static void
plain(char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
			name[i] = '?';
}

struct ring_item *
ring_event(const char *id, const char *key, const char *name, const char *data)
{
	static const char format[] = "%s%s%sevent: %s\ndata: %s\n\n";
	const char *before = id ? "id: " : "", *after = id ? "\n" : "";
	size_t length = strlen(before) + (id ? strlen(id) : 0) + strlen(after) + strlen("event: \ndata: \n\n")
	                + strlen(name) + strlen(data);
	struct ring_item *item = make(length);

	if (!item)
		return NULL;
	snprintf(item->text, length + 1, format, before, id ? id : "", after, name, data);
	kasa_str_copy(item->key, sizeof item->key, key);
	item->name_length = strlen(name);
	item->name = item->text + strlen(before) + (id ? strlen(id) : 0) + strlen(after) + strlen("event: ");
	plain(item->name, item->name_length);
	return item;
}

struct ring_item *
ring_text(const char *text)
{
	struct ring_item *item = make(strlen(text));

	if (item)
		memcpy(item->text, text, item->length);
	return item;
}

struct ring_item *
ring_hold(struct ring_item *item)
{
	item->refs++;
	return item;
}

void
ring_drop(struct ring_item *item)
{
	if (item && --item->refs == 0)
		free(item);
}

/* ---- the ring ---- */

static struct ring_item **
place(const struct ring *ring, uint64_t number)
{
	return &ring->items[number % ring->room];
}

static void
drop_first(struct ring *ring)
{
	struct ring_item **at = place(ring, ring->first++);

	ring->bytes -= (*at)->length;
	ring_drop(*at);
	*at = NULL;
}

void
ring_add(struct ring *ring, struct ring_item *item)
{
	while (ring->first < ring->next
	       && (ring->next - ring->first >= ring->room || ring->bytes + item->length > ring->most))
		drop_first(ring);
	*place(ring, ring->next++) = item;
	ring->bytes += item->length;
}

struct ring_item *
ring_at(const struct ring *ring, uint64_t number)
{
	return number >= ring->first && number < ring->next ? *place(ring, number) : NULL;
}

void
ring_finish(struct ring *ring)
{
	while (ring->items && ring->first < ring->next)
		drop_first(ring);
	free(ring->items);
	ring->items = NULL;
}
