/*
 * The messages of one receiver: those that wait, in their order, and those that were given up. In memory; each is the line that
 * stands on the disk. Pure.
 */
#ifndef KASA_BRIDGE_WEBHOOK_QUEUE_H
#define KASA_BRIDGE_WEBHOOK_QUEUE_H

#include "base/list.h"
#include "bridge/webhook/webhook_record.h"

enum {
	WEBHOOK_DEAD_MAX = 500,
	WEBHOOK_DEAD_S = 7 * 24 * 3600,
};

struct webhook_message {
	struct kasa_list node;
	char id[WEBHOOK_ID_MAX];
	uint64_t key;
	int64_t since_s; /* UTC, from when it waits */
	int64_t dead_s;  /* UTC, since when it is dead */
	char why[WEBHOOK_WHY_MAX];
	unsigned tries;
	bool busy, again;
	size_t length;
	char line[]; /* of WEBHOOK_RECORD_ADD, without its end */
};

struct webhook_list {
	struct kasa_list messages;
	size_t count, bytes;
};

struct webhook_queue {
	struct webhook_list waiting, dead;
};

void webhook_queue_init(struct webhook_queue *queue);
void webhook_queue_finish(struct webhook_queue *queue);

/* The first that waits, or NULL. */
struct webhook_message *webhook_queue_first(const struct webhook_queue *queue);

/* One that waits, or a dead one; or NULL. */
struct webhook_message *webhook_queue_waiting(const struct webhook_queue *queue, const char *id);
struct webhook_message *webhook_queue_dead(const struct webhook_queue *queue, const char *id);

/* Adds a message behind all others; the line is copied. NULL without memory, or when it is no line of an ADD. */
struct webhook_message *webhook_queue_add(struct webhook_queue *queue, const char *line, size_t length);

/* The oldest that is not on its way: the one to go when there are more than so many, or more bytes. NULL: there is room. */
struct webhook_message *webhook_queue_over(const struct webhook_queue *queue, size_t count, size_t bytes);

/* An older one with the same key, that is not on its way; or NULL. */
struct webhook_message *webhook_queue_overtaken(const struct webhook_queue *queue, const struct webhook_message *by);

/* The oldest dead one, when there are too many, too many bytes of them, or it is too old; or NULL. */
struct webhook_message *webhook_queue_forgettable(const struct webhook_queue *queue, size_t bytes, int64_t now_s);

/* Ways of a message. The first takes its memory as well. */
void webhook_queue_end(struct webhook_queue *queue, struct webhook_message *message);
void webhook_queue_bury(struct webhook_queue *queue, struct webhook_message *message, int64_t now_s, const char *why);
void webhook_queue_revive(struct webhook_queue *queue, struct webhook_message *message, int64_t now_s);

/*
 * Does what a file's content says. Returns how much of it are whole lines; *@p broken counts those that are none of ours, which
 * are passed over. A message twice is the first one.
 */
size_t webhook_queue_read(struct webhook_queue *queue, const char *content, size_t length, size_t *broken);

/* The same queue as a file's content. KASA_EPROTO, KASA_ENOMEM. */
int webhook_queue_write(const struct webhook_queue *queue, struct kasa_buf *out);

#endif
