/* Requests to the bridge itself, from MQTT or elsewhere: bridge/request/<command>, each answered once. */
#ifndef KASA_BRIDGE_REQUESTS_H
#define KASA_BRIDGE_REQUESTS_H

#include <jansson.h>
#include <stddef.h>

#include "bridge/hub/hub.h"

/* Told once. @p answer is a JSON text without its end: {"status":"ok","data":{...},"transaction":...}. */
typedef void request_done_fn(const char *command, const char *answer, size_t length, void *arg);

/* What requests can do beside the hub, given by main. */
struct request_powers {
	int (*reload)(struct kasa_err *err, void *arg);
	void (*restart)(void *arg);
	void (*republish)(void *arg);       /* discovery documents, states and all */
	void (*clear_discovery)(void *arg); /* removes the documents of devices that are gone */
	json_t *(*health)(void *arg);
	void *arg;
};

/* @p done runs from the loop or before this returns. */
void request_execute(struct hub *hub, const struct request_powers *powers, const char *command, const char *payload,
                     size_t length, request_done_fn *done, void *arg);

#endif
