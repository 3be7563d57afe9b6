#include "bridge/webhook/webhook_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static struct webhook_message *
message_of(struct kasa_list *node)
{
	return KASA_CONTAINER(node, struct webhook_message, node);
}

static void
list_init(struct webhook_list *list)
{
	kasa_list_init(&list->messages);
	list->count = list->bytes = 0;
}

static void
append(struct webhook_list *list, struct webhook_message *message)
{
	kasa_list_append(&list->messages, &message->node);
	list->count++;
	list->bytes += message->length;
}

static void
take(struct webhook_list *list, struct webhook_message *message)
{
	kasa_list_remove(&message->node);
	list->count--;
	list->bytes -= message->length;
}

static struct webhook_message *
first(const struct webhook_list *list)
{
	return list->count > 0 ? message_of(list->messages.next) : NULL;
}

static struct webhook_message *
next(const struct webhook_list *list, const struct webhook_message *after)
{
	return after->node.next != &list->messages ? message_of(after->node.next) : NULL;
}

static struct webhook_message *
find(const struct webhook_list *list, const char *id)
{
	for (struct webhook_message *message = first(list); message; message = next(list, message))
		if (strcmp(message->id, id) == 0)
			return message;
	return NULL;
}

void
webhook_queue_init(struct webhook_queue *queue)
{
	list_init(&queue->waiting);
	list_init(&queue->dead);
}

static void
empty(struct webhook_list *list)
{
	for (struct webhook_message *message = first(list); message; message = first(list)) {
		take(list, message);
		free(message);
	}
}

void
webhook_queue_finish(struct webhook_queue *queue)
{
	empty(&queue->waiting);
	empty(&queue->dead);
}

struct webhook_message *
webhook_queue_first(const struct webhook_queue *queue)
{
	return first(&queue->waiting);
}

struct webhook_message *
webhook_queue_waiting(const struct webhook_queue *queue, const char *id)
{
	return find(&queue->waiting, id);
}

struct webhook_message *
webhook_queue_dead(const struct webhook_queue *queue, const char *id)
{
	return find(&queue->dead, id);
}

/* ---- ways of a message ---- */

static struct webhook_message *
add(struct webhook_queue *queue, const struct webhook_record *record, const char *line, size_t length)
{
	struct webhook_message *message = malloc(sizeof *message + length + 1);

	if (!message)
		return NULL;
	*message = (struct webhook_message){ .key = record->key, .since_s = record->time_s, .length = length };
	memcpy(message->id, record->id, sizeof message->id);
	memcpy(message->line, line, length);
	message->line[length] = '\0';
	append(&queue->waiting, message);
	return message;
}

struct webhook_message *
webhook_queue_add(struct webhook_queue *queue, const char *line, size_t length)
{
	struct webhook_record record;

	if (!webhook_record_parse(line, length, &record) || record.kind != WEBHOOK_RECORD_ADD)
		return NULL;
	return add(queue, &record, line, length);
}

static struct webhook_list *
list_of(struct webhook_queue *queue, const struct webhook_message *message)
{
	return message->dead_s ? &queue->dead : &queue->waiting;
}

void
webhook_queue_end(struct webhook_queue *queue, struct webhook_message *message)
{
	take(list_of(queue, message), message);
	free(message);
}

void
webhook_queue_bury(struct webhook_queue *queue, struct webhook_message *message, int64_t now_s, const char *why)
{
	take(list_of(queue, message), message);
	message->dead_s = now_s > 0 ? now_s : 1;
	message->busy = false;
	kasa_str_copy(message->why, sizeof message->why, why);
	kasa_str_plain(message->why);
	append(&queue->dead, message);
}

void
webhook_queue_revive(struct webhook_queue *queue, struct webhook_message *message, int64_t now_s)
{
	take(list_of(queue, message), message);
	message->dead_s = 0;
	message->tries = 0;
	message->why[0] = '\0';
	message->since_s = now_s;
	message->again = true;
	append(&queue->waiting, message);
}

/* ---- bounds ---- */

struct webhook_message *
webhook_queue_over(const struct webhook_queue *queue, size_t count, size_t bytes)
{
	const struct webhook_list *list = &queue->waiting;

	if (list->count <= count && list->bytes <= bytes)
		return NULL;
	for (struct webhook_message *message = first(list); message; message = next(list, message))
		if (!message->busy)
			return message;
	return NULL;
}

struct webhook_message *
webhook_queue_overtaken(const struct webhook_queue *queue, const struct webhook_message *by)
{
	if (by->key == 0)
		return NULL;
	for (struct webhook_message *message = first(&queue->waiting); message;
	     message = next(&queue->waiting, message))
		if (message != by && message->key == by->key && !message->busy)
			return message;
	return NULL;
}

struct webhook_message *
webhook_queue_forgettable(const struct webhook_queue *queue, size_t bytes, int64_t now_s)
{
	struct webhook_message *oldest = first(&queue->dead);

	if (!oldest || queue->dead.count > WEBHOOK_DEAD_MAX || queue->dead.bytes > bytes)
		return oldest;
	return now_s - oldest->dead_s >= WEBHOOK_DEAD_S ? oldest : NULL;
}

/* ---- as a file ---- */

static bool
apply(struct webhook_queue *queue, const char *line, size_t length)
{
	struct webhook_record record;
	struct webhook_message *message;

	if (length > WEBHOOK_LINE_MAX || !webhook_record_parse(line, length, &record))
		return false;
	message = find(&queue->waiting, record.id);
	if (!message)
		message = find(&queue->dead, record.id);
	if (record.kind == WEBHOOK_RECORD_ADD)
		return message || add(queue, &record, line, length);
	if (!message)
		return true; /* of one that was forgotten since */
	if (record.kind == WEBHOOK_RECORD_END)
		webhook_queue_end(queue, message);
	else if (record.kind == WEBHOOK_RECORD_DEAD)
		webhook_queue_bury(queue, message, record.time_s, record.why);
	else
		webhook_queue_revive(queue, message, record.time_s);
	return true;
}

size_t
webhook_queue_read(struct webhook_queue *queue, const char *content, size_t length, size_t *broken)
{
	const char *at = content, *end;

	*broken = 0;
	if (length == 0)
		return 0; /* there may be no content at all */
	while (at < content + length && (end = memchr(at, '\n', length - (size_t)(at - content)))) {
		*broken += apply(queue, at, (size_t)(end - at)) ? 0 : 1;
		at = end + 1;
	}
	return (size_t)(at - content);
}

static int
write_message(const struct webhook_message *message, struct kasa_buf *out)
{
	struct webhook_record record = { .time_s = message->since_s, .kind = WEBHOOK_RECORD_AGAIN };
	int rc = kasa_buf_add(out, message->line, message->length);

	memcpy(record.id, message->id, sizeof record.id);
	if (rc == KASA_OK)
		rc = kasa_buf_add(out, "\n", 1);
	if (rc == KASA_OK && message->again)
		rc = webhook_record_other(out, &record);
	if (rc != KASA_OK || !message->dead_s)
		return rc;
	record.kind = WEBHOOK_RECORD_DEAD;
	record.time_s = message->dead_s;
	memcpy(record.why, message->why, sizeof record.why);
	return webhook_record_other(out, &record);
}

int
webhook_queue_write(const struct webhook_queue *queue, struct kasa_buf *out)
{
	int rc = KASA_OK;

	for (struct webhook_message *message = first(&queue->dead); message; message = next(&queue->dead, message))
		if (rc == KASA_OK)
			rc = write_message(message, out);
	for (struct webhook_message *message = first(&queue->waiting); message;
	     message = next(&queue->waiting, message))
		if (rc == KASA_OK)
			rc = write_message(message, out);
	return rc;
}
