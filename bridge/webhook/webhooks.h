/*
 * Webhooks out: events go to the addresses of the configuration, each at least once and in order, whatever becomes of the
 * receiver or of kasad in between. Works without the HTTP server.
 */
#ifndef KASA_BRIDGE_WEBHOOKS_H
#define KASA_BRIDGE_WEBHOOKS_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/metrics/exposition.h"

struct webhooks;

/* Becomes a port of the hub; follows the configuration; reads what was not delivered yet. */
int webhooks_new(struct hub *hub, struct webhooks **out, struct kasa_err *err);

/* Adds the routes that list and send again: /api/v1/webhooks... */
int webhooks_serve(struct webhooks *webhooks, struct http *http, struct kasa_err *err);

/* kasa_webhook_deliveries_total, _queue_length, _dropped_total, _breaker_open; a metrics_source_fn of struct webhooks. */
void webhooks_expose(struct exposition *out, void *arg);

/* What waits stays on the disk. Does not wait for receivers. NULL is nothing to do. */
void webhooks_free(struct webhooks *webhooks);

#endif
