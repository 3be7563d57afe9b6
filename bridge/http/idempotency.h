/*
 * Answers that are kept for whoever asks twice: a request that bears an Idempotency-Key is carried out once, and its answer is
 * given again to a repetition. A bounded memory, the least recent goes first. Pure: the time is given.
 */
#ifndef KASA_BRIDGE_IDEMPOTENCY_H
#define KASA_BRIDGE_IDEMPOTENCY_H

#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

struct idempotency;

enum {
	IDEMPOTENCY_KEY_MAX = 255,         /* bytes of a key: longer ones are refused by who reads the header */
	IDEMPOTENCY_ANSWER_MAX = 32 << 10, /* a longer one is not kept: its request would be carried out again */
	IDEMPOTENCY_KEEP_S = 24 * 60 * 60,
};

enum idempotency_found {
	IDEMPOTENCY_NEW,     /* carry it out, then say idempotency_end() or idempotency_drop() */
	IDEMPOTENCY_RUNNING, /* the first one is not answered yet: 409 */
	IDEMPOTENCY_OTHER,   /* the key came with another body: 422 */
	IDEMPOTENCY_DONE,    /* here is its answer */
	IDEMPOTENCY_FULL,    /* too many are running, or no memory: 503 */
};

/* Whose key it is, and what came with it. All is lent for the call. */
struct idempotency_id {
	const char *scope; /* who asks, and for what: "token PUT /api/v1/devices/lamp/state", "hook washer" */
	const char *key;
	const void *body;
	size_t length;
};

struct idempotency_answer {
	int status;
	const char *type; /* "application/json"; "" for none */
	const char *body;
	size_t length;
};

/* Keeps @p most answers, of @p bytes together, at most. NULL without memory. */
struct idempotency *idempotency_new(size_t most, size_t bytes);

/* NULL is nothing to do. */
void idempotency_free(struct idempotency *memory);

/*
 * A request came. Of IDEMPOTENCY_DONE @p answer is what it was answered, lent until the next call.
 *
 * @param now_s  UTC, for what is kept goes to the disk
 */
enum idempotency_found idempotency_begin(struct idempotency *memory, const struct idempotency_id *id, int64_t now_s,
                                         struct idempotency_answer *answer);

/* It was answered; @p answer is copied. */
void idempotency_end(struct idempotency *memory, const struct idempotency_id *id, int64_t now_s,
                     const struct idempotency_answer *answer);

/* It was not carried out, and may be tried again under the same key. */
void idempotency_drop(struct idempotency *memory, const struct idempotency_id *id);

size_t idempotency_count(const struct idempotency *memory);

/* All answers as JSON, to be loaded again; what is running is not in it. Free it. NULL without memory. */
char *idempotency_save(const struct idempotency *memory, int64_t now_s);

/* Takes them in. What is too old is left out. KASA_EINVAL when it is not what idempotency_save() wrote: then some may be in. */
int idempotency_load(struct idempotency *memory, const char *text, size_t length, int64_t now_s, struct kasa_err *err);

#endif
