/*
 * Home Assistant's discovery over MQTT: which document is published when, and which is taken back. The documents are made
 * by hass.h. It is a port of the hub of its own, and rides on the connection of mqtt.c, by the functions it is given.
 *
 * - Each document goes out once the device said what it is, and when that changes; the bridge's first, a strip's before
 *   those of its outlets. Two versions of one document are at least MQTT_HASS_SETTLE_MS apart.
 * - When Home Assistant comes up, everything is published once more.
 * - What is ours and no longer true is removed: documents of devices that were removed, entities a device has no more,
 *   and those of the other form, after Home Assistant was told that they migrate.
 */
#ifndef KASA_BRIDGE_MQTT_HASS_H
#define KASA_BRIDGE_MQTT_HASS_H

#include <stdbool.h>

#include "bridge/broker/broker.h"
#include "bridge/hub/hub.h"

struct mqtt_hass;

enum {
	MQTT_HASS_SETTLE_MS = 2000, /* Home Assistant misses updates that come closer together */
	MQTT_HASS_BIRTH_MS = 3000,  /* the longest wait after its birth, at random: bridges do not answer all at once */
};

/* What it needs of the connection. */
struct mqtt_hass_ways {
	/* False: no room, or no connection; then mqtt_hass_room() or mqtt_hass_up() comes sometime. Copies. */
	bool (*publish)(const struct broker_message *message, void *arg);
	void (*subscribe)(const char *filter, int qos, void *arg);
	void (*unsubscribe)(const char *filter, void *arg);
	/* Home Assistant was born and its documents are on their way: availability and states are to be published again. */
	void (*born)(void *arg);
	void *arg;
};

/* Becomes a port of the hub, and subscribes. Nothing is published before mqtt_hass_up(). @p ways is copied. */
int mqtt_hass_new(struct hub *hub, const struct mqtt_hass_ways *ways, struct mqtt_hass **out, struct kasa_err *err);

/* The connection is there: everything is published. It is gone: what it was told by it counts no more. */
void mqtt_hass_up(struct mqtt_hass *hass);
void mqtt_hass_down(struct mqtt_hass *hass);

/* Any message that came in. True: its topic is about discovery, and nobody else's business. */
bool mqtt_hass_message(struct mqtt_hass *hass, const struct broker_message *message);

/* There is room again after .publish had none. */
void mqtt_hass_room(struct mqtt_hass *hass);

/* Publishes all documents anew. */
void mqtt_hass_republish(struct mqtt_hass *hass);

/* Groups were made, changed or removed. */
void mqtt_hass_groups(struct mqtt_hass *hass);

/* Removes the documents that an earlier run left of devices that nobody knows. */
void mqtt_hass_clear(struct mqtt_hass *hass);

/* Nothing waits to be published. */
bool mqtt_hass_drained(const struct mqtt_hass *hass);

/* Ends; what is published stays. NULL is nothing to do. */
void mqtt_hass_free(struct mqtt_hass *hass);

#endif
