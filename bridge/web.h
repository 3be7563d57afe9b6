/* All that is served over HTTP, put together: the server, and each room that brings routes along. */
#ifndef KASA_BRIDGE_WEB_H
#define KASA_BRIDGE_WEB_H

#include "bridge/hub/hub.h"
#include "bridge/request/requests.h"

struct mqtt;
struct rules;
struct web;
struct webhooks;

/* What it shows beside the hub. Each may be NULL. */
struct web_about {
	struct webhooks *webhooks;
	struct rules *rules;
	struct mqtt *mqtt;
};

/* Listens when the configuration wants it; else *@p out is NULL. */
int web_start(struct hub *hub, const struct request_powers *powers, const struct web_about *about, struct web **out,
              struct kasa_err *err);

/* NULL is nothing to do. */
void web_stop(struct web *web);

#endif
