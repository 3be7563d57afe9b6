/* Messages that came while the connection was being made. They keep until it is, or until it is gone. */
#include <stdlib.h>
#include <string.h>

#include "bridge/mqtt_own.h"

enum {
	EARLY_MAX = 64,         /* what was retained on command topics; none, where nobody made a mistake */
	EARLY_BYTES = 16 << 10, /* of one: no command is longer */
};

struct early {
	struct kasa_list node;
	struct broker_message message;
	char *topic, *response;
	char payload[];
};

static void
drop(struct early *early)
{
	kasa_list_remove(&early->node);
	free(early->topic);
	free(early->response);
	free(early);
}

void
mqtt_early_add(struct mqtt *mqtt, const struct broker_message *message)
{
	struct early *early = mqtt->early_count < EARLY_MAX && message->length <= EARLY_BYTES
	                              ? malloc(sizeof *early + message->length)
	                              : NULL;

	if (!early)
		return;
	early->message = *message;
	early->message.correlation = NULL;
	early->message.correlation_length = 0;
	early->topic = strdup(message->topic);
	early->response = message->response_topic ? strdup(message->response_topic) : NULL;
	early->message.topic = early->topic;
	early->message.response_topic = early->response;
	early->message.payload = early->payload;
	if (message->length > 0)
		memcpy(early->payload, message->payload, message->length);
	kasa_list_append(&mqtt->early, &early->node);
	mqtt->early_count++;
}

static struct early *
first_of(const struct mqtt *mqtt)
{
	return KASA_CONTAINER(mqtt->early.next, struct early, node);
}

void
mqtt_early_take(struct mqtt *mqtt)
{
	for (; !kasa_list_empty(&mqtt->early); mqtt->early_count--) {
		struct early *early = first_of(mqtt);

		if (early->topic)
			mqtt_take(mqtt, &early->message);
		drop(early);
	}
}

void
mqtt_early_finish(struct mqtt *mqtt)
{
	while (!kasa_list_empty(&mqtt->early))
		drop(first_of(mqtt));
	mqtt->early_count = 0;
}
