/* What the bridge says of itself: that it is there, what it is, how it is, what happened; and whether the broker lets us hear. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"

enum {
	HEALTH_S = 60,
	CANARY_S = 5,
	EVENT_ROOM = 16, /* of the queue, for events and lines */
};

static bool
publish(struct mqtt *mqtt, const char *leaf, json_t *json, bool retain)
{
	char topic[TOPIC_MAX];

	return mqtt_publish_json(mqtt, topic_bridge(topic, mqtt->config.base_topic, leaf), json, 1, retain);
}

/* ---- info ---- */

static json_t *
mqtt_part(const struct mqtt *mqtt)
{
	struct broker_status status;

	broker_status(mqtt->broker, &status);
	return json_pack("{ss si sb ss}", "host", mqtt->config.host, "port", mqtt->config.port, "tls", mqtt->config.tls,
	                 "version", status.version == 5 ? "5" : "3.1.1");
}

static json_t *
problems(const struct mqtt *mqtt)
{
	json_t *list = json_array();

	if (mqtt->canary.hidden)
		json_array_append_new(list, json_string("the broker's ACL hides our own command topics from us"));
	return list;
}

static json_t *
info(const struct mqtt *mqtt)
{
	json_t *json = document_info(mqtt->hub);
	int rc = json_object_set_new(json, "mqtt", mqtt_part(mqtt));

	if ((rc | json_object_set_new(json, "problems", problems(mqtt))) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* ---- the pump ---- */

static bool
publish_state(struct mqtt *mqtt)
{
	char topic[TOPIC_MAX];

	return mqtt_publish(mqtt, topic_bridge(topic, mqtt->config.base_topic, "state"), "online", 6, 1, true);
}

/* After each request it is looked at, and seldom another. */
static bool
publish_info(struct mqtt *mqtt)
{
	json_t *json = info(mqtt);
	size_t length = 0;
	char *text = json ? document_text(json, &length) : NULL, topic[TOPIC_MAX];
	uint64_t hash = text ? mqtt_hash(text, length) : 0;
	bool done = true;

	if (text && hash != mqtt->info_shown)
		done = mqtt_publish(mqtt, topic_bridge(topic, mqtt->config.base_topic, "info"), text, length, 1, true);
	if (done)
		mqtt->info_shown = hash;
	free(text);
	json_decref(json);
	return done;
}

static bool
publish_health(struct mqtt *mqtt)
{
	json_t *json = mqtt->powers.health ? mqtt->powers.health(mqtt->powers.arg) : NULL;
	json_t *own =
		json_pack("{sI sI si sb}", "commands", (json_int_t)mqtt->commands, "refused", (json_int_t)mqtt->refused,
	                  "pending", (int)mqtt->pending_count, "acl_hides", mqtt->canary.hidden);

	if (!json) {
		json_decref(own);
		return true;
	}
	json_object_update_missing(json_object_get(json, "mqtt"), own);
	json_decref(own);
	return publish(mqtt, "health", json, true);
}

static bool
publish_about(struct mqtt *mqtt, unsigned about)
{
	switch ((enum mqtt_about)about) {
	case ABOUT_STATE:
		return publish_state(mqtt);
	case ABOUT_INFO:
		return publish_info(mqtt);
	case ABOUT_GROUPS:
		return publish(mqtt, "groups", groups_list(mqtt->hub), true);
	case ABOUT_HEALTH:
		return publish_health(mqtt);
	case ABOUT_ALL:
		break;
	}
	return true;
}

unsigned
mqtt_pump_bridge(struct mqtt *mqtt)
{
	unsigned sent = 0;

	for (unsigned about = ABOUT_STATE; about < ABOUT_ALL; about <<= 1) {
		if (!(mqtt->about & about))
			continue;
		if (!mqtt_has_room(mqtt, 1) || !publish_about(mqtt, about))
			return sent;
		mqtt->about &= ~about;
		sent++;
	}
	return sent;
}

/* ---- events and lines ---- */

/* What nobody hears now, nobody needs to hear later: neither is kept for a broker that is away. */
static bool
may_say(const struct mqtt *mqtt)
{
	return mqtt->up && broker_room(mqtt->broker) > EVENT_ROOM;
}

void
mqtt_event(struct mqtt *mqtt, const struct event *event)
{
	json_t *json = may_say(mqtt) ? document_event(event, clock_utc_s()) : NULL;
	const struct device *device = event->device;
	char topic[TOPIC_MAX];

	if (!json)
		return;
	publish(mqtt, "event", json_incref(json), false);
	if (device && event->kind != EVENT_REMOVED)
		mqtt_publish_json(mqtt, topic_device(topic, mqtt->config.base_topic, device->name, 0, "event"),
		                  json_incref(json), 1, false);
	json_decref(json);
}

static void
on_line(enum kasa_log_level level, const char *line, void *arg)
{
	struct mqtt *mqtt = arg;

	if ((int)level > mqtt->log_level || mqtt->logging || !may_say(mqtt))
		return;
	mqtt->logging = true;
	publish(mqtt, "log",
	        json_pack("{ss ss so}", "level", log_level_word(level), "message", line, "time",
	                  document_time(clock_utc_s())),
	        false);
	mqtt->logging = false;
}

void
mqtt_log(struct mqtt *mqtt, int level)
{
	mqtt->log_level = level;
	log_tap(level >= 0 ? on_line : NULL, mqtt);
}

/* ---- the canary: a word to ourselves ---- */

static void
make_canary(struct mqtt_canary *canary)
{
	unsigned char bytes[16] = { 0 };

	if (getrandom(bytes, sizeof bytes, GRND_NONBLOCK) != (ssize_t)sizeof bytes)
		snprintf((char *)bytes, sizeof bytes, "%llx", (unsigned long long)clock_ms());
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(canary->text + 2 * i, 3, "%02x", bytes[i]);
}

static void
on_canary_late(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct mqtt *mqtt = timer->data;
	struct mqtt_canary *canary = &mqtt->canary;

	(void)loop;
	(void)events;
	canary->hidden = true;
	mqtt->about |= ABOUT_INFO | ABOUT_HEALTH;
	if (!canary->warned)
		log_warning(
			"the broker's ACL hides our own topics from us: commands will not be heard topic=\"%s/#\" seconds=%d",
			mqtt->config.base_topic, CANARY_S);
	canary->warned = true;
}

static void
send_canary(struct mqtt *mqtt)
{
	char topic[TOPIC_MAX];

	make_canary(&mqtt->canary);
	topic_bridge(topic, mqtt->config.base_topic, "canary");
	mqtt_publish(mqtt, topic, mqtt->canary.text, strlen(mqtt->canary.text), 1, false);
	ev_timer_stop(mqtt->hub->loop, &mqtt->canary.timer);
	ev_timer_set(&mqtt->canary.timer, CANARY_S, 0);
	ev_timer_start(mqtt->hub->loop, &mqtt->canary.timer);
}

/* One of another bridge, or of an earlier connection, proves nothing. */
void
mqtt_canary_heard(struct mqtt *mqtt, const struct broker_message *message)
{
	struct mqtt_canary *canary = &mqtt->canary;

	if (message->length != strlen(canary->text) || memcmp(message->payload, canary->text, message->length) != 0)
		return;
	ev_timer_stop(mqtt->hub->loop, &canary->timer);
	if (!canary->hidden)
		return;
	canary->hidden = canary->warned = false;
	mqtt->about |= ABOUT_INFO | ABOUT_HEALTH;
	log_info("the broker lets us hear our own topics again");
}

/* ---- beginning and end ---- */

static void
on_health(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct mqtt *mqtt = timer->data;

	(void)loop;
	(void)events;
	mqtt->about |= ABOUT_HEALTH;
}

void
mqtt_bridge_start(struct mqtt *mqtt)
{
	ev_timer_init(&mqtt->canary.timer, on_canary_late, CANARY_S, 0);
	ev_timer_init(&mqtt->health, on_health, HEALTH_S, HEALTH_S);
	mqtt->canary.timer.data = mqtt->health.data = mqtt;
	ev_timer_start(mqtt->hub->loop, &mqtt->health);
	mqtt_devices_start(mqtt);
}

void
mqtt_bridge_stop(struct mqtt *mqtt)
{
	mqtt_bridge_down(mqtt);
	ev_timer_stop(mqtt->hub->loop, &mqtt->health);
	mqtt_devices_stop(mqtt);
}

void
mqtt_bridge_up(struct mqtt *mqtt)
{
	publish_state(mqtt);
	send_canary(mqtt);
}

void
mqtt_bridge_down(struct mqtt *mqtt)
{
	ev_timer_stop(mqtt->hub->loop, &mqtt->canary.timer);
}
