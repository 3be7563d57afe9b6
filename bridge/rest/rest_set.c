/* What changes a device: an errand, whose end is the answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/command/errand.h"
#include "bridge/hub/groups.h"
#include "bridge/rest/rest_body.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"

enum {
	WHO_MAX = 32, /* a MAC, a stroke, an outlet */
};

/* What it is now. */
static json_t *
object_of(const struct rest_pending *pending, const struct errand_end *end)
{
	if (pending->group[0])
		return rest_group_object(pending->rest->hub, pending->group);
	if (!end->device)
		return NULL;
	return pending->outlet > 0 ? rest_outlet_object(end->device, pending->outlet) : rest_device_object(end->device);
}

static void
fail(struct rest_pending *pending, const struct errand_end *end)
{
	struct kasa_err err = end->err;

	if (end->orders > 1 && end->failed > 0)
		kasa_err_wrap(&err, "%u of %u orders failed, the first with this", end->failed, end->orders);
	rest_pending_fail(pending, end->code, &err, end->orders > 0);
}

static bool
is_gone(const struct rest_pending *pending, const struct errand_end *end)
{
	if (!pending->group[0])
		return !end->device;
	return pending->rest && !groups_known(pending->rest->hub, pending->group);
}

static void
on_end(const struct errand_end *end, void *arg)
{
	struct rest_pending *pending = arg;
	bool of_group = pending->group[0];
	struct kasa_err err;

	if (end->code) {
		fail(pending, end);
	} else if (is_gone(pending, end)) {
		kasa_err_set(&err, KASA_ENOTFOUND, "the %s was removed meanwhile", of_group ? "group" : "device");
		rest_pending_fail(pending, of_group ? "unknown_group" : "unknown_device", &err, true);
	} else {
		rest_pending_answer(pending, pending->rest ? object_of(pending, end) : NULL);
	}
}

void
rest_errand(struct rest_pending *pending, const char *device, const char *attr, const char *payload)
{
	const struct errand errand = {
		.device = device,
		.group = pending->group[0] ? pending->group : NULL,
		.attr = attr,
		.payload = payload ? payload : "",
		.length = payload ? strlen(payload) : 0,
		.source = ORDER_FROM_HTTP,
		.by = pending->req->token,
		.toggles = pending->toggles,
		.refresh = !payload,
	};

	errand_run(pending->rest->hub, &errand, on_end, pending);
}

/* The request with its device and outlet, as errands name it; NULL, and it was answered. */
static struct rest_pending *
begin(struct rest *rest, struct http_req *req, char who[WHO_MAX])
{
	struct device *device = rest_device(rest, req);
	struct rest_pending *pending;
	unsigned outlet;

	if (!device || !rest_outlet(device, req, &outlet))
		return NULL;
	pending = rest_pending(rest, req);
	if (!pending)
		return NULL;
	pending->outlet = outlet;
	if (outlet > 0)
		snprintf(who, WHO_MAX, "%s/%u", device->mac, outlet);
	else
		snprintf(who, WHO_MAX, "%s", device->mac);
	return pending;
}

void
rest_put_state(struct http_req *req, void *arg)
{
	char who[WHO_MAX], *payload = NULL;
	struct rest_pending *pending = begin(arg, req, who);
	struct kasa_err err;

	if (!pending)
		return;
	if (rest_body_read(req->body, req->length, &payload, &err) == KASA_OK)
		rest_errand(pending, who, NULL, payload);
	else
		rest_pending_fail(pending, NULL, &err, false);
	free(payload);
}

void
rest_post_toggle(struct http_req *req, void *arg)
{
	char who[WHO_MAX];
	struct rest_pending *pending = begin(arg, req, who);

	if (!pending)
		return;
	pending->toggles = true;
	rest_errand(pending, who, "state", "TOGGLE");
}

void
rest_post_refresh(struct http_req *req, void *arg)
{
	char who[WHO_MAX];
	struct rest_pending *pending = begin(arg, req, who);

	if (pending)
		rest_errand(pending, who, NULL, NULL);
}
