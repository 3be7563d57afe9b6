/*
 * The list of all devices. With thousands of them it takes longer to make than a turn of the loop may, so it is made in slices;
 * and it is made once changes have settled.
 */
#include <string.h>

#include "base/str.h"
#include "bridge/documents/documents.h"
#include "bridge/mqtt/mqtt_own.h"

enum {
	SLICE = 64,                    /* devices of one turn */
	BRIEF_FROM = 256,              /* devices: from then on each is a line of who it is and whether it is there */
	TEXT_MAX = BROKER_PUBLISH_MAX, /* 16384 brief ones */
};

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct mqtt *mqtt = timer->data;
	struct mqtt_devices *list = &mqtt->devices;

	(void)loop;
	(void)events;
	if (!mqtt->up)
		return;
	kasa_buf_clear(&list->text);
	list->at = 0;
	list->building = true;
	list->brief = mqtt->hub->device_count > BRIEF_FROM;
}

void
mqtt_devices_start(struct mqtt *mqtt)
{
	kasa_buf_init(&mqtt->devices.text, TEXT_MAX);
	ev_timer_init(&mqtt->devices.timer, on_timer, MQTT_SETTLE_S, 0);
	mqtt->devices.timer.data = mqtt;
}

void
mqtt_devices_stop(struct mqtt *mqtt)
{
	ev_timer_stop(mqtt->hub->loop, &mqtt->devices.timer);
	mqtt->devices.building = false;
	kasa_buf_finish(&mqtt->devices.text);
}

void
mqtt_devices_dirty(struct mqtt *mqtt, bool anew)
{
	struct mqtt_devices *list = &mqtt->devices;

	if (anew)
		list->shown = 0;
	if (!mqtt->up || ev_is_active(&list->timer))
		return;
	ev_timer_set(&list->timer, MQTT_SETTLE_S, 0);
	ev_timer_start(mqtt->hub->loop, &list->timer);
}

static json_t *
brief_of(const struct device *device)
{
	return json_pack("{sssssssb}", "name", device->name, "mac", device->mac, "host",
	                 device->handle ? kasa_device_host(device->handle) : "", "online",
	                 device->availability == AVAILABILITY_ONLINE);
}

static void
add(struct mqtt_devices *list, const struct device *device)
{
	json_t *json = list->brief ? brief_of(device) : document_device(device);
	char *text = json ? document_text(json, NULL) : NULL;

	if (text)
		kasa_buf_printf(&list->text, "%s%s", list->text.len > 0 ? "," : "[", text);
	free(text);
	json_decref(json);
}

/* When it was last seen is no news. */
static uint64_t
hash_of(struct mqtt *mqtt)
{
	uint64_t hash = mqtt->hub->device_count + 1;

	HUB_EACH(mqtt->hub, device)
	{
		hash = hash * 31 + device->shape + (uint64_t)device->availability;
		hash = hash * 31 + mqtt_hash(device->name, strlen(device->name));
		hash = hash * 31 + (uint64_t)(device->hidden + 2 * device->protected);
	}
	return hash ? hash : 1;
}

static bool
publish(struct mqtt *mqtt)
{
	struct mqtt_devices *list = &mqtt->devices;
	char topic[TOPIC_MAX];
	uint64_t hash = hash_of(mqtt);
	bool done = true;

	kasa_buf_printf(&list->text, "%s]", list->text.len > 0 ? "" : "[");
	if (hash != list->shown)
		done = mqtt_publish(mqtt, topic_bridge(topic, mqtt->config.base_topic, "devices"),
		                    (const char *)list->text.data, list->text.len, 1, true);
	if (done)
		list->shown = hash;
	return done;
}

unsigned
mqtt_pump_list(struct mqtt *mqtt)
{
	struct mqtt_devices *list = &mqtt->devices;
	const struct hub *hub = mqtt->hub;

	if (!list->building)
		return 0;
	for (unsigned n = 0; n < SLICE && list->at < hub->table_count; list->at++)
		if (hub->table[list->at]) {
			add(list, hub->table[list->at]);
			n++;
		}
	if (list->at < hub->table_count)
		return 1;
	list->building = false;
	if (!mqtt_has_room(mqtt, 1) || !publish(mqtt))
		mqtt_devices_dirty(mqtt, true);
	kasa_buf_finish(&list->text);
	return 1;
}
