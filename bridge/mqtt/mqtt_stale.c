/* Retained topics of names that nobody has any more: removed, also when that happened while kasad was down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"
#include "bridge/store/store.h"

enum {
	STALE_ROOM = 8 + 2 * KASA_OUTLETS_MAX,
	VALUES_ROOM = 32, /* values of one part */
	STALE_BATCH = 64, /* names of one turn of the loop */
};

struct stale {
	struct kasa_list node;
	char name[DEVICE_NAME_MAX];
	unsigned outlets;
};

static struct stale *
first_of(const struct mqtt *mqtt)
{
	return KASA_CONTAINER(mqtt->stale.next, struct stale, node);
}

void
mqtt_stale_add(struct mqtt *mqtt, const char *name, unsigned outlets)
{
	struct stale *stale = calloc(1, sizeof *stale);

	if (!stale)
		return;
	kasa_str_copy(stale->name, sizeof stale->name, name);
	stale->outlets = outlets > KASA_OUTLETS_MAX ? KASA_OUTLETS_MAX : outlets;
	kasa_list_append(&mqtt->stale, &stale->node);
}

void
mqtt_stale_finish(struct mqtt *mqtt)
{
	while (!kasa_list_empty(&mqtt->stale)) {
		struct stale *stale = first_of(mqtt);

		kasa_list_remove(&stale->node);
		free(stale);
	}
}

/* ---- what is kept on disk ---- */

/* A device and, of a strip, its last outlet: "kasa/desk", "kasa/desk/outlet/6". */
void
mqtt_stale_remember(struct mqtt *mqtt, const char *name, unsigned outlets)
{
	char topic[TOPIC_MAX];

	store_topic_add(mqtt->hub->store, topic_device(topic, mqtt->config.base_topic, name, 0, ""));
	if (outlets > 0)
		store_topic_add(mqtt->hub->store, topic_device(topic, mqtt->config.base_topic, name, outlets, ""));
}

static void
forget(struct mqtt *mqtt, const struct stale *stale)
{
	char topic[TOPIC_MAX];

	store_topic_remove(mqtt->hub->store, topic_device(topic, mqtt->config.base_topic, stale->name, 0, ""));
	if (stale->outlets > 0)
		store_topic_remove(mqtt->hub->store,
		                   topic_device(topic, mqtt->config.base_topic, stale->name, stale->outlets, ""));
}

/* False for what is no topic of a device of ours: those of discovery have more levels. */
static bool
read_kept(const struct mqtt *mqtt, const char *topic, char name[DEVICE_NAME_MAX], unsigned *outlets)
{
	static const char outlet[] = "/outlet/";
	size_t base = strlen(mqtt->config.base_topic), n;
	char check[TOPIC_MAX];
	const char *rest;

	if (strncmp(topic, mqtt->config.base_topic, base) != 0 || topic[base] != '/')
		return false;
	n = strcspn(topic + base + 1, "/");
	if (n == 0 || n >= DEVICE_NAME_MAX)
		return false;
	memcpy(name, topic + base + 1, n);
	name[n] = '\0';
	rest = topic + base + 1 + n;
	*outlets = strncmp(rest, outlet, sizeof outlet - 1) == 0 ? (unsigned)strtoul(rest + sizeof outlet - 1, NULL, 10)
	                                                         : 0;
	return *outlets <= KASA_OUTLETS_MAX
	       && strcmp(topic, topic_device(check, mqtt->config.base_topic, name, *outlets, "")) == 0;
}

static bool
is_known(const struct mqtt *mqtt, const char *name)
{
	struct device *device = hub_find(mqtt->hub, name, NULL);

	return (device && strcmp(device->name, name) == 0) || groups_known(mqtt->hub, name);
}

void
mqtt_stale_load(struct mqtt *mqtt)
{
	char name[DEVICE_NAME_MAX];
	const char *topic;
	unsigned outlets;

	for (size_t i = 0; (topic = store_topic_at(mqtt->hub->store, i)); i++)
		if (read_kept(mqtt, topic, name, &outlets) && !is_known(mqtt, name))
			mqtt_stale_add(mqtt, name, outlets);
}

/* ---- out ---- */

static const char *const leaves[] = { "", "availability", "energy", "config" };

static void
clear(struct mqtt *mqtt, const char *name, unsigned outlet, const char *leaf)
{
	char topic[TOPIC_MAX];

	mqtt_publish(mqtt, topic_device(topic, mqtt->config.base_topic, name, outlet, leaf), "", 0, 1, true);
}

static void
clear_values(struct mqtt *mqtt, const char *name, unsigned outlet, const char *below, const char *const values[])
{
	char leaf[64];

	for (size_t i = 0; values[i]; i++) {
		snprintf(leaf, sizeof leaf, "attr/%s%s", below, values[i]);
		clear(mqtt, name, outlet, leaf);
	}
}

/* Only where there are such topics: they are many. */
static void
clear_attributes(struct mqtt *mqtt, const struct stale *stale)
{
	if (!mqtt->hub->config->mqtt.attributes)
		return;
	for (unsigned outlet = 0; outlet <= stale->outlets; outlet++)
		clear_values(mqtt, stale->name, outlet, "", document_values);
	clear_values(mqtt, stale->name, 0, "config/", document_settings_values);
}

/* In messages. */
static unsigned
room_of(const struct mqtt *mqtt)
{
	return mqtt->hub->config->mqtt.attributes ? STALE_ROOM + (KASA_OUTLETS_MAX + 2) * VALUES_ROOM : STALE_ROOM;
}

unsigned
mqtt_pump_stale(struct mqtt *mqtt)
{
	unsigned sent = 0;

	while (sent < STALE_BATCH && !kasa_list_empty(&mqtt->stale) && mqtt_has_room(mqtt, room_of(mqtt))) {
		struct stale *stale = first_of(mqtt);

		for (size_t i = 0; i < sizeof leaves / sizeof leaves[0]; i++)
			clear(mqtt, stale->name, 0, leaves[i]);
		for (unsigned outlet = 1; outlet <= stale->outlets; outlet++) {
			clear(mqtt, stale->name, outlet, "");
			clear(mqtt, stale->name, outlet, "energy");
		}
		clear_attributes(mqtt, stale);
		if (!is_known(mqtt, stale->name))
			forget(mqtt, stale);
		log_debug("topics removed name=\"%s\" outlets=%u", stale->name, stale->outlets);
		kasa_list_remove(&stale->node);
		free(stale);
		sent++;
	}
	return sent;
}
