/* The REST interface under /api/v1, as openapi.json describes it: devices, outlets, groups, the bridge itself. */
#ifndef KASA_BRIDGE_REST_H
#define KASA_BRIDGE_REST_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/request/requests.h"

struct rest;

/* Adds its routes, and becomes a port of the hub for what it keeps of the last hours. */
int rest_new(struct hub *hub, struct http *http, const struct request_powers *powers, struct rest **out,
             struct kasa_err *err);

/* NULL is nothing to do. */
void rest_free(struct rest *rest);

#endif
