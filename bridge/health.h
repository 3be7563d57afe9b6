/* How the bridge is doing, as one JSON document: for bridge/health, and whoever asks. */
#ifndef KASA_BRIDGE_HEALTH_H
#define KASA_BRIDGE_HEALTH_H

#include <jansson.h>

#include "bridge/broker/broker.h"
#include "bridge/hub/hub.h"

/* A new reference, NULL without memory. @p broker NULL: there is none. */
json_t *health_document(struct hub *hub, const struct broker_status *broker);

#endif
