#include "bridge/rest/rest.h"

#include <stdlib.h>

#include "base/err.h"
#include "bridge/rest/rest_own.h"

// clang-format off
static const struct http_route routes[] = {
	{ "GET",  "/api/v1/devices",                                          HTTP_READ,    0, rest_list },
	{ "GET",  "/api/v1/devices/{device}",                                 HTTP_READ,    0, rest_get_device },
	{ "PUT",  "/api/v1/devices/{device}/state",                           HTTP_CONTROL, HTTP_JSON | HTTP_BODY, rest_put_state },
	{ "POST", "/api/v1/devices/{device}/toggle",                          HTTP_CONTROL, 0, rest_post_toggle },
	{ "POST", "/api/v1/devices/{device}/refresh",                         HTTP_CONTROL, 0, rest_post_refresh },
	{ "GET",  "/api/v1/devices/{device}/energy",                          HTTP_READ,    0, rest_get_energy },
	{ "GET",  "/api/v1/devices/{device}/energy/history",                  HTTP_READ,    0, rest_get_history },
	{ "GET",  "/api/v1/devices/{device}/outlets",                         HTTP_READ,    0, rest_get_outlets },
	{ "GET",  "/api/v1/devices/{device}/outlets/{outlet}",                HTTP_READ,    0, rest_get_outlet },
	{ "PUT",  "/api/v1/devices/{device}/outlets/{outlet}/state",          HTTP_CONTROL, HTTP_JSON | HTTP_BODY, rest_put_state },
	{ "POST", "/api/v1/devices/{device}/outlets/{outlet}/toggle",         HTTP_CONTROL, 0, rest_post_toggle },
	{ "GET",  "/api/v1/devices/{device}/outlets/{outlet}/energy/history", HTTP_READ,    0, rest_get_history },
	{ "GET",  "/api/v1/groups",                                           HTTP_READ,    0, rest_get_groups },
	{ "GET",  "/api/v1/groups/{group}",                                   HTTP_READ,    0, rest_get_group },
	{ "PUT",  "/api/v1/groups/{group}/state",                             HTTP_CONTROL, HTTP_JSON | HTTP_BODY, rest_put_group },
	{ "POST", "/api/v1/groups/{group}/toggle",                            HTTP_CONTROL, 0, rest_post_group_toggle },
	{ "GET",  "/api/v1/bridge/info",                                      HTTP_READ,    0, rest_get_info },
	{ "GET",  "/api/v1/bridge/health",                                    HTTP_READ,    0, rest_get_health },
	{ "POST", "/api/v1/bridge/requests/{request}",                        HTTP_ADMIN,   HTTP_JSON | HTTP_LONG_PATH, rest_post_request },
	{ "GET",  "/api/v1/openapi.json",                                     HTTP_OPEN,    0, rest_get_openapi },
	{ .method = NULL },
};
// clang-format on

static void
on_changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	if (what & CHANGE_ENERGY)
		rest_recent_take(KASA_CONTAINER(port, struct rest, port), device, outlet);
}

static void
on_gone(struct port *port, struct device *device)
{
	rest_text_forget(KASA_CONTAINER(port, struct rest, port), device);
	rest_recent_free(KASA_CONTAINER(port, struct rest, port), device);
}

int
rest_new(struct hub *hub, struct http *http, const struct request_powers *powers, struct rest **out,
         struct kasa_err *err)
{
	struct rest *rest = calloc(1, sizeof *rest);

	if (rest)
		rest->memory = idempotency_new(REST_MEMORY, REST_MEMORY_BYTES);
	if (!rest || !rest->memory) {
		free(rest);
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	}
	rest->hub = hub;
	rest->powers = *powers;
	kasa_list_init(&rest->pending);
	rest->port.changed = on_changed;
	rest->port.gone = on_gone;
	*out = rest;
	hub_add_port(hub, &rest->port);
	return http_add(http, routes, rest, err);
}

void
rest_free(struct rest *rest)
{
	if (!rest)
		return;
	rest_pending_forget(rest);
	HUB_EACH(rest->hub, device)
	rest_recent_free(rest, device);
	rest_text_finish(rest);
	kasa_list_remove(&rest->port.node);
	idempotency_free(rest->memory);
	free(rest);
}
