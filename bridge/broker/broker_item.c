#include "bridge/broker/broker_item.h"

#include <stdlib.h>
#include <string.h>

/* Copies @p n bytes to *@p at, ends them with a NUL and steps on. */
static void *
put(char **at, const void *from, size_t n)
{
	char *to = *at;

	if (n)
		memcpy(to, from, n);
	to[n] = '\0';
	*at = to + n + 1;
	return to;
}

struct broker_item *
broker_item_message(const struct broker_message *message)
{
	size_t topic = strlen(message->topic);
	size_t response = message->response_topic ? strlen(message->response_topic) : 0;
	size_t bytes =
		sizeof(struct broker_item) + topic + message->length + response + message->correlation_length + 4;
	struct broker_item *item = malloc(bytes);
	char *at;

	if (!item)
		return NULL;
	*item = (struct broker_item){ .kind = BROKER_ITEM_MESSAGE, .bytes = bytes, .message = *message };
	kasa_list_init(&item->node);
	at = (char *)(item + 1);
	item->message.topic = put(&at, message->topic, topic);
	item->message.payload = put(&at, message->payload, message->length);
	if (message->response_topic)
		item->message.response_topic = put(&at, message->response_topic, response);
	if (message->correlation)
		item->message.correlation = put(&at, message->correlation, message->correlation_length);
	return item;
}

struct broker_item *
broker_item_text(enum broker_item_kind kind, int number, const char *text)
{
	struct broker_item *item = broker_item_message(&(struct broker_message){ .topic = text });

	if (!item)
		return NULL;
	item->kind = kind;
	item->number = number;
	return item;
}
