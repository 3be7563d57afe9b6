#include "bridge/stream/cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ID_MAX = CURSOR_RUN + 24,
	TEXT_MAX = 160,
};

void
cursor_init(struct cursor *cursor, const struct ring *ring, const char *run, struct filter filter)
{
	*cursor =
		(struct cursor){ .ring = ring, .run = run, .next = ring->next, .filter = filter, .due = CURSOR_HELLO };
}

void
cursor_want_values(struct cursor *cursor, const struct ring *values)
{
	cursor->values = values;
	cursor->next_value = values->next;
}

void
cursor_finish(struct cursor *cursor)
{
	ring_drop(cursor->held);
	free(cursor->filter.devices);
	free(cursor->filter.events);
}

/* ---- ids ---- */

void
cursor_id(char *out, size_t size, const char *run, uint64_t number)
{
	snprintf(out, size, "%s-%" PRIu64, run, number);
}

/* The number of an id of this run; false when it is none that was ever given. */
static bool
number_of(const struct cursor *cursor, const char *id, uint64_t *number)
{
	size_t n = strlen(cursor->run);
	char *end;

	if (strncmp(id, cursor->run, n) != 0 || id[n] != '-' || id[n + 1] < '0' || id[n + 1] > '9')
		return false;
	*number = strtoull(id + n + 1, &end, 10);
	return *end == '\0' && *number < cursor->ring->next;
}

void
cursor_resume(struct cursor *cursor, const char *id)
{
	uint64_t number;

	if (number_of(cursor, id, &number)) {
		cursor->next = number + 1;
	} else {
		cursor->next = cursor->ring->first;
		cursor->due |= CURSOR_LOST;
	}
}

/* ---- what is wanted ---- */

static bool
has_word(const char *list, const char *word, size_t n)
{
	while (*list) {
		size_t length = strcspn(list, ",");

		if (length == n && memcmp(list, word, n) == 0)
			return true;
		list += length + (list[length] == ',');
	}
	return false;
}

bool
filter_wants(const struct filter *filter, const struct ring_item *item)
{
	if (filter->devices && !has_word(filter->devices, item->key, strlen(item->key)))
		return false;
	return !filter->events || has_word(filter->events, item->name, item->name_length);
}

static uint64_t
first_wanted(const struct cursor *cursor, const struct ring *ring, uint64_t number)
{
	const struct ring_item *item = ring_at(ring, number);

	while (item && !filter_wants(&cursor->filter, item))
		item = ring_at(ring, ++number);
	return number;
}

static void
pass_over(struct cursor *cursor)
{
	uint64_t wanted = first_wanted(cursor, cursor->ring, cursor->next);

	cursor->moved |= wanted != cursor->next;
	cursor->next = wanted;
	if (cursor->values)
		cursor->next_value = first_wanted(cursor, cursor->values, cursor->next_value);
}

bool
cursor_wants(struct cursor *cursor)
{
	pass_over(cursor);
	return cursor->held || cursor->due || cursor->next < cursor->ring->next
	       || (cursor->values && cursor->next_value < cursor->values->next);
}

/* ---- what is sent ---- */

/* Where he is: the last text that he heard or passed over. */
static void
here(const struct cursor *cursor, char id[ID_MAX])
{
	cursor_id(id, ID_MAX, cursor->run, cursor->next - 1);
}

static struct ring_item *
hello(struct cursor *cursor)
{
	char id[ID_MAX], text[TEXT_MAX];

	here(cursor, id);
	snprintf(text, sizeof text, "retry: %d\nid: %s\n\n", CURSOR_RETRY_MS, id);
	return ring_text(text);
}

/* @p missed 0: nobody knows. */
static struct ring_item *
gap_of(const struct cursor *cursor, uint64_t missed)
{
	char id[ID_MAX], data[TEXT_MAX];

	here(cursor, id);
	if (missed > 0)
		snprintf(data, sizeof data, "{\"event\":\"gap\",\"missed\":%" PRIu64 "}", missed);
	else
		snprintf(data, sizeof data, "{\"event\":\"gap\"}");
	return ring_event(id, "", "gap", data);
}

static struct ring_item *
gap(struct cursor *cursor)
{
	uint64_t missed = cursor->due & CURSOR_LOST ? 0 : cursor->ring->first - cursor->next;

	cursor->next = cursor->ring->first;
	return gap_of(cursor, missed);
}

static struct ring_item *
gap_of_values(struct cursor *cursor)
{
	uint64_t missed = cursor->values->first - cursor->next_value;

	cursor->next_value = cursor->values->first;
	return gap_of(cursor, missed);
}

/* With its position where that moved unheard: or a break would look like a gap. */
static struct ring_item *
beat(struct cursor *cursor)
{
	char id[ID_MAX], text[TEXT_MAX] = ":\n\n";

	here(cursor, id);
	if (cursor->moved)
		snprintf(text, sizeof text, ":\nid: %s\n\n", id);
	cursor->moved = false;
	return ring_text(text);
}

static struct ring_item *
take(struct cursor *cursor)
{
	cursor->moved = false;
	return ring_hold(ring_at(cursor->ring, cursor->next++));
}

static struct ring_item *
take_value(struct cursor *cursor)
{
	return ring_hold(ring_at(cursor->values, cursor->next_value++));
}

typedef struct ring_item *make_fn(struct cursor *cursor);

/* False without memory. */
static bool
choose(struct cursor *cursor, make_fn *make, unsigned due)
{
	cursor->held = make(cursor);
	cursor->due &= ~due;
	cursor->sent = 0;
	return cursor->held != NULL;
}

/* The next text; true and none where there is none. */
static bool
next(struct cursor *cursor)
{
	const struct ring *values = cursor->values;

	pass_over(cursor);
	if (cursor->due & CURSOR_HELLO)
		return choose(cursor, hello, CURSOR_HELLO);
	if (cursor->due & CURSOR_LOST || cursor->next < cursor->ring->first)
		return choose(cursor, gap, CURSOR_LOST);
	if (cursor->next < cursor->ring->next)
		return choose(cursor, take, 0);
	if (values && cursor->next_value < values->next)
		return choose(cursor, cursor->next_value < values->first ? gap_of_values : take_value, 0);
	return !(cursor->due & CURSOR_BEAT) || choose(cursor, beat, CURSOR_BEAT);
}

static size_t
copy(struct cursor *cursor, char *out, size_t room)
{
	size_t n = cursor->held->length - cursor->sent;

	if (n > room)
		n = room;
	memcpy(out, cursor->held->text + cursor->sent, n);
	cursor->sent += n;
	if (cursor->sent == cursor->held->length) {
		ring_drop(cursor->held);
		cursor->held = NULL;
	}
	return n;
}

ssize_t
cursor_fill(struct cursor *cursor, char *out, size_t room)
{
	size_t n = 0;

	while (n < room) {
		if (!cursor->held && !next(cursor))
			return -1;
		if (!cursor->held)
			break;
		n += copy(cursor, out + n, room - n);
	}
	return (ssize_t)n;
}
