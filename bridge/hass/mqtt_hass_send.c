/* One document goes out: whole in device form, or each of its components. */
#include <stdlib.h>
#include <string.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/store/store.h"

uint64_t
mqtt_hass_hash(const char *text, size_t length)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash ? hash : 1;
}

static bool
publish(struct mqtt_hass *hass, const char *topic, const char *payload, size_t length)
{
	const struct broker_message message = {
		.topic = topic, .payload = payload, .length = length, .qos = 1, .retain = true
	};

	return hass->ways.publish(&message, hass->ways.arg);
}

bool
mqtt_hass_empty(struct mqtt_hass *hass, const char *topic)
{
	return publish(hass, topic, "", 0);
}

/* From now on, and in later runs, it is known to be ours. */
static bool
publish_ours(struct mqtt_hass *hass, const char *topic, const char *payload, size_t length)
{
	if (!publish(hass, topic, payload, length))
		return false;
	store_topic_add(hass->hub->store, topic);
	return true;
}

static bool
publish_single(struct mqtt_hass *hass, const char *topic, const json_t *document, const char *key)
{
	json_t *single = hass_single(document, key);
	size_t length;
	char *text = single ? document_text(single, &length) : NULL;
	bool done = text && publish_ours(hass, topic, text, length);

	free(text);
	json_decref(single);
	return done;
}

/* What is told to go is its platform alone: in component form an empty topic says the same. */
static bool
publish_components(struct mqtt_hass *hass, const char *object_id, json_t *document)
{
	const char *key;
	json_t *component;

	json_object_foreach(json_object_get(document, "components"), key, component) {
		const char *platform = json_string_value(json_object_get(component, "platform"));
		char topic[HASS_TOPIC_MAX];

		hass_entity_topic(topic, sizeof topic, &hass->config, object_id, platform, key);
		if (json_object_size(component) == 1) {
			if (!mqtt_hass_empty(hass, topic))
				return false;
			store_topic_remove(hass->hub->store, topic);
		} else if (!publish_single(hass, topic, document, key)) {
			return false;
		}
	}
	return true;
}

/* Home Assistant keeps the entities of an old document that says so, until the new one has them. */
static bool
tell_olds(struct mqtt_hass *hass, const char *object_id)
{
	static const char migrate[] = "{\"migrate_discovery\":true}";
	size_t count;
	struct hass_old *olds = mqtt_hass_olds(hass, object_id, &count);

	for (size_t i = 0; i < count; i++)
		if (!olds[i].other_prefix && !publish(hass, olds[i].topic, migrate, sizeof migrate - 1))
			return false;
	return true;
}

static enum hass_sent
empty_olds(struct mqtt_hass *hass, struct hass_paper *paper, const char *object_id)
{
	size_t count;
	struct hass_old *olds = mqtt_hass_olds(hass, object_id, &count);

	if (clock_ms() < paper->sent_ms + MQTT_HASS_SETTLE_MS)
		return HASS_LATER;
	for (size_t i = 0; i < count; i++) {
		if (!mqtt_hass_empty(hass, olds[i].topic))
			return HASS_NO_ROOM;
		store_topic_remove(hass->hub->store, olds[i].topic);
	}
	for (size_t i = 0; i < count; i++)
		olds[i].done = true;
	paper->cleaning = false;
	return HASS_SENT;
}

static bool
publish_document(struct mqtt_hass *hass, const char *object_id, json_t *document, const char *text, size_t length)
{
	char topic[HASS_TOPIC_MAX];

	if (hass->mode == CONFIG_HASS_COMPONENT)
		return publish_components(hass, object_id, document);
	return publish_ours(hass, hass_topic(topic, sizeof topic, &hass->config, object_id), text, length);
}

static enum hass_sent
send_text(struct mqtt_hass *hass, struct hass_paper *paper, const char *object_id, json_t *document, const char *text,
          size_t length)
{
	uint64_t hash = mqtt_hass_hash(text, length), now_ms = clock_ms();
	size_t olds = 0;

	if (hash == paper->hash && !paper->force)
		return paper->cleaning ? empty_olds(hass, paper, object_id) : HASS_SENT;
	if (paper->hash && hash != paper->hash && now_ms < paper->sent_ms + MQTT_HASS_SETTLE_MS)
		return HASS_LATER;
	if (!paper->cleaning) {
		mqtt_hass_olds(hass, object_id, &olds);
		if (olds > 0 && !tell_olds(hass, object_id))
			return HASS_NO_ROOM;
	}
	if (!publish_document(hass, object_id, document, text, length))
		return HASS_NO_ROOM;
	paper->cleaning |= olds > 0;
	paper->hash = hash;
	paper->sent_ms = now_ms;
	paper->force = false;
	return paper->cleaning ? HASS_LATER : HASS_SENT;
}

enum hass_sent
mqtt_hass_send(struct mqtt_hass *hass, struct hass_paper *paper, const char *object_id, json_t *document)
{
	enum hass_sent sent = HASS_LATER;
	size_t length;
	char *text = document ? document_text(document, &length) : NULL;

	if (text)
		sent = send_text(hass, paper, object_id, document, text, length);
	free(text);
	json_decref(document);
	return sent;
}
