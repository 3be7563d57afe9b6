/* What was used: by day and by month as the device itself remembers it, and the last hours as the bridge saw them. */
#include <stdlib.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"
#include "bridge/rest/rest_query.h"

/* ---- the last hours ---- */

static json_t *
points_array(const struct recent *recent, unsigned minutes)
{
	struct recent_point points[RECENT_SLOTS];
	size_t count = recent ? recent_read(recent, clock_utc_s(), minutes, points) : 0;
	json_t *list = json_array();
	int rc = 0;

	for (size_t i = 0; i < count; i++)
		rc |= json_array_append_new(list, json_pack("{so so}", "time", document_time(points[i].time_s),
		                                            "power_w", document_real(points[i].power_w, 1)));
	if (rc == 0)
		return list;
	json_decref(list);
	return NULL;
}

static void
answer_recent(const struct rest *rest, struct http_req *req, const struct device *device, unsigned outlet,
              unsigned minutes)
{
	const struct kasa_state *state = device_state(device);
	json_t *points;

	if (state && !(state->features & KASA_FEATURE_ENERGY)) {
		http_problem(req, http_status_of("not_supported"), "not_supported", "%s has no meter", state->model);
		return;
	}
	if (outlet == 0 && device_has_outlets(device)) {
		http_problem(req, http_status_of("not_supported"), "not_supported",
		             "a strip as a whole has no meter: each of its outlets has a history");
		return;
	}
	points = points_array(rest_recent_of(rest, device, outlet), minutes);
	rest_answer(req, points ? json_pack("{si si so}", "minutes", (int)minutes, "every_s", RECENT_SLOT_S, "points",
	                                    points)
	                        : NULL);
}

/* ---- by day, by month ---- */

static void
on_history(const struct order *order, struct device *device, const struct kasa_err *err, const char *reply, void *arg)
{
	struct rest_pending *pending = arg;
	struct kasa_err nomem;
	json_t *json = reply ? json_loads(reply, 0, NULL) : NULL;

	(void)order;
	if (err->code != KASA_OK) {
		rest_pending_fail(pending, command_code_of(device, err), err, false);
	} else if (!json) {
		kasa_err_set(&nomem, KASA_ENOMEM, "out of memory");
		rest_pending_fail(pending, NULL, &nomem, false);
	} else {
		rest_pending_answer(pending, json);
	}
}

static void
ask(struct rest *rest, struct http_req *req, struct device *device, unsigned outlet, const struct history_query *query)
{
	struct rest_pending *pending = rest_pending(rest, req);
	struct order order;

	if (!pending)
		return;
	order_init(&order, ORDER_HISTORY);
	order.outlet = outlet;
	order.value = query->year * 100 + query->month;
	order.source = ORDER_FROM_HTTP;
	order.deadline_ms = clock_ms() + rest->hub->config->mqtt.command_ttl_ms;
	order.done = on_history;
	order.arg = pending;
	hub_execute(rest->hub, device, &order);
}

void
rest_get_history(struct http_req *req, void *arg)
{
	struct device *device = rest_device(arg, req);
	struct history_query query;
	struct kasa_err err;
	unsigned outlet;

	if (!device || !rest_outlet(device, req, &outlet))
		return;
	if (query_history(http_query(req, "by"), http_query(req, "month"), http_query(req, "year"),
	                  http_query(req, "minutes"), clock_local_day(), &query, &err)
	    != KASA_OK)
		http_problem_err(req, "bad_value", &err);
	else if (query.by == HISTORY_RECENT)
		answer_recent(arg, req, device, outlet, query.minutes);
	else
		ask(arg, req, device, outlet, &query);
}
