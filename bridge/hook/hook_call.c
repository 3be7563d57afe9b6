/* One call from the moment when it was believed: what it asks for, how that ends, and what its caller hears. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/hook/hooks_own.h"
#include "bridge/hook/template.h"
#include "bridge/http/http_problem.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

enum {
	SCOPE_MAX = CONFIG_HOOK_ID_MAX + 8,
	DONE_MAX = 160,
};

/* An order with its values filled in. */
struct filled {
	char *device, *payload; /* its own */
	const char *group;
};

struct call *
hook_call_new(struct hooks *hooks, const struct hook *hook, struct http_req *req)
{
	struct call *call = hooks->call_count < HOOK_CALLS_MAX ? calloc(1, sizeof *call) : NULL;

	if (!call)
		return NULL;
	call->hooks = hooks;
	call->req = req;
	call->wait = hook->config->wait;
	call->toggle = hook->config->toggle;
	memcpy(call->id, hook->id, sizeof call->id);
	kasa_list_append(&hooks->calls, &call->node);
	hooks->call_count++;
	return call;
}

static void
release(struct call *call)
{
	if (call->hooks) {
		kasa_list_remove(&call->node);
		call->hooks->call_count--;
	}
	free(call);
}

/* ---- answers ---- */

static struct idempotency_id
identity(const struct call *call, char scope[SCOPE_MAX])
{
	snprintf(scope, SCOPE_MAX, "hook %s", call->id);
	return (struct idempotency_id){ .scope = scope, .key = call->key };
}

/* Written as soon as the store can, not within its minute: who was told that it is done shall hear the same after a crash. */
static void
keep(struct call *call, int status, const char *type, const char *body)
{
	const struct idempotency_answer answer = { status, type, body, strlen(body) };
	char scope[SCOPE_MAX], *text;
	struct idempotency_id id = identity(call, scope);

	idempotency_end(call->hooks->answers, &id, clock_utc_s(), &answer);
	text = idempotency_save(call->hooks->answers, clock_utc_s());
	if (text)
		store_text_set(call->hooks->hub->store, "hooks", text);
	free(text);
}

/* What failed may be tried again under its key, but for what toggled already, perhaps. */
static void
answer(struct call *call, int status, const char *type, const char *body)
{
	struct http_req *req = call->req;
	char scope[SCOPE_MAX];
	struct idempotency_id id = identity(call, scope);

	call->req = NULL;
	if (call->hooks && call->key[0] && (status < 300 || (call->toggle && call->orders > 0)))
		keep(call, status, type, body);
	else if (call->hooks && call->key[0])
		idempotency_drop(call->hooks->answers, &id);
	if (call->hooks)
		hooks_count(call->hooks, call->id, status);
	http_answer(req, status, type, body, strlen(body));
}

static void
answer_problem(struct call *call, int status, const char *code, const char *why)
{
	char *text = http_problem_text(status, code, why);

	log_debug("webhook not done hook=%s status=%d code=%s", call->id, status, code);
	answer(call, status, "application/problem+json", text ? text : "");
	free(text);
}

static void
answer_status(struct call *call, int status, const char *word)
{
	char text[DONE_MAX];

	snprintf(text, sizeof text, "{\"status\":\"%s\",\"hook\":\"%s\"}", word, call->id);
	answer(call, status, "application/json", text);
}

static void
answer_done(struct call *call)
{
	char text[DONE_MAX];

	snprintf(text, sizeof text, "{\"status\":\"done\",\"hook\":\"%s\",\"orders\":%u,\"ms\":%u}", call->id,
	         call->orders, call->ms);
	answer(call, 200, "application/json", text);
}

void
hook_call_refuse(struct call *call, int status, const char *code, const char *why)
{
	answer_problem(call, status, code, why);
	release(call);
}

void
hook_call_ignore(struct call *call)
{
	log_debug("webhook taken for the one before hook=%s", call->id);
	answer_status(call, 202, "ignored");
	release(call);
}

/* ---- what came before ---- */

/* It is as it was: neither its key nor what is kept under it is touched. */
static void
answer_before(struct call *call, int status, const char *type, const char *body, size_t length)
{
	hooks_count(call->hooks, call->id, status);
	http_answer_header(call->req, "Idempotent-Replayed", "true");
	http_answer(call->req, status, type, body, length);
	release(call);
}

static void
refuse_before(struct call *call, int status, const char *code, const char *why)
{
	call->key[0] = '\0';
	hook_call_refuse(call, status, code, why);
}

bool
hook_call_again(struct call *call, const void *body, size_t length)
{
	struct idempotency_answer before;
	char scope[SCOPE_MAX];
	struct idempotency_id id = identity(call, scope);

	if (!call->key[0])
		return false;
	id.body = body;
	id.length = length;
	switch (idempotency_begin(call->hooks->answers, &id, clock_utc_s(), &before)) {
	case IDEMPOTENCY_NEW:
		return false;
	case IDEMPOTENCY_RUNNING:
		refuse_before(call, 409, "in_progress", "the one with the same key is not done yet");
		break;
	case IDEMPOTENCY_OTHER:
		refuse_before(call, 422, "key_reused", "its key came before, with another body");
		break;
	case IDEMPOTENCY_DONE:
		log_debug("webhook came again hook=%s", call->id);
		answer_before(call, before.status, before.type, before.body, before.length);
		break;
	case IDEMPOTENCY_FULL:
		refuse_before(call, 503, "busy", "too many are on their way");
		break;
	}
	return true;
}

/* ---- orders ---- */

static bool
is_listed(char **devices, const char *name)
{
	for (; devices && *devices; devices++)
		if (strcmp(*devices, name) == 0)
			return true;
	return false;
}

/* A device that the request names. */
static int
fill_device(struct filled *filled, const struct config_hook *config, const char *template, struct hook_values *values,
            struct kasa_err *err)
{
	json_t *name = NULL;
	int rc = template_fill(template, hook_values_at, values, &name, err);

	if (rc == KASA_OK && (!json_is_string(name) || !is_listed(config->devices, json_string_value(name))))
		rc = kasa_err_set(err, KASA_EDENIED, "the device that it names is none of those that it may");
	if (rc == KASA_OK)
		filled->device = strdup(json_string_value(name));
	json_decref(name);
	return rc != KASA_OK || filled->device ? rc : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

static int
copy_device(struct filled *filled, const char *device, struct kasa_err *err)
{
	filled->device = device ? strdup(device) : NULL;
	return !device || filled->device ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

/* Read before anything is done: of several orders all are right, or none is carried out. */
static int
check_payload(const char *payload, bool toggle, struct kasa_err *err)
{
	struct command command;
	int rc = command_parse(&command, NULL, 0, NULL, payload, strlen(payload), err);

	if (rc == KASA_OK && !toggle && command_toggles(&command))
		rc = kasa_err_set(err, KASA_EDENIED, "this hook may not toggle: ON or OFF says what is wanted");
	command_finish(&command);
	return rc;
}

static int
fill(struct filled *filled, const struct config_hook *config, const struct config_order *order,
     struct hook_values *values, struct kasa_err *err)
{
	int rc = order->device && strstr(order->device, "{{") ? fill_device(filled, config, order->device, values, err)
	                                                      : copy_device(filled, order->device, err);

	filled->group = order->group;
	if (rc != KASA_OK)
		return rc;
	if (strstr(order->set, "{{"))
		rc = template_payload(order->set, hook_values_at, values, &filled->payload, err);
	else if (!(filled->payload = strdup(order->set)))
		rc = kasa_err_set(err, KASA_ENOMEM, "out of memory");
	return rc == KASA_OK ? check_payload(filled->payload, config->toggle, err) : rc;
}

static void
release_filled(struct filled *filled, size_t count)
{
	for (size_t i = 0; filled && i < count; i++) {
		free(filled[i].device);
		free(filled[i].payload);
	}
	free(filled);
}

/* NULL with a sentence. */
static struct filled *
fill_all(const struct config_hook *config, struct hook_values *values, struct kasa_err *err)
{
	struct filled *filled = calloc(config->order_count, sizeof *filled);
	int rc = filled ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "out of memory");

	for (size_t i = 0; i < config->order_count && rc == KASA_OK; i++)
		rc = fill(&filled[i], config, &config->orders[i], values, err);
	if (rc == KASA_OK)
		return filled;
	release_filled(filled, config->order_count);
	return NULL;
}

/* ---- carrying out ---- */

/* What came to nothing may come again at once, but for what toggled already, perhaps. */
static void
forgive(const struct call *call)
{
	struct hook *hook = call->hooks ? hooks_find(call->hooks, call->id) : NULL;

	if (hook && call->code && !(call->toggle && call->orders > 0))
		hook->obeyed_ms = 0;
}

static void
finish(struct call *call)
{
	forgive(call);
	if (call->req && call->code)
		answer_problem(call, http_status_of(call->code), call->code, call->err.text);
	else if (call->req)
		answer_done(call);
	else if (call->code)
		log_info("webhook not done hook=%s code=%s error=\"%s\"", call->id, call->code, call->err.text);
	release(call);
}

static void
close_one(struct call *call)
{
	if (--call->open == 0)
		finish(call);
}

static void
on_end(const struct errand_end *end, void *arg)
{
	struct call *call = arg;

	call->orders += end->orders;
	call->ms = end->ms > call->ms ? end->ms : call->ms;
	if (end->code && !call->code) {
		call->code = end->code;
		call->err = end->err;
	}
	close_one(call);
}

static void
start(struct call *call, const struct filled *filled)
{
	const struct errand errand = { .device = filled->group ? NULL : filled->device,
		                       .group = filled->group,
		                       .payload = filled->payload,
		                       .length = strlen(filled->payload),
		                       .source = ORDER_FROM_HOOK,
		                       .by = call->id,
		                       .toggles = call->toggle };

	call->open++;
	errand_run(call->hooks->hub, &errand, on_end, call);
}

static void
refuse_filling(struct call *call, const struct kasa_err *err)
{
	if (err->code == KASA_EDENIED)
		hook_call_refuse(call, 403, "denied", err->text);
	else if (err->code == KASA_ENOMEM)
		hook_call_refuse(call, 503, "nomem", err->text);
	else
		hook_call_refuse(call, 422, "bad_value", err->text);
}

void
hook_call_run(struct call *call, struct hook *hook, struct hook_values *values)
{
	const struct config_hook *config = hook->config;
	size_t count = config->order_count;
	struct kasa_err err;
	struct filled *filled = fill_all(config, values, &err);

	if (!filled) {
		refuse_filling(call, &err);
		return;
	}
	log_info("webhook taken hook=%s from=%s", call->id, call->req->peer);
	hook->obeyed_ms = clock_ms();
	call->open = 1;
	for (size_t i = 0; i < count; i++)
		start(call, &filled[i]);
	release_filled(filled, count);
	if (!call->wait && !call->code && call->open > 1)
		answer_status(call, 202, "accepted");
	close_one(call);
}
