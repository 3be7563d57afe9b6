/* Webhooks in: /hooks/<id> carries out the order that is configured for it, once its caller has proven himself. */
#ifndef KASA_BRIDGE_HOOKS_H
#define KASA_BRIDGE_HOOKS_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/metrics/exposition.h"

struct hooks;

/* Adds its routes; follows the configuration. */
int hooks_new(struct hub *hub, struct http *http, struct hooks **out, struct kasa_err *err);

/* kasa_webhook_requests_total{hook,code}; a metrics_source_fn of struct hooks. */
void hooks_expose(struct exposition *out, void *arg);

/* NULL is nothing to do. */
void hooks_free(struct hooks *hooks);

#endif
