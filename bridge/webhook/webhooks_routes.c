/* Receivers and dead letters over HTTP. */
#include <string.h>

#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"
#include "bridge/webhook/webhook_url.h"
#include "bridge/webhook/webhooks_own.h"
#include "common/number.h"

enum {
	PAGE_BYTES = 256 << 10, /* of bodies in one answer, or a little more: some 10 ms */
	OFFSET_MOST = 100000,
};

// clang-format off
static const char *const formats[] = { "standard", "cloudevents", "ifttt", "template" };
// clang-format on

/* ---- documents ---- */

static const char *
state_of(const struct webhook_endpoint *endpoint)
{
	if (endpoint->rest == WEBHOOK_UNWANTED)
		return "disabled_gone";
	if (endpoint->rest == WEBHOOK_HOPELESS)
		return "disabled_failing";
	if (webhook_breaker_open(&endpoint->breaker))
		return "breaker_open";
	return endpoint->failing_ms ? "retrying" : "ok";
}

static json_t *
counts_of(const struct webhook_counts *counts)
{
	return json_pack("{sI sI sI sI sI sI}", "delivered", (json_int_t)counts->delivered, "failed",
	                 (json_int_t)counts->failed, "refused", (json_int_t)counts->refused, "expired",
	                 (json_int_t)counts->expired, "dropped", (json_int_t)counts->dropped, "overtaken",
	                 (json_int_t)counts->overtaken);
}

/* Of its address only the host: what stands behind it may be a secret. */
static json_t *
document(const struct webhook_endpoint *endpoint)
{
	char host[WEBHOOK_HOST_MAX];

	webhook_url_host(endpoint->config->url, host);
	return json_pack("{ss ss ss ss sI sI sI sb si ss so so so so}", "name", endpoint->name, "format",
	                 formats[endpoint->config->format], "host", host, "state", state_of(endpoint), "waiting",
	                 (json_int_t)endpoint->queue.waiting.count, "waiting_bytes",
	                 (json_int_t)endpoint->queue.waiting.bytes, "dead", (json_int_t)endpoint->queue.dead.count,
	                 "on_disk", !endpoint->file.behind && !webhook_file_none(&endpoint->file), "last_status",
	                 endpoint->status, "last_error", endpoint->why, "last_try", document_time(endpoint->tried_s),
	                 "next_try", document_time(webhook_endpoint_next_s(endpoint)), "signed",
	                 json_boolean(endpoint->signs), "counts", counts_of(&endpoint->counts));
}

static json_t *
dead_letter(const struct webhook_message *message)
{
	struct webhook_content content;
	json_t *keep, *out = NULL;

	if (webhook_record_content(message->line, message->length, &content, &keep))
		out = json_pack("{ss ss ss so so ss ss}", "id", message->id, "event", content.event, "device",
		                content.device, "time", document_time(content.time_s), "died",
		                document_time(message->dead_s), "why", message->why, "body", content.body);
	json_decref(keep);
	return out;
}

/* ---- routes ---- */

static struct webhook_endpoint *
find(struct http_req *req, const struct webhooks *webhooks)
{
	struct webhook_endpoint *endpoint = webhooks_find(webhooks, req->part[0]);

	if (!endpoint)
		http_problem(req, 404, "unknown_webhook", "no webhook is called \"%s\"", req->part[0]);
	return endpoint;
}

static void
answer_endpoint(struct http_req *req, int status, const struct webhook_endpoint *endpoint)
{
	http_answer_json(req, status, document(endpoint));
}

static void
list_all(struct http_req *req, void *arg)
{
	const struct webhooks *webhooks = arg;
	json_t *list = json_array();

	WEBHOOKS_EACH(webhooks, endpoint)
	json_array_append_new(list, document(endpoint));
	http_answer_json(req, 200, json_pack("{so}", "webhooks", list));
}

/* From the @p offset -th on, as many as fit. */
static json_t *
dead_letters(const struct kasa_list *dead, uint32_t offset)
{
	json_t *list = json_array();
	uint32_t number = 0;
	size_t bytes = 0;

	for (const struct kasa_list *at = dead->next; at != dead && bytes < PAGE_BYTES; at = at->next) {
		const struct webhook_message *message = KASA_CONTAINER(at, struct webhook_message, node);

		if (number++ < offset)
			continue;
		bytes += message->length;
		json_array_append_new(list, dead_letter(message));
	}
	return list;
}

static void
list_dead(struct http_req *req, void *arg)
{
	const struct webhook_endpoint *endpoint = find(req, arg);
	const char *text = http_query(req, "offset");
	uint32_t offset = 0;

	if (!endpoint)
		return;
	if (text && !number_parse(text, 0, OFFSET_MOST, &offset)) {
		http_problem(req, 400, "bad_value", "offset: a number from 0 to %d is wanted", OFFSET_MOST);
		return;
	}
	http_answer_json(req, 200,
	                 json_pack("{sI sI so}", "total", (json_int_t)endpoint->queue.dead.count, "offset",
	                           (json_int_t)offset, "dead", dead_letters(&endpoint->queue.dead.messages, offset)));
}

static void
no_letter(struct http_req *req)
{
	http_problem(req, 404, "unknown_letter", "There is no dead letter with that id.");
}

static void
send_one(struct http_req *req, void *arg)
{
	struct webhook_endpoint *endpoint = find(req, arg);

	if (!endpoint)
		return;
	if (webhook_endpoint_again(endpoint, req->part[1]))
		answer_endpoint(req, 202, endpoint);
	else
		no_letter(req);
}

static void
send_all(struct http_req *req, void *arg)
{
	struct webhook_endpoint *endpoint = find(req, arg);
	json_int_t sent = 0;

	if (!endpoint)
		return;
	/* Their number is taken before: one that is refused at once dies anew. */
	for (size_t left = endpoint->queue.dead.count; left > 0 && endpoint->queue.dead.count > 0; left--) {
		const struct webhook_message *message =
			KASA_CONTAINER(endpoint->queue.dead.messages.next, struct webhook_message, node);

		sent += webhook_endpoint_again(endpoint, message->id);
	}
	http_answer_json(req, 202, json_pack("{sI}", "sent", sent));
}

static void
forget(struct http_req *req, void *arg)
{
	struct webhook_endpoint *endpoint = find(req, arg);

	if (!endpoint)
		return;
	if (webhook_endpoint_forget(endpoint, req->part[1]))
		http_answer(req, 204, NULL, NULL, 0);
	else
		no_letter(req);
}

static void
test(struct http_req *req, void *arg)
{
	struct webhook_endpoint *endpoint = find(req, arg);
	char id[WEBHOOK_ID_MAX];

	if (!endpoint)
		return;
	webhooks_test(arg, endpoint, id);
	http_answer_json(req, 202, json_pack("{ss}", "id", id));
}

static void
enable(struct http_req *req, void *arg)
{
	struct webhook_endpoint *endpoint = find(req, arg);

	if (!endpoint)
		return;
	webhook_endpoint_wake(endpoint);
	answer_endpoint(req, 200, endpoint);
}

// clang-format off
static const struct http_route routes[] = {
	{ "GET", "/api/v1/webhooks", HTTP_READ, 0, list_all },
	{ "GET", "/api/v1/webhooks/{name}/dead", HTTP_READ, 0, list_dead },
	{ "POST", "/api/v1/webhooks/{name}/dead/send", HTTP_ADMIN, 0, send_all },
	{ "POST", "/api/v1/webhooks/{name}/dead/{id}/send", HTTP_ADMIN, 0, send_one },
	{ "DELETE", "/api/v1/webhooks/{name}/dead/{id}", HTTP_ADMIN, 0, forget },
	{ "POST", "/api/v1/webhooks/{name}/test", HTTP_ADMIN, 0, test },
	{ "POST", "/api/v1/webhooks/{name}/enable", HTTP_ADMIN, 0, enable },
	{ 0 },
};
// clang-format on

int
webhooks_serve(struct webhooks *webhooks, struct http *http, struct kasa_err *err)
{
	return http_add(http, routes, webhooks, err);
}
