/* Requests that wait for devices, and those that were answered before under the same Idempotency-Key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/http/http_problem.h"
#include "bridge/rest/rest_own.h"

static const char type_json[] = "application/json";
static const char type_problem[] = "application/problem+json";

static void
forget(struct rest_pending *pending)
{
	kasa_list_remove(&pending->node);
	if (pending->rest)
		pending->rest->pending_count--;
	free(pending->scope);
	free(pending->key);
	free(pending->own);
	free(pending);
}

static struct rest_pending *
make(struct rest *rest, struct http_req *req)
{
	struct rest_pending *pending = rest->pending_count < REST_PENDING_MAX ? calloc(1, sizeof *pending) : NULL;

	if (!pending) {
		http_answer_header(req, "Retry-After", "1");
		http_problem(req, 503, "busy", "too many requests wait for devices");
		return NULL;
	}
	pending->rest = rest;
	pending->req = req;
	kasa_list_append(&rest->pending, &pending->node);
	rest->pending_count++;
	return pending;
}

/* ---- keys ---- */

static struct idempotency_id
id_of(const struct rest_pending *pending)
{
	return (struct idempotency_id){
		.scope = pending->scope, .key = pending->key, .body = pending->req->body, .length = pending->req->length
	};
}

static bool
is_key(const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < n; i++)
		if (key[i] <= ' ' || key[i] > '~')
			return false;
	return n > 0 && n <= IDEMPOTENCY_KEY_MAX;
}

/* Whose key it is: one token's is not another one's, and it means one request. */
static bool
take_key(struct rest_pending *pending, const char *key)
{
	const struct http_req *req = pending->req;
	char scope[REST_PATH_MAX];
	int n = snprintf(scope, sizeof scope, "%s %s %s", req->token, req->method, req->path);

	if (!is_key(key) || n < 0 || (size_t)n >= sizeof scope) {
		http_problem(pending->req, 400, "bad_value",
		             "Idempotency-Key: 1 to %d printable characters are possible", IDEMPOTENCY_KEY_MAX);
		return false;
	}
	pending->scope = strdup(scope);
	pending->key = strdup(key);
	if (pending->scope && pending->key)
		return true;
	http_problem(pending->req, 503, "busy", "out of memory");
	return false;
}

/* False when it was answered. */
static bool
is_new(struct rest_pending *pending)
{
	struct idempotency_id id = id_of(pending);
	struct idempotency_answer before;
	struct http_req *req = pending->req;

	switch (idempotency_begin(pending->rest->memory, &id, clock_utc_s(), &before)) {
	case IDEMPOTENCY_NEW:
		return true;
	case IDEMPOTENCY_DONE:
		http_answer_header(req, "Idempotent-Replayed", "true");
		http_answer(req, before.status, before.type, before.body, before.length);
		return false;
	case IDEMPOTENCY_OTHER:
		http_problem(req, 422, "key_reused", "this Idempotency-Key came with another body before");
		return false;
	case IDEMPOTENCY_RUNNING:
		http_answer_header(req, "Retry-After", "1");
		http_problem(req, 409, "in_progress", "the first request with this Idempotency-Key is not done yet");
		return false;
	case IDEMPOTENCY_FULL:
		http_answer_header(req, "Retry-After", "1");
		http_problem(req, 503, "busy", "too many requests with an Idempotency-Key are on their way");
		return false;
	}
	return false;
}

struct rest_pending *
rest_pending(struct rest *rest, struct http_req *req)
{
	const char *key = http_header(req, "Idempotency-Key");
	struct rest_pending *pending = make(rest, req);

	if (!pending || !key || (take_key(pending, key) && is_new(pending)))
		return pending;
	forget(pending);
	return NULL;
}

/* ---- ends ---- */

static void
keep(struct rest_pending *pending, int status, const char *type, const char *text, size_t length)
{
	struct idempotency_id id;

	if (!pending->key)
		return;
	id = id_of(pending);
	idempotency_end(pending->rest->memory, &id, clock_utc_s(),
	                &(struct idempotency_answer){ .status = status, .type = type, .body = text, .length = length });
}

static void
drop(struct rest_pending *pending)
{
	struct idempotency_id id;

	if (!pending->key)
		return;
	id = id_of(pending);
	idempotency_drop(pending->rest->memory, &id);
}

void
rest_pending_answer(struct rest_pending *pending, json_t *json)
{
	size_t length = 0;
	char *text = json && pending->rest ? document_text(json, &length) : NULL;

	json_decref(json);
	if (text) {
		keep(pending, 200, type_json, text, length);
		http_answer(pending->req, 200, type_json, text, length);
	} else if (pending->rest) {
		drop(pending);
		http_problem(pending->req, 500, "nomem", "out of memory");
	}
	free(text);
	forget(pending);
}

/* What may have been done must not be done again, where that would undo it: then the failure is what a repetition hears. */
static void
remember(struct rest_pending *pending, const char *code, const struct kasa_err *err, bool tried)
{
	int status = http_status_of(code);
	char *text = tried && pending->toggles && pending->key ? http_problem_text(status, code, err->text) : NULL;

	if (text)
		keep(pending, status, type_problem, text, strlen(text));
	else
		drop(pending);
	free(text);
}

void
rest_pending_fail(struct rest_pending *pending, const char *code, const struct kasa_err *err, bool tried)
{
	code = code ? code : command_code(err);
	if (pending->rest) {
		remember(pending, code, err, tried);
		if (http_status_of(code) == 503)
			http_answer_header(pending->req, "Retry-After", "5");
		http_problem_err(pending->req, code, err);
	}
	forget(pending);
}

void
rest_pending_forget(struct rest *rest)
{
	while (!kasa_list_empty(&rest->pending)) {
		struct rest_pending *pending = KASA_CONTAINER(rest->pending.next, struct rest_pending, node);

		kasa_list_remove(&pending->node);
		http_answer_header(pending->req, "Retry-After", "5");
		http_problem(pending->req, 503, "busy", "the bridge is ending");
		pending->rest = NULL;
		pending->req = NULL;
	}
}
