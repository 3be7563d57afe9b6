/* What the files of webhooks share. */
#ifndef KASA_BRIDGE_WEBHOOKS_OWN_H
#define KASA_BRIDGE_WEBHOOKS_OWN_H

#include "bridge/webhook/webhook_endpoint.h"
#include "bridge/webhook/webhooks.h"

struct webhooks {
	struct port port;
	struct hub *hub;
	struct courier *courier; /* NULL until somebody wants it */
	struct kasa_list endpoints;
	char folder[PATH_MAX]; /* "" when there is none */
};

/* By its name, or NULL. */
struct webhook_endpoint *webhooks_find(const struct webhooks *webhooks, const char *name);

/* Sends one receiver an event that did not happen, whatever it wants. Writes its id. */
void webhooks_test(struct webhooks *webhooks, struct webhook_endpoint *endpoint, char id[WEBHOOK_ID_MAX]);

#define WEBHOOKS_EACH(webhooks, each)                                                           \
	for (struct webhook_endpoint *each =                                                    \
	             KASA_CONTAINER((webhooks)->endpoints.next, struct webhook_endpoint, node); \
	     &each->node != &(webhooks)->endpoints;                                             \
	     each = KASA_CONTAINER(each->node.next, struct webhook_endpoint, node))

#endif
