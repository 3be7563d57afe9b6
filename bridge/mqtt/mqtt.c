/* The port: what comes from the hub becomes dirty, what comes from the broker goes to mqtt_in.c. */
#include "bridge/mqtt/mqtt.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"

static const char offline[] = "offline";

uint64_t
mqtt_hash(const char *text, size_t length)
{
	uint64_t hash = kasa_fnv(KASA_FNV, text, length);

	return hash ? hash : 1;
}

bool
mqtt_note(struct mqtt *mqtt, const char *topic)
{
	uint64_t key = mqtt_hash(topic, strlen(topic));

	return !kasa_hash_get(&mqtt->noted, key) && kasa_hash_put(&mqtt->noted, key, 1) == KASA_OK;
}

/* ---- publishing ---- */

bool
mqtt_has_room(const struct mqtt *mqtt, unsigned count)
{
	return mqtt->up && broker_room(mqtt->broker) >= count + MQTT_RESERVE;
}

bool
mqtt_publish(struct mqtt *mqtt, const char *topic, const char *payload, size_t length, int qos, bool retain)
{
	return broker_publish(
		mqtt->broker,
		&(struct broker_message){
			.topic = topic, .payload = payload, .length = length, .qos = qos, .retain = retain });
}

bool
mqtt_publish_json(struct mqtt *mqtt, const char *topic, json_t *json, int qos, bool retain)
{
	size_t length;
	char *text = json ? document_text(json, &length) : NULL;
	bool done = text && mqtt_publish(mqtt, topic, text, length, qos, retain);

	free(text);
	json_decref(json);
	return done;
}

/* ---- what goes out, before the loop waits ---- */

static bool
is_dirty(const struct mqtt *mqtt)
{
	return mqtt->about || mqtt->groups_dirty || mqtt->devices.building || !kasa_list_empty(&mqtt->dirty)
	       || !kasa_list_empty(&mqtt->stale);
}

/* Old topics go before new ones, for a name may have another owner by now. */
static void
on_pump(struct ev_loop *loop, ev_prepare *watcher, int events)
{
	struct mqtt *mqtt = watcher->data;
	unsigned sent;

	(void)events;
	if (!mqtt->up || !is_dirty(mqtt))
		return;
	sent = mqtt_pump_bridge(mqtt) + mqtt_pump_stale(mqtt);
	sent += mqtt_pump_devices(mqtt, MQTT_BATCH);
	sent += mqtt_pump_groups(mqtt) + mqtt_pump_list(mqtt);
	if (sent > 0 && is_dirty(mqtt))
		ev_timer_start(loop, &mqtt->more);
}

static void
on_more(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)timer;
	(void)events;
}

/* ---- the broker ---- */

static void
on_up(void *arg)
{
	struct mqtt *mqtt = arg;
	struct broker_status status;

	broker_status(mqtt->broker, &status);
	log_info("broker is there host=%s port=%u version=%s", mqtt->config.host, mqtt->config.port,
	         status.version == 5 ? "5" : "3.1.1");
	mqtt->up = true;
	mqtt_bridge_up(mqtt);
	mqtt_hass_up(mqtt->hass);
	mqtt_all_anew(mqtt);
}

static void
on_down(const char *why, void *arg)
{
	struct mqtt *mqtt = arg;

	log_warning("broker is not there host=%s port=%u error=\"%s\"", mqtt->config.host, mqtt->config.port, why);
	if (!mqtt->up)
		return;
	mqtt->up = false;
	mqtt_bridge_down(mqtt);
	mqtt_hass_down(mqtt->hass);
}

static void
on_message(const struct broker_message *message, void *arg)
{
	mqtt_take(arg, message);
}

static void
on_room(void *arg)
{
	struct mqtt *mqtt = arg;

	mqtt_hass_room(mqtt->hass);
	ev_timer_start(mqtt->hub->loop, &mqtt->more);
}

static const struct broker_events broker_events = {
	.up = on_up,
	.down = on_down,
	.message = on_message,
	.room = on_room,
};

/* ---- beginning and end ---- */

static const char *const filters[] = {
	"+/set",          "+/set/+",          "+/get",         "+/outlet/+/set", "+/outlet/+/set/+",
	"+/outlet/+/get", "bridge/request/#", "bridge/canary",
};

static int
subscribe(struct mqtt *mqtt)
{
	char topic[TOPIC_MAX];
	int rc = KASA_OK;

	for (size_t i = 0; i < sizeof filters / sizeof filters[0] && rc == KASA_OK; i++)
		rc = broker_subscribe(mqtt->broker, topic_device(topic, mqtt->config.base_topic, filters[i], 0, ""), 1);
	return rc;
}

static int
start_broker(struct mqtt *mqtt, const char *password, struct kasa_err *err)
{
	char topic[TOPIC_MAX];
	const struct broker_message will = { .topic = topic_bridge(topic, mqtt->config.base_topic, "state"),
		                             .payload = offline,
		                             .length = sizeof offline - 1,
		                             .qos = 1,
		                             .retain = true };
	int rc = broker_new(mqtt->hub->loop, &mqtt->config, password, &will, &broker_events, mqtt, &mqtt->broker, err);

	if (rc == KASA_OK && subscribe(mqtt) != KASA_OK)
		rc = kasa_err_set(err, KASA_ENOMEM, "no memory for a connection to the broker");
	return rc;
}

static void
init(struct mqtt *mqtt, struct hub *hub, const struct request_powers *powers)
{
	*mqtt = (struct mqtt){ .hub = hub, .powers = *powers, .log_level = -1 };
	mqtt->port = mqtt_port;
	kasa_list_init(&mqtt->port.node);
	kasa_list_init(&mqtt->dirty);
	kasa_list_init(&mqtt->stale);
	kasa_list_init(&mqtt->pending);
	kasa_hash_init(&mqtt->noted, MQTT_NOTED_MAX);
	ev_prepare_init(&mqtt->pump, on_pump);
	ev_timer_init(&mqtt->more, on_more, 0, 0);
	mqtt->pump.data = mqtt->more.data = mqtt;
}

int
mqtt_new(struct hub *hub, const struct request_powers *powers, const char *password, struct mqtt **out,
         struct kasa_err *err)
{
	struct mqtt *mqtt = malloc(sizeof *mqtt);
	int rc;

	if (!mqtt)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for MQTT");
	init(mqtt, hub, powers);
	if (mqtt_config_copy(&mqtt->config, &hub->config->mqtt) != KASA_OK) {
		free(mqtt);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for MQTT");
	}
	rc = start_broker(mqtt, password, err);
	if (rc == KASA_OK) {
		mqtt_bridge_start(mqtt);
		hub_add_port(hub, &mqtt->port);
		rc = mqtt_start_hass(mqtt, err);
	}
	if (rc != KASA_OK) {
		mqtt_free(mqtt, 0);
		return rc;
	}
	mqtt_groups_load(mqtt);
	mqtt_stale_load(mqtt);
	ev_prepare_start(hub->loop, &mqtt->pump);
	*out = mqtt;
	return KASA_OK;
}

void
mqtt_republish(struct mqtt *mqtt)
{
	mqtt_all_anew(mqtt);
	mqtt_hass_republish(mqtt->hass);
}

void
mqtt_clear_discovery(struct mqtt *mqtt)
{
	mqtt_hass_clear(mqtt->hass);
}

bool
mqtt_drained(const struct mqtt *mqtt)
{
	return !is_dirty(mqtt) && !ev_is_active(&mqtt->devices.timer) && mqtt_hass_drained(mqtt->hass)
	       && broker_drained(mqtt->broker);
}

void
mqtt_status(const struct mqtt *mqtt, struct broker_status *out)
{
	broker_status(mqtt->broker, out);
}

static void
say_offline(struct mqtt *mqtt)
{
	char topic[TOPIC_MAX];

	if (mqtt->up)
		mqtt_publish(mqtt, topic_bridge(topic, mqtt->config.base_topic, "state"), offline, sizeof offline - 1,
		             1, true);
}

void
mqtt_free(struct mqtt *mqtt, unsigned wait_ms)
{
	if (!mqtt)
		return;
	mqtt_hass_free(mqtt->hass);
	mqtt_log(mqtt, -1);
	ev_prepare_stop(mqtt->hub->loop, &mqtt->pump);
	ev_timer_stop(mqtt->hub->loop, &mqtt->more);
	mqtt_bridge_stop(mqtt);
	mqtt_pending_finish(mqtt);
	kasa_list_remove(&mqtt->port.node);
	HUB_EACH(mqtt->hub, device)
	mqtt_shadow_free(mqtt, device);
	if (mqtt->broker)
		say_offline(mqtt);
	broker_free(mqtt->broker, wait_ms);
	mqtt_stale_finish(mqtt);
	mqtt_groups_finish(mqtt);
	kasa_hash_finish(&mqtt->noted);
	mqtt_config_finish(&mqtt->config);
	free(mqtt);
}
