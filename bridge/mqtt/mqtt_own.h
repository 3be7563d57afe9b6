/* What the files of the MQTT port share. */
#ifndef KASA_BRIDGE_MQTT_OWN_H
#define KASA_BRIDGE_MQTT_OWN_H

#include <ev.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/list.h"
#include "bridge/broker/broker.h"
#include "bridge/hass/mqtt_hass.h"
#include "bridge/mqtt/mqtt.h"
#include "bridge/mqtt/topics.h"

enum {
	MQTT_RESERVE = 64,           /* messages of the queue that are kept for results and answers */
	MQTT_BATCH = 128,            /* documents of one turn of the loop: each costs some 20 us, ... */
	MQTT_BATCH_MS = 10,          /* ... and where it costs more, fewer of them */
	MQTT_PENDING_MAX = 4096,     /* commands that wait for their end */
	MQTT_NOTED_MAX = 512,        /* topics of which something was said in the log, once each */
	MQTT_ENERGY_SAME_MS = 20000, /* the same figures again so often: Home Assistant's expire after 60 s */
	MQTT_SETTLE_S = 1,           /* changes of lists are gathered for so long */
};

/* What of a part is to be published. */
enum mqtt_out {
	OUT_AVAILABILITY = 1u << 0,
	OUT_STATE = 1u << 1,
	OUT_ENERGY = 1u << 2,
	OUT_SETTINGS = 1u << 3,
	OUT_ALL = (1u << 4) - 1,
	OUT_ANEW = 1u << 4, /* even when it is the same as before */
};

/* What of the bridge is. */
enum mqtt_about {
	ABOUT_STATE = 1u << 0,
	ABOUT_INFO = 1u << 1,
	ABOUT_GROUPS = 1u << 2,
	ABOUT_HEALTH = 1u << 3,
	ABOUT_ALL = (1u << 4) - 1,
};

struct mqtt_pending;

struct mqtt_part {
	unsigned dirty;         /* bits of enum mqtt_out */
	uint64_t state, energy; /* hashes of what was last published, 0: nothing */
	uint64_t energy_ms;     /* when that was */
};

/* What is kept of a device, as its of_port: 120 bytes and 32 for each part. */
struct mqtt_shadow {
	struct kasa_list node; /* among those with something dirty */
	struct device *device;
	char name[DEVICE_NAME_MAX]; /* under which it was published, "" before */
	unsigned outlets;           /* that were published under it */
	enum availability availability;
	uint64_t settings;
	unsigned part_count; /* one more than its outlets */
	struct mqtt_part *parts;
};

struct mqtt_group {
	char name[DEVICE_NAME_MAX];
	bool dirty, kept;
	uint64_t shown;
};

/* The list of devices on its way: made in slices. */
struct mqtt_devices {
	ev_timer timer;
	struct kasa_buf text;
	size_t at; /* of hub.table */
	bool building, brief;
	uint64_t shown;
};

struct mqtt_canary {
	ev_timer timer;
	char text[33];
	bool warned, hidden; /* hidden: the last one did not come back */
};

struct mqtt {
	struct port port;
	struct hub *hub;
	struct config_mqtt config; /* its own: what the connection was made with */
	struct request_powers powers;
	struct broker *broker;
	struct mqtt_hass *hass;
	bool up;

	ev_prepare pump; /* before the loop waits, what became dirty in this turn goes out */
	ev_timer more;   /* and this has the loop turn again when that was not all */
	struct kasa_list dirty, stale;
	unsigned about;      /* bits of enum mqtt_about */
	uint64_t info_shown; /* a hash of bridge/info as it was last published */

	struct mqtt_group *groups;
	size_t group_count;
	bool groups_dirty;

	struct mqtt_devices devices;
	struct mqtt_canary canary;
	ev_timer health;
	int log_level; /* lines up to it go to bridge/log; -1: none */
	bool logging;

	struct kasa_list pending;
	unsigned pending_count;
	struct kasa_hash noted;
	uint64_t commands, refused; /* counted */
};

/* FNV-1a, never 0. */
uint64_t mqtt_hash(const char *text, size_t length);

/* Each false when there was no room. */
bool mqtt_publish(struct mqtt *mqtt, const char *topic, const char *payload, size_t length, int qos, bool retain);
bool mqtt_publish_json(struct mqtt *mqtt, const char *topic, json_t *json, int qos, bool retain); /* steals */

/* Room for so many more, beside the reserve. */
bool mqtt_has_room(const struct mqtt *mqtt, unsigned count);

/* True for the first time that this is said of a topic: so a flood does not fill the log. */
bool mqtt_note(struct mqtt *mqtt, const char *topic);

/* ---- mqtt_port.c ---- */

extern const struct port mqtt_port;

/* All that is published, once more. */
void mqtt_all_anew(struct mqtt *mqtt);
int mqtt_start_hass(struct mqtt *mqtt, struct kasa_err *err);

/* ---- mqtt_config.c ---- */

int mqtt_config_copy(struct config_mqtt *out, const struct config_mqtt *config);
void mqtt_config_finish(struct config_mqtt *config);

/* ---- mqtt_out.c: devices ---- */

struct mqtt_shadow *mqtt_shadow(struct mqtt *mqtt, struct device *device);
void mqtt_dirty(struct mqtt *mqtt, struct device *device, unsigned outlet, unsigned out);
void mqtt_dirty_all(struct mqtt *mqtt, unsigned out);
void mqtt_shadow_free(struct mqtt *mqtt, struct device *device);

/* Publishes devices that are dirty, at most @p budget documents; returns how many it were. */
unsigned mqtt_pump_devices(struct mqtt *mqtt, unsigned budget);

/* ---- mqtt_stale.c: topics of names that nobody has any more ---- */

void mqtt_stale_add(struct mqtt *mqtt, const char *name, unsigned outlets);
void mqtt_stale_load(struct mqtt *mqtt);
void mqtt_stale_finish(struct mqtt *mqtt);
unsigned mqtt_pump_stale(struct mqtt *mqtt);

/* Keeps in mind, over restarts too, that this name has retained topics. */
void mqtt_stale_remember(struct mqtt *mqtt, const char *name, unsigned outlets);

/* ---- mqtt_groups.c ---- */

void mqtt_groups_load(struct mqtt *mqtt);
void mqtt_groups_touch(struct mqtt *mqtt, const struct device *device, unsigned outlet);
void mqtt_groups_dirty(struct mqtt *mqtt);
void mqtt_groups_finish(struct mqtt *mqtt);
unsigned mqtt_pump_groups(struct mqtt *mqtt);

/* ---- mqtt_bridge.c: what the bridge says of itself ---- */

void mqtt_bridge_start(struct mqtt *mqtt);
void mqtt_bridge_stop(struct mqtt *mqtt);
void mqtt_bridge_up(struct mqtt *mqtt);
void mqtt_bridge_down(struct mqtt *mqtt);
unsigned mqtt_pump_bridge(struct mqtt *mqtt);
void mqtt_event(struct mqtt *mqtt, const struct event *event);
void mqtt_canary_heard(struct mqtt *mqtt, const struct broker_message *message);

/* The level of lines that go to bridge/log, -1 for none. */
void mqtt_log(struct mqtt *mqtt, int level);

/* ---- mqtt_devices.c: the list of all ---- */

void mqtt_devices_start(struct mqtt *mqtt);
void mqtt_devices_stop(struct mqtt *mqtt);
void mqtt_devices_dirty(struct mqtt *mqtt, bool anew);
unsigned mqtt_pump_list(struct mqtt *mqtt);

/* ---- mqtt_in.c ---- */

void mqtt_take(struct mqtt *mqtt, const struct broker_message *message);

/* Fails a message before it became an order; @p device may be NULL. */
void mqtt_refuse(struct mqtt_pending *pending, struct device *device, const struct broker_message *message,
                 const struct topic *topic, const char *code, const struct kasa_err *err);

/* There is no room for one more. */
void mqtt_busy(struct mqtt *mqtt, const struct broker_message *message);

/* mqtt_get.c, mqtt_request.c: with a NULL device it is a group. */
void mqtt_get(struct mqtt_pending *pending, struct device *device, const struct topic *topic,
              const struct broker_message *message);
void mqtt_request(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message);

/* ---- mqtt_result.c: how commands ended ---- */

struct mqtt_pending {
	struct kasa_list node;
	struct mqtt *mqtt; /* NULL: the port is gone */
	unsigned open;     /* orders that have not ended, and one while they are given */
	uint64_t since_ms;
	char name[DEVICE_NAME_MAX];
	unsigned outlet;
	bool quiet;               /* told to nobody but who asked */
	char *transaction, *text; /* JSON texts, or NULL */
	char *response;           /* the topic to answer to, or NULL */
	void *correlation;
	size_t correlation_length;
	const char *code;     /* of the first failure, NULL: none */
	struct kasa_err *err; /* of that, NULL without memory too */
};

/* A message that wants an end; NULL without memory, or when too many wait. */
struct mqtt_pending *mqtt_pending_new(struct mqtt *mqtt, const struct broker_message *message, const char *name,
                                      unsigned outlet);
void mqtt_pending_fail(struct mqtt_pending *pending, const char *code, const struct kasa_err *err);

/* Gives an order, whose end counts for this message. */
void mqtt_pending_order(struct mqtt_pending *pending, struct device *device, struct order *order);

/* One of what was open has ended; after the last one the result goes out and it is gone. */
void mqtt_pending_close(struct mqtt_pending *pending);

/* Where the answer goes: the response topic that was asked for, else @p usual. */
bool mqtt_pending_answer(struct mqtt_pending *pending, const char *usual, const char *payload, size_t length);
void mqtt_pending_free(struct mqtt_pending *pending);
void mqtt_pending_finish(struct mqtt *mqtt);

#endif
