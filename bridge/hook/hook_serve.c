/* From a request to a call: first who it is, and only then how often, in which form, and whether it was here before. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/hook/hooks_own.h"
#include "bridge/hook/signature.h"
#include "bridge/log.h"

/* ---- who it is ---- */

static const char *
header(const struct http_req *req, const char *name)
{
	const char *value = name ? http_header(req, name) : NULL;

	return value ? value : "";
}

static bool
comes_from(const struct hook *hook, const char *peer)
{
	bool within = hook->from_count == 0;

	for (size_t i = 0; i < hook->from_count; i++)
		within |= source_has(&hook->from[i], peer);
	return within;
}

/* NULL is checked as well, and is never right: who guesses learns nothing from the time that it takes. */
static bool
is_right(const struct hook *hook, const struct http_req *req)
{
	enum config_hook_auth auth = hook ? hook->config->auth : CONFIG_HOOK_PATH;
	const char *path = req->part[1] ? req->part[1] : "";
	const struct hook_proof proof = { .path = path,
		                          .header = header(req, hook ? hook->config->header : NULL),
		                          .authorization = header(req, "Authorization"),
		                          .github = header(req, "X-Hub-Signature-256"),
		                          .stripe = header(req, "Stripe-Signature"),
		                          .id = header(req, "webhook-id"),
		                          .timestamp = header(req, "webhook-timestamp"),
		                          .signature = header(req, "webhook-signature"),
		                          .body = req->body,
		                          .length = req->length };
	bool right = hook_auth(hook ? &hook->secrets : NULL, auth, &proof, clock_utc_s());

	return right && (auth == CONFIG_HOOK_PATH || !path[0]) && comes_from(hook, req->peer);
}

/* ---- what tells it from others ---- */

/* Of what Stripe signed, and nothing else of its header, which others may add to. */
static const char *
stripe_key(const struct http_req *req, char room[64])
{
	uint64_t one = kasa_fnv(KASA_FNV, req->body, req->length), other = kasa_fnv(~KASA_FNV, req->body, req->length);
	int64_t timestamp_s;

	signature_stripe_time(header(req, "Stripe-Signature"), &timestamp_s);
	snprintf(room, 64, "%lld-%016llx%016llx", (long long)timestamp_s, (unsigned long long)one,
	         (unsigned long long)other);
	return room;
}

/* What is signed is told by what was signed: nobody can put another key before it. */
static const char *
key_of(const struct hook *hook, const struct http_req *req, char room[64])
{
	const char *delivery = header(req, "X-GitHub-Delivery");

	if (hook->config->auth == CONFIG_HOOK_STANDARD)
		return header(req, "webhook-id");
	if (hook->config->auth == CONFIG_HOOK_STRIPE)
		return stripe_key(req, room);
	return hook->config->auth == CONFIG_HOOK_GITHUB && delivery[0] ? delivery : header(req, "Idempotency-Key");
}

/* Whether a second delivery of the same can be told from a new one. */
static bool
is_told_apart(const struct hook *hook, const struct call *call)
{
	return hook->config->interval_ms > 0 || (call->key[0] && hook->config->auth != CONFIG_HOOK_STRIPE);
}

/* ---- the steps ---- */

/* False when it was answered. */
static bool
takes_method(struct hooks *hooks, const struct hook *hook, struct http_req *req)
{
	bool get = strcmp(req->method, "GET") == 0;

	if (strcmp(req->method, "HEAD") != 0 && (!get || hook->config->get))
		return true;
	hooks_count(hooks, hook->id, 405);
	http_answer_header(req, "Allow", hook->config->get ? "GET, POST, PUT" : "POST, PUT");
	http_problem(req, 405, "bad_method", "this hook takes POST and PUT%s", hook->config->get ? ", and GET" : "");
	return false;
}

static bool
is_seldom(struct hooks *hooks, struct hook *hook, struct http_req *req)
{
	unsigned wait_s;
	char text[16];

	if (hook_rate_take(&hook->rate, hook->config->rate, clock_ms(), &wait_s))
		return true;
	snprintf(text, sizeof text, "%u", wait_s);
	hooks_count(hooks, hook->id, 429);
	http_answer_header(req, "Retry-After", text);
	http_problem(req, 429, "too_many", "this hook takes %u calls a minute", hook->config->rate);
	return false;
}

/* A signature is taken once, even when nothing is known of it any more but that it was here. */
static bool
is_new(struct call *call, const struct hook *hook)
{
	enum config_hook_auth auth = hook->config->auth;
	const char *timestamp = header(call->req, "webhook-timestamp");
	uint64_t key = kasa_fnv(kasa_hash_text(hook->id), call->key, strlen(call->key) + 1);

	if (auth != CONFIG_HOOK_STRIPE && auth != CONFIG_HOOK_STANDARD)
		return true;
	key = kasa_fnv(key, timestamp, strlen(timestamp));
	switch (replay_see(&call->hooks->replay, key, clock_utc_s())) {
	case REPLAY_NEW:
		return true;
	case REPLAY_SEEN:
		hook_call_refuse(call, 409, "conflict", "this was here before");
		break;
	case REPLAY_FULL:
		hook_call_refuse(call, 503, "busy", "too many came within the last minutes");
		break;
	}
	return false;
}

static bool
comes_too_soon(const struct hook *hook)
{
	return hook->obeyed_ms && clock_ms() - hook->obeyed_ms < hook->config->interval_ms;
}

static bool
wants_values(const struct hook *hook)
{
	for (size_t i = 0; i < hook->config->order_count; i++)
		if (hook->config->orders[i].template)
			return true;
	return false;
}

static void
run(struct call *call, struct hook *hook)
{
	struct hook_values values = { .body = NULL };
	struct kasa_err err;
	int status = 400;

	if (wants_values(hook) && hook_values_read(&values, call->req, &status, &err) != KASA_OK)
		hook_call_refuse(call, status, status == 415 ? "bad_type" : "bad_request", err.text);
	else if (comes_too_soon(hook))
		hook_call_ignore(call);
	else
		hook_call_run(call, hook, &values);
	hook_values_finish(&values);
}

static void
take(struct hooks *hooks, struct hook *hook, struct http_req *req)
{
	struct call *call = hook_call_new(hooks, hook, req);
	char room[64];
	const char *key = key_of(hook, req, room);

	if (!call) {
		hooks_count(hooks, hook->id, 503);
		http_problem(req, 503, "busy", "too many calls are on their way");
		return;
	}
	if (!kasa_str_copy(call->key, sizeof call->key, key)) {
		call->key[0] = '\0';
		hook_call_refuse(call, 400, "bad_request", "its key is longer than 255 bytes");
		return;
	}
	if (hook_call_again(call, req->body, req->length) || !is_new(call, hook))
		return;
	if (call->toggle && !is_told_apart(hook, call))
		hook_call_refuse(call, 428, "bad_request",
		                 "this hook may toggle: an Idempotency-Key tells a second delivery from a new call");
	else
		run(call, hook);
}

void
hook_serve(struct http_req *req, void *arg)
{
	struct hooks *hooks = arg;
	struct hook *hook = hooks_find(hooks, req->part[0]);

	if (!is_right(hook, req)) {
		log_debug("webhook refused from=%s", req->peer);
		hooks_count(hooks, hook ? hook->id : "", 401);
		http_wrong_secret(req);
	} else if (takes_method(hooks, hook, req) && is_seldom(hooks, hook, req)) {
		take(hooks, hook, req);
	}
}
