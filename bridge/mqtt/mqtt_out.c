/* What is dirty goes out while there is room. Documents are made then and not before: the newest state is what is sent. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/mqtt/mqtt_own.h"

enum {
	DOCUMENT_ROOM = 16, /* one document, and its values one by one where that is wanted */
};

/* ---- shadows ---- */

static bool
fit(struct mqtt_shadow *shadow, unsigned count)
{
	struct mqtt_part *parts;

	if (count <= shadow->part_count)
		return true;
	parts = realloc(shadow->parts, count * sizeof *parts);
	if (!parts)
		return false;
	memset(parts + shadow->part_count, 0, (count - shadow->part_count) * sizeof *parts);
	shadow->parts = parts;
	shadow->part_count = count;
	return true;
}

struct mqtt_shadow *
mqtt_shadow(struct mqtt *mqtt, struct device *device)
{
	struct mqtt_shadow *shadow = device->of_port[mqtt->port.index];

	if (!shadow) {
		shadow = calloc(1, sizeof *shadow);
		if (!shadow)
			return NULL;
		shadow->device = device;
		kasa_list_init(&shadow->node);
		device->of_port[mqtt->port.index] = shadow;
	}
	return fit(shadow, device->part_count + 1) ? shadow : NULL;
}

void
mqtt_shadow_free(struct mqtt *mqtt, struct device *device)
{
	struct mqtt_shadow *shadow = device->of_port[mqtt->port.index];

	if (!shadow)
		return;
	device->of_port[mqtt->port.index] = NULL;
	kasa_list_remove(&shadow->node);
	free(shadow->parts);
	free(shadow);
}

static void
dirty_whole(struct mqtt_shadow *shadow, unsigned out)
{
	for (unsigned i = 0; i < shadow->part_count; i++)
		shadow->parts[i].dirty |= i == 0 ? out : out & (OUT_STATE | OUT_ENERGY | OUT_ANEW);
}

/* Its old topics are to go, its new ones to come. */
static void
note_name(struct mqtt *mqtt, struct mqtt_shadow *shadow)
{
	const struct device *device = shadow->device;

	if (strcmp(shadow->name, device->name) != 0) {
		if (shadow->name[0])
			mqtt_stale_add(mqtt, shadow->name, shadow->outlets);
		kasa_str_copy(shadow->name, sizeof shadow->name, device->name);
		shadow->outlets = 0;
		dirty_whole(shadow, OUT_ALL | OUT_ANEW);
	} else if (shadow->outlets == device->part_count) {
		return;
	}
	shadow->outlets = device->part_count;
	mqtt_stale_remember(mqtt, shadow->name, shadow->outlets);
}

static void
enqueue(struct mqtt *mqtt, struct mqtt_shadow *shadow)
{
	if (kasa_list_empty(&shadow->node))
		kasa_list_append(&mqtt->dirty, &shadow->node);
}

void
mqtt_dirty(struct mqtt *mqtt, struct device *device, unsigned outlet, unsigned out)
{
	struct mqtt_shadow *shadow = mqtt_shadow(mqtt, device);

	if (!shadow || outlet >= shadow->part_count)
		return;
	note_name(mqtt, shadow);
	shadow->parts[outlet].dirty |= out;
	enqueue(mqtt, shadow);
}

void
mqtt_dirty_all(struct mqtt *mqtt, unsigned out)
{
	HUB_EACH(mqtt->hub, device)
	{
		struct mqtt_shadow *shadow = mqtt_shadow(mqtt, device);

		if (!shadow)
			continue;
		note_name(mqtt, shadow);
		dirty_whole(shadow, out);
		enqueue(mqtt, shadow);
	}
}

/* ---- one document ---- */

/* The last key says when it was: it alone is no news. */
static size_t
but_the_last_key(const char *text, size_t length)
{
	const char *comma = strrchr(text, ',');

	return comma ? (size_t)(comma - text) : length;
}

static const char *
bare(const json_t *value, char **text)
{
	*text = NULL;
	if (json_is_string(value))
		return json_string_value(value);
	*text = document_text(value, NULL);
	return *text;
}

/* <dev>/attr/<key>, for those who read no JSON; of settings <dev>/attr/config/<key>: both know a "motion". */
static void
publish_values(struct mqtt *mqtt, const struct mqtt_shadow *shadow, unsigned outlet, const char *document, json_t *json,
               bool retain)
{
	const char *below = strcmp(document, "config") == 0 ? "config/" : "";
	char leaf[DEVICE_NAME_MAX + 16], topic[TOPIC_MAX];
	const char *key;
	json_t *value;

	json_object_foreach(json, key, value) {
		char *text;
		const char *shown = json_is_null(value) ? "" : bare(value, &text);

		if (json_is_null(value))
			text = NULL;
		snprintf(leaf, sizeof leaf, "attr/%s%.60s", below, key);
		topic_device(topic, mqtt->config.base_topic, shadow->name, outlet, leaf);
		if (shown)
			mqtt_publish(mqtt, topic, shown, strlen(shown), 0, retain);
		free(text);
	}
}

/*
 * Publishes a document unless it is the one that is there already, by its hash. @p timed: its last key does not count.
 * False when there was no room.
 */
static bool
publish(struct mqtt *mqtt, const struct mqtt_shadow *shadow, unsigned outlet, const char *leaf, json_t *json,
        bool timed, uint64_t *shown, bool anew)
{
	const struct config_mqtt *config = &mqtt->hub->config->mqtt;
	bool done = true;
	char topic[TOPIC_MAX];
	size_t length = 0;
	char *text = json ? document_text(json, &length) : NULL;
	uint64_t hash = text ? mqtt_hash(text, timed ? but_the_last_key(text, length) : length) : 0;

	if (text && (anew || hash != *shown)) {
		topic_device(topic, mqtt->config.base_topic, shadow->name, outlet, leaf);
		if (config->json)
			done = mqtt_publish(mqtt, topic, text, length, 0, config->retain);
		if (done && config->attributes)
			publish_values(mqtt, shadow, outlet, leaf, json, config->retain);
	}
	if (done)
		*shown = hash;
	free(text);
	json_decref(json);
	return done;
}

static bool
publish_state(struct mqtt *mqtt, struct mqtt_shadow *shadow, unsigned outlet, bool anew)
{
	return publish(mqtt, shadow, outlet, "", document_state(shadow->device, outlet), true,
	               &shadow->parts[outlet].state, anew);
}

static bool
publish_settings(struct mqtt *mqtt, struct mqtt_shadow *shadow, bool anew)
{
	return publish(mqtt, shadow, 0, "config", document_settings(shadow->device), false, &shadow->settings, anew);
}

/* Not more often than was asked for; the same figures again before they expire where they are shown. */
static bool
publish_energy(struct mqtt *mqtt, struct mqtt_shadow *shadow, unsigned outlet, bool anew)
{
	struct mqtt_part *part = &shadow->parts[outlet];
	uint64_t now_ms = clock_ms(), since_ms = part->energy_ms ? now_ms - part->energy_ms : UINT64_MAX;

	if (!anew && since_ms < shadow->device->throttle_ms)
		return true;
	if (!publish(mqtt, shadow, outlet, "energy", document_energy(shadow->device, outlet), true, &part->energy,
	             anew || since_ms >= MQTT_ENERGY_SAME_MS))
		return false;
	if (part->energy)
		part->energy_ms = now_ms;
	return true;
}

/* Who was not heard in this run is not there: what stood on the broker before is of another time. */
static bool
publish_availability(struct mqtt *mqtt, struct mqtt_shadow *shadow, bool anew)
{
	enum availability is = shadow->device->availability;
	const char *word = is == AVAILABILITY_ONLINE ? "online" : "offline";
	char topic[TOPIC_MAX];

	if (is == AVAILABILITY_UNKNOWN)
		is = AVAILABILITY_OFFLINE;
	if (!anew && shadow->availability == is)
		return true;
	topic_device(topic, mqtt->config.base_topic, shadow->name, 0, "availability");
	if (!mqtt_publish(mqtt, topic, word, strlen(word), 1, true))
		return false;
	shadow->availability = is;
	return true;
}

/* ---- the pump ---- */

static bool
publish_one(struct mqtt *mqtt, struct mqtt_shadow *shadow, unsigned outlet, unsigned out, bool anew)
{
	switch ((enum mqtt_out)out) {
	case OUT_AVAILABILITY:
		return publish_availability(mqtt, shadow, anew);
	case OUT_STATE:
		return publish_state(mqtt, shadow, outlet, anew);
	case OUT_ENERGY:
		return publish_energy(mqtt, shadow, outlet, anew);
	case OUT_SETTINGS:
		return publish_settings(mqtt, shadow, anew);
	case OUT_ALL:
	case OUT_ANEW:
		break;
	}
	return true;
}

/* False when there was no room for all of it. */
static bool
publish_part(struct mqtt *mqtt, struct mqtt_shadow *shadow, unsigned outlet, unsigned *sent)
{
	struct mqtt_part *part = &shadow->parts[outlet];

	for (unsigned out = OUT_AVAILABILITY; out < OUT_ANEW; out <<= 1) {
		if (!(part->dirty & out))
			continue;
		if (!mqtt_has_room(mqtt, DOCUMENT_ROOM)
		    || !publish_one(mqtt, shadow, outlet, out, part->dirty & OUT_ANEW))
			return false;
		part->dirty &= ~out;
		(*sent)++;
	}
	part->dirty = 0;
	return true;
}

unsigned
mqtt_pump_devices(struct mqtt *mqtt, unsigned budget)
{
	uint64_t end_ms = clock_ms() + MQTT_BATCH_MS;
	unsigned sent = 0;

	while (sent < budget && !kasa_list_empty(&mqtt->dirty) && clock_ms() < end_ms) {
		struct mqtt_shadow *shadow = KASA_CONTAINER(mqtt->dirty.next, struct mqtt_shadow, node);

		for (unsigned i = 0; i < shadow->part_count; i++)
			if (!publish_part(mqtt, shadow, i, &sent))
				return sent;
		kasa_list_remove(&shadow->node);
	}
	return sent;
}
