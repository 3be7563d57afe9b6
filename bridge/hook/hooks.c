/* Hooks are few: they are looked for one by one. */
#include "bridge/hook/hooks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/config/secrets.h"
#include "bridge/hook/hooks_own.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

// clang-format off
static const struct http_route routes[] = {
	{ "POST", "/hooks/{id}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ "PUT", "/hooks/{id}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ "GET", "/hooks/{id}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ "POST", "/hooks/{id}/{secret}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ "PUT", "/hooks/{id}/{secret}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ "GET", "/hooks/{id}/{secret}", HTTP_OPEN, HTTP_ANY_ORIGIN, hook_serve },
	{ 0 },
};
// clang-format on

/* ---- looking up ---- */

struct hook *
hooks_find(const struct hooks *hooks, const char *id)
{
	for (size_t i = 0; i < hooks->count; i++)
		if (strcmp(hooks->list[i].id, id) == 0)
			return &hooks->list[i];
	return NULL;
}

void
hooks_count(struct hooks *hooks, const char *id, int status)
{
	struct hook *hook = hooks_find(hooks, id);
	unsigned i = 0;

	if (!hook) {
		hooks->refused++;
		return;
	}
	while (i < HOOK_CODES_MAX - 1 && hook->counts[i].status && hook->counts[i].status != status)
		i++;
	hook->counts[i].status = status;
	hook->counts[i].count++;
}

/* ---- a configuration ---- */

static int
read_secrets(struct hook *hook, struct kasa_err *err)
{
	char credential[CONFIG_HOOK_ID_MAX + 8], *text = NULL;
	int rc;

	snprintf(credential, sizeof credential, "hook_%s", hook->id);
	rc = secret_text_read(credential, hook->config->secret_file, &text, err);
	if (rc == KASA_OK && text)
		rc = hook_secrets_lines(&hook->secrets, hook->config->auth, text, err);
	for (char **at = hook->config->secrets; rc == KASA_OK && !text && at && *at; at++)
		rc = hook_secrets_add(&hook->secrets, hook->config->auth, *at, err);
	secret_free(text);
	if (rc == KASA_OK && hook->secrets.count == 0)
		rc = kasa_err_set(err, KASA_EINVAL, "it has no secret: secret_file or the credential %s", credential);
	return rc;
}

static int
read_sources(struct hook *hook, struct kasa_err *err)
{
	size_t count = 0;

	for (char **at = hook->config->from; at && *at; at++)
		count++;
	hook->from = count > 0 ? calloc(count, sizeof *hook->from) : NULL;
	if (count > 0 && !hook->from)
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	for (size_t i = 0; i < count; i++)
		source_parse(&hook->from[i], hook->config->from[i]);
	hook->from_count = count;
	return KASA_OK;
}

/* One whose secrets cannot be read is there, and lets nobody in. */
static void
make(struct hook *hook, const struct config_hook *config, const struct hook *before)
{
	struct kasa_err err;

	*hook = (struct hook){ .config = config };
	kasa_str_copy(hook->id, sizeof hook->id, config->id);
	if (before) {
		hook->rate = before->rate;
		hook->obeyed_ms = before->obeyed_ms;
		memcpy(hook->counts, before->counts, sizeof hook->counts);
	}
	if (read_sources(hook, &err) == KASA_OK && read_secrets(hook, &err) == KASA_OK)
		return;
	hook_secrets_finish(&hook->secrets);
	log_error("webhook cannot be called hook=%s error=\"%s\"", hook->id, err.text);
}

static void
release_list(struct hook *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hook_secrets_finish(&list[i].secrets);
		free(list[i].from);
	}
	free(list);
}

static void
configure(struct hooks *hooks)
{
	const struct config_hooks *config = &hooks->hub->config->hooks;
	struct hook *list = config->count > 0 ? calloc(config->count, sizeof *list) : NULL;

	if (config->count > 0 && !list)
		log_error("webhooks cannot be called error=\"out of memory\"");
	for (size_t i = 0; list && i < config->count; i++)
		make(&list[i], &config->list[i], hooks_find(hooks, config->list[i].id));
	release_list(hooks->list, hooks->count);
	hooks->list = list;
	hooks->count = list ? config->count : 0;
}

static void
on_configured(struct port *port)
{
	configure(KASA_CONTAINER(port, struct hooks, port));
}

/* ---- the whole ---- */

static void
load_answers(struct hooks *hooks)
{
	const char *text = store_text(hooks->hub->store, "hooks");
	struct kasa_err err;

	if (text && idempotency_load(hooks->answers, text, strlen(text), clock_utc_s(), &err) != KASA_OK)
		log_warning("answers of webhooks not loaded error=\"%s\"", err.text);
}

int
hooks_new(struct hub *hub, struct http *http, struct hooks **out, struct kasa_err *err)
{
	struct hooks *hooks = calloc(1, sizeof *hooks);
	int rc;

	*out = NULL;
	if (hooks)
		hooks->answers = idempotency_new(HOOK_ANSWERS_MAX, HOOK_ANSWERS_BYTES);
	if (!hooks || !hooks->answers) {
		free(hooks);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for webhooks");
	}
	hooks->hub = hub;
	kasa_list_init(&hooks->calls);
	load_answers(hooks);
	configure(hooks);
	hooks->port.configured = on_configured;
	hub_add_port(hub, &hooks->port);
	rc = http_add(http, routes, hooks, err);
	if (rc != KASA_OK) {
		hooks_free(hooks);
		return rc;
	}
	*out = hooks;
	return KASA_OK;
}

void
hooks_free(struct hooks *hooks)
{
	if (!hooks)
		return;
	while (!kasa_list_empty(&hooks->calls)) {
		struct call *call = KASA_CONTAINER(hooks->calls.next, struct call, node);

		kasa_list_remove(&call->node);
		call->hooks = NULL;
	}
	kasa_list_remove(&hooks->port.node);
	release_list(hooks->list, hooks->count);
	idempotency_free(hooks->answers);
	replay_finish(&hooks->replay);
	free(hooks);
}

static void
expose_hook(struct exposition *out, const struct hook *hook)
{
	for (unsigned i = 0; i < HOOK_CODES_MAX && hook->counts[i].status; i++) {
		char code[16];

		snprintf(code, sizeof code, "%d", hook->counts[i].status);
		exposition_begin(out, "");
		exposition_label(out, "hook", hook->id);
		exposition_label(out, "code", code);
		exposition_value(out, (double)hook->counts[i].count);
	}
}

void
hooks_expose(struct exposition *out, void *arg)
{
	const struct hooks *hooks = arg;

	exposition_family(out, "kasa_webhook_requests_total", EXPOSITION_COUNTER,
	                  "Calls of webhooks by the status of their answers; without a hook those that named none.");
	for (size_t i = 0; i < hooks->count; i++)
		expose_hook(out, &hooks->list[i]);
	exposition_begin(out, "");
	exposition_label(out, "code", "401");
	exposition_value(out, (double)hooks->refused);
}
