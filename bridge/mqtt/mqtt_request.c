/* Requests to the bridge itself, and the way of their answers. */
#include <stdio.h>
#include <string.h>

#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"

static void
on_answer(const char *command, const char *answer, size_t length, void *arg)
{
	struct mqtt_pending *pending = arg;
	char leaf[128], topic[TOPIC_MAX];

	if (pending->mqtt && pending->mqtt->up) {
		snprintf(leaf, sizeof leaf, "response/%.100s", command);
		topic_bridge(topic, pending->mqtt->config.base_topic, leaf);
		if (!mqtt_pending_answer(pending, topic, answer, length))
			log_debug("answer not published topic=\"%s\"", topic);
		pending->mqtt->about |= ABOUT_INFO;
	}
	mqtt_pending_free(pending);
}

/* Lines of the log in bridge/log: off until somebody asks, and after a restart. */
static bool
take_log_request(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	char word[16] = "";
	enum kasa_log_level level;

	if (strcmp(topic->attr, "options/mqtt_log") != 0 || message->retain)
		return false;
	if (message->length < sizeof word)
		memcpy(word, message->payload, message->length);
	if (log_level_parse(word, &level))
		mqtt_log(mqtt, (int)level);
	else if (strcmp(word, "off") == 0)
		mqtt_log(mqtt, -1);
	else
		return false;
	return true;
}

void
mqtt_request(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	static const char retained[] =
		"{\"status\":\"error\",\"code\":\"retained_ignored\",\"error\":\"a retained request is not "
		"obeyed\"}";
	struct mqtt_pending *pending;

	if (take_log_request(mqtt, topic, message))
		return;
	pending = mqtt_pending_new(mqtt, message, "bridge", 0);
	if (!pending) {
		mqtt_busy(mqtt, message);
		return;
	}
	if (!message->retain) {
		request_execute(mqtt->hub, &mqtt->powers, topic->attr, message->payload, message->length, on_answer,
		                pending);
		return;
	}
	if (mqtt_note(mqtt, message->topic))
		log_warning("request refused, for it was retained topic=\"%s\"", message->topic);
	on_answer(topic->attr, retained, sizeof retained - 1, pending);
}
