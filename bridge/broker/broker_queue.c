#include "bridge/broker/broker_queue.h"

#include <pthread.h>
#include <stdlib.h>

struct broker_queue {
	pthread_mutex_t lock; /* for all below but the limits */
	struct kasa_list items;
	unsigned messages;
	size_t bytes; /* of the messages */
	bool closed;
	unsigned messages_max;
	size_t bytes_max;
	broker_wake_fn *wake;
	void *arg;
};

struct broker_queue *
broker_queue_new(unsigned messages, size_t bytes, broker_wake_fn *wake, void *arg)
{
	struct broker_queue *queue = malloc(sizeof *queue);

	if (!queue)
		return NULL;
	*queue = (struct broker_queue){ .messages_max = messages, .bytes_max = bytes, .wake = wake, .arg = arg };
	kasa_list_init(&queue->items);
	pthread_mutex_init(&queue->lock, NULL);
	return queue;
}

static bool
fits(const struct broker_queue *queue, const struct broker_item *item)
{
	if (queue->closed)
		return false;
	if (item->kind != BROKER_ITEM_MESSAGE)
		return true;
	return queue->messages < queue->messages_max && queue->bytes + item->bytes <= queue->bytes_max;
}

static void
append(struct broker_queue *queue, struct broker_item *item)
{
	bool was_empty = kasa_list_empty(&queue->items);

	kasa_list_append(&queue->items, &item->node);
	if (item->kind == BROKER_ITEM_MESSAGE) {
		queue->messages++;
		queue->bytes += item->bytes;
	}
	/* Under the lock, so that nobody is woken once broker_queue_close() returned. */
	if (was_empty)
		queue->wake(queue->arg);
}

bool
broker_queue_put(struct broker_queue *queue, struct broker_item *item)
{
	bool fit;

	pthread_mutex_lock(&queue->lock);
	fit = fits(queue, item);
	if (fit)
		append(queue, item);
	pthread_mutex_unlock(&queue->lock);
	return fit;
}

static struct broker_item *
first(struct broker_queue *queue)
{
	struct broker_item *item;

	if (kasa_list_empty(&queue->items))
		return NULL;
	item = KASA_CONTAINER(queue->items.next, struct broker_item, node);
	kasa_list_remove(&item->node);
	if (item->kind == BROKER_ITEM_MESSAGE) {
		queue->messages--;
		queue->bytes -= item->bytes;
	}
	return item;
}

struct broker_item *
broker_queue_take(struct broker_queue *queue)
{
	struct broker_item *item;

	pthread_mutex_lock(&queue->lock);
	item = first(queue);
	pthread_mutex_unlock(&queue->lock);
	return item;
}

unsigned
broker_queue_count(struct broker_queue *queue)
{
	unsigned count;

	pthread_mutex_lock(&queue->lock);
	count = queue->messages;
	pthread_mutex_unlock(&queue->lock);
	return count;
}

unsigned
broker_queue_room(struct broker_queue *queue, size_t usual)
{
	size_t messages, by_bytes;

	pthread_mutex_lock(&queue->lock);
	messages = queue->messages_max - queue->messages;
	by_bytes = (queue->bytes_max - queue->bytes) / usual;
	pthread_mutex_unlock(&queue->lock);
	return (unsigned)(messages < by_bytes ? messages : by_bytes);
}

unsigned
broker_queue_level(struct broker_queue *queue)
{
	size_t messages, bytes;

	pthread_mutex_lock(&queue->lock);
	messages = (size_t)queue->messages * 100 / queue->messages_max;
	bytes = queue->bytes * 100 / queue->bytes_max;
	pthread_mutex_unlock(&queue->lock);
	return (unsigned)(messages > bytes ? messages : bytes);
}

void
broker_queue_close(struct broker_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_mutex_unlock(&queue->lock);
}

void
broker_queue_free(struct broker_queue *queue)
{
	struct broker_item *item;

	if (!queue)
		return;
	while ((item = first(queue)))
		free(item);
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}
