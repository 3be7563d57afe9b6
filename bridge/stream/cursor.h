/*
 * One reader of a ring: where he is, what he is in the middle of, and what he wants to hear. Pure. Who is too slow misses
 * texts and is told so, by an event `gap`: what he shows he had better read anew.
 *
 * Values are a ring of their own, for they come by the dozen: they have no ids, and nobody hears them anew.
 *
 * An id is RUN-N: the N-th event of one run of kasad. One of another run is a gap too, then all that is kept follows.
 */
#ifndef KASA_BRIDGE_CURSOR_H
#define KASA_BRIDGE_CURSOR_H

#include <sys/types.h>

#include "bridge/stream/ring.h"

enum {
	CURSOR_RUN = 9,         /* eight hexadecimal digits, and a NUL */
	CURSOR_RETRY_MS = 2000, /* when a reader should come back; browsers take it as they like */
};

enum cursor_due {
	CURSOR_HELLO = 1u << 0, /* how long to wait after a break, and where the stream is */
	CURSOR_LOST = 1u << 1,  /* nobody knows how much he missed */
	CURSOR_BEAT = 1u << 2,  /* a comment, so that both sides notice when the other one is gone */
};

/* Lists of words, with commas between them. */
struct filter {
	char *devices; /* their keys; NULL: all */
	char *events;  /* their names; NULL: all */
};

struct cursor {
	const struct ring *ring;
	const char *run;           /* CURSOR_RUN, lives longer than the cursor */
	uint64_t next;             /* the number of the text that comes next */
	const struct ring *values; /* NULL: not wanted */
	uint64_t next_value;
	struct ring_item *held;
	size_t sent;
	struct filter filter; /* its own */
	unsigned due;         /* of enum cursor_due */
	bool moved;           /* past texts that he did not want, and did not hear it */
};

/* Begins with what comes next. Takes the filter's texts over. */
void cursor_init(struct cursor *cursor, const struct ring *ring, const char *run, struct filter filter);

/* Wants values as well, from what comes next. */
void cursor_want_values(struct cursor *cursor, const struct ring *values);

void cursor_finish(struct cursor *cursor);

/* Goes back to behind the event with this id, as Last-Event-ID says it. */
void cursor_resume(struct cursor *cursor, const char *id);

bool filter_wants(const struct filter *filter, const struct ring_item *item);

/* Whether there is anything to send. What is not wanted is passed over. */
bool cursor_wants(struct cursor *cursor);

/* Up to @p room bytes of what is to be sent, 0 when there is nothing, -1 without memory. */
ssize_t cursor_fill(struct cursor *cursor, char *out, size_t room);

/* The id of a text. */
void cursor_id(char *out, size_t size, const char *run, uint64_t number);

#endif
