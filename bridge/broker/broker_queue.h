/*
 * A bounded queue between two threads: one puts in, the other takes out. Only messages count for its limits; wishes and news
 * are few and always fit.
 */
#ifndef KASA_BRIDGE_BROKER_QUEUE_H
#define KASA_BRIDGE_BROKER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge/broker/broker_item.h"

struct broker_queue;

/* Wakes the one who takes, as the queue is empty no longer. Runs in the thread of the one who puts, under the queue's lock. */
typedef void broker_wake_fn(void *arg);

/* NULL: no memory. */
struct broker_queue *broker_queue_new(unsigned messages, size_t bytes, broker_wake_fn *wake, void *arg);

/* Steals the item, unless it returns false: the queue is full or closed. */
bool broker_queue_put(struct broker_queue *queue, struct broker_item *item);

/* The oldest item, now the caller's, or NULL. */
struct broker_item *broker_queue_take(struct broker_queue *queue);

/* How many messages wait, and how many more of @p usual bytes would fit. */
unsigned broker_queue_count(struct broker_queue *queue);
unsigned broker_queue_room(struct broker_queue *queue, size_t usual);

/* How full it is, in percent, by messages or by bytes. */
unsigned broker_queue_level(struct broker_queue *queue);

/* From now on nothing goes in and nobody is woken. */
void broker_queue_close(struct broker_queue *queue);

/* With all that is in it. NULL is nothing to do. */
void broker_queue_free(struct broker_queue *queue);

#endif
