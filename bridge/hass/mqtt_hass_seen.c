/* What others say in the topics of discovery: Home Assistant was born, a person deleted a device, another bridge is there. */
#include <string.h>

#include "bridge/clock.h"
#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/log.h"
#include "bridge/mqtt/topics.h"

static bool
is_text(const struct broker_message *message, const char *text)
{
	return message->length == strlen(text) && memcmp(message->payload, text, message->length) == 0;
}

static void
born(struct mqtt_hass *hass)
{
	uint64_t wait_ms = (clock_ms() * UINT64_C(2654435761) >> 7) % MQTT_HASS_BIRTH_MS;

	if (ev_is_active(&hass->birth))
		return;
	log_info("Home Assistant is up wait_ms=%u", (unsigned)wait_ms);
	ev_timer_set(&hass->birth, (double)wait_ms / 1000, 0);
	ev_timer_start(hass->hub->loop, &hass->birth);
}

/* ---- documents ---- */

/* A document that points to our own state of the bridge is ours. */
static bool
is_ours(const struct mqtt_hass *hass, json_t *document)
{
	const json_t *origin = json_object_get(document, "origin");
	const json_t *entry = json_array_get(json_object_get(document, "availability"), 0);
	const char *name = json_string_value(json_object_get(origin, "name"));
	const char *by = json_string_value(json_object_get(entry, "topic"));
	char topic[TOPIC_MAX];

	return name && strcmp(name, "kasa") == 0
	       && (!by || strcmp(by, topic_bridge(topic, hass->config.mqtt.base_topic, "state")) == 0);
}

/* Which of our entities a document of an earlier run has. */
static uint64_t
entities_of(json_t *document)
{
	json_t *components = json_object_get(document, "components");
	const char *platform, *key;
	uint64_t entities = 0;

	for (unsigned i = 0; hass_entity(i, &platform, &key); i++) {
		const json_t *component = json_object_get(components, key);
		const char *is = json_string_value(json_object_get(component, "platform"));

		if (is && strcmp(is, platform) == 0 && json_object_size(component) > 1)
			entities |= UINT64_C(1) << i;
	}
	return entities;
}

static void
keep_stray(struct mqtt_hass *hass, const char *topic)
{
	struct kasa_list *at;

	for (at = hass->strays.next; at != &hass->strays; at = at->next)
		if (strcmp(KASA_CONTAINER(at, struct hass_topic, node)->text, topic) == 0)
			return;
	if (hass->stray_count < MQTT_HASS_STRAYS_MAX && mqtt_hass_topic_append(&hass->strays, topic))
		hass->stray_count++;
}

static void
look(struct mqtt_hass *hass, const struct hass_parsed *parsed, struct hass_paper *paper, const char *topic,
     json_t *document)
{
	if (json_object_get(document, "migrate_discovery"))
		return;
	if (is_ours(hass, document)) {
		if (paper && !paper->hash && parsed->device_form)
			paper->before = entities_of(document);
		else if (!paper && !mqtt_hass_lives(hass, parsed, false))
			keep_stray(hass, topic);
		return;
	}
	if (paper && !hass->warned) {
		hass->warned = true;
		log_warning("another program publishes discovery of our devices, give one of them another base topic "
		            "and devices of its own topic=\"%s\"",
		            topic);
	}
}

/* Home Assistant empties the topic of what a person deletes there. Our own documents in the other form are emptied by us. */
static void
emptied(struct mqtt_hass *hass, const struct hass_parsed *parsed, struct hass_paper *paper)
{
	bool ours = parsed->device_form == (hass->mode == CONFIG_HASS_DEVICE);

	if (!paper || !paper->hash || !ours || !parsed->device_form || paper->held)
		return;
	paper->held = true;
	log_info("deleted in Home Assistant: it comes back when that starts again, unless it is hidden object=%s",
	         parsed->object_id);
}

static void
document(struct mqtt_hass *hass, const struct hass_parsed *parsed, const struct broker_message *message)
{
	struct hass_paper *paper = mqtt_hass_paper(hass, parsed);
	json_t *document;

	if (message->length == 0) {
		emptied(hass, parsed, paper);
		return;
	}
	/* Our own words come back. */
	if (paper && paper->hash && paper->hash == mqtt_hass_hash(message->payload, message->length))
		return;
	document = json_loadb(message->payload, message->length, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(document))
		look(hass, parsed, paper, message->topic, document);
	json_decref(document);
}

bool
mqtt_hass_message(struct mqtt_hass *hass, const struct broker_message *message)
{
	size_t prefix = strlen(hass->prefix), length = strlen(message->topic);
	struct hass_parsed parsed;

	if (strcmp(message->topic, hass->status) == 0) {
		if (is_text(message, "online"))
			born(hass);
		return true;
	}
	if (length < prefix + sizeof "/config" || strncmp(message->topic, hass->prefix, prefix) != 0
	    || message->topic[prefix] != '/' || strcmp(message->topic + length - 7, "/config") != 0)
		return false;
	if (mqtt_hass_parse(&parsed, message->topic) && parsed.prefix_length == prefix)
		document(hass, &parsed, message);
	return true;
}
