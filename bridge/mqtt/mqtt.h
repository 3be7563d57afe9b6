/* The MQTT port: what changed goes out, newest state first to be kept; what comes in becomes orders. */
#ifndef KASA_BRIDGE_MQTT_H
#define KASA_BRIDGE_MQTT_H

#include <stdbool.h>

#include "bridge/broker/broker.h"
#include "bridge/hub/hub.h"
#include "bridge/request/requests.h"

struct mqtt;

/* Connects, and becomes a port of the hub. @p password may be NULL. */
int mqtt_new(struct hub *hub, const struct request_powers *powers, const char *password, struct mqtt **out,
             struct kasa_err *err);

/* Publishes all there is anew, discovery included. */
void mqtt_republish(struct mqtt *mqtt);

/* Removes discovery documents of devices that nobody knows. */
void mqtt_clear_discovery(struct mqtt *mqtt);

/* Nothing waits to be published. */
bool mqtt_drained(const struct mqtt *mqtt);

void mqtt_status(const struct mqtt *mqtt, struct broker_status *out);

/* Says "offline", ends the connection within @p wait_ms. NULL is nothing to do. */
void mqtt_free(struct mqtt *mqtt, unsigned wait_ms);

#endif
