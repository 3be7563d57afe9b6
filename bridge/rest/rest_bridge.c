/* The bridge itself: what it is, how it is, and what it can be asked to do. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/documents/documents.h"
#include "bridge/rest/openapi.h"
#include "bridge/rest/rest_own.h"

void
rest_get_info(struct http_req *req, void *arg)
{
	const struct rest *rest = arg;

	rest_answer(req, document_info(rest->hub));
}

void
rest_get_health(struct http_req *req, void *arg)
{
	const struct rest *rest = arg;

	rest_answer(req, rest->powers.health ? rest->powers.health(rest->powers.arg) : NULL);
}

void
rest_get_openapi(struct http_req *req, void *arg)
{
	(void)arg;
	http_answer(req, 200, "application/json", openapi_text, openapi_length);
}

/* ---- requests, as of MQTT ---- */

static void
fail(struct rest_pending *pending, const json_t *json)
{
	const char *code = json_string_value(json_object_get(json, "code"));
	const char *text = json_string_value(json_object_get(json, "error"));
	struct kasa_err err;

	kasa_err_set(&err, KASA_EINVAL, "%s", text ? text : "it failed");
	rest_pending_fail(pending, code ? code : "nomem", &err, false);
}

static void
on_request(const char *command, const char *answer, size_t length, void *arg)
{
	struct rest_pending *pending = arg;
	json_t *json = json_loadb(answer, length, 0, NULL);
	const char *status = json_string_value(json_object_get(json, "status"));

	(void)command;
	if (status && strcmp(status, "ok") == 0) {
		rest_pending_answer(pending, json);
		return;
	}
	fail(pending, json);
	json_decref(json);
}

void
rest_post_request(struct http_req *req, void *arg)
{
	struct rest *rest = arg;
	struct rest_pending *pending = rest_pending(rest, req);

	if (!pending)
		return;
	pending->toggles = true; /* what may have been done is not done again under the same key */
	request_execute(rest->hub, &rest->powers, req->part[0], req->body, req->length, on_request, pending);
}
