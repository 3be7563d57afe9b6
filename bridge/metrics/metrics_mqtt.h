/* The broker's part of /metrics and /readyz. */
#ifndef KASA_BRIDGE_METRICS_MQTT_H
#define KASA_BRIDGE_METRICS_MQTT_H

#include "bridge/metrics/metrics.h"

struct mqtt;

/* @p mqtt NULL: no broker is wanted, and nothing is added. Both outlive each other's use: mqtt is freed last. */
int metrics_add_mqtt(struct metrics *metrics, struct mqtt *mqtt);

#endif
