#include "bridge/web.h"

#include <stdlib.h>

#include "base/err.h"
#include "bridge/hook/hooks.h"
#include "bridge/http/http.h"
#include "bridge/http/http_tokens.h"
#include "bridge/log.h"
#include "bridge/metrics/metrics.h"
#include "bridge/metrics/metrics_mqtt.h"
#include "bridge/rest/rest.h"
#include "bridge/rule/rules.h"
#include "bridge/stream/stream.h"
#include "bridge/webhook/webhooks.h"

struct web {
	struct http_tokens *tokens;
	struct http *http;
	struct request_powers powers;
	struct rest *rest;
	struct metrics *metrics;
	struct stream *stream;
	struct hooks *hooks;
};

/* Each room adds its routes. */
static int
add_rooms(struct web *web, struct hub *hub, const struct web_about *about, struct kasa_err *err)
{
	int rc = rest_new(hub, web->http, &web->powers, &web->rest, err);

	if (rc == KASA_OK)
		rc = stream_new(hub, web->http, &web->stream, err);
	if (rc == KASA_OK)
		rc = metrics_new(hub, web->http, &web->metrics, err);
	if (rc == KASA_OK)
		rc = metrics_add_mqtt(web->metrics, about->mqtt);
	if (rc == KASA_OK)
		rc = hooks_new(hub, web->http, &web->hooks, err);
	if (rc == KASA_OK)
		rc = metrics_add(web->metrics, hooks_expose, web->hooks);
	if (rc == KASA_OK && about->rules)
		rc = rules_serve(about->rules, web->http, err);
	if (rc == KASA_OK && about->rules)
		rc = metrics_add(web->metrics, rules_expose, about->rules);
	if (rc == KASA_OK && about->webhooks)
		rc = webhooks_serve(about->webhooks, web->http, err);
	if (rc == KASA_OK && about->webhooks)
		rc = metrics_add(web->metrics, webhooks_expose, about->webhooks);
	return rc;
}

/* In reverse. */
static void
free_rooms(struct web *web)
{
	hooks_free(web->hooks);
	metrics_free(web->metrics);
	stream_free(web->stream);
	rest_free(web->rest);
}

/* The section is kept until a restart: it may be lent. */
static int
open_server(struct web *web, struct hub *hub, struct kasa_err *err)
{
	const struct config_http *config = &hub->config->http;
	int rc = http_tokens_read(config, &web->tokens, err);

	return rc == KASA_OK ? http_new(hub->loop, config, web->tokens, &web->http, err) : rc;
}

int
web_start(struct hub *hub, const struct request_powers *powers, const struct web_about *about, struct web **out,
          struct kasa_err *err)
{
	struct web *web;
	int rc;

	*out = NULL;
	if (!hub->config->http.enabled) {
		if (hub->config->hooks.count > 0)
			log_warning("webhooks cannot be called: there is no section http");
		return KASA_OK;
	}
	web = calloc(1, sizeof *web);
	if (!web)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is served over HTTP");
	web->powers = *powers;
	rc = open_server(web, hub, err);
	if (rc == KASA_OK)
		rc = add_rooms(web, hub, about, err);
	if (rc == KASA_OK)
		rc = http_start(web->http, err);
	if (rc == KASA_OK)
		*out = web;
	else
		web_stop(web);
	return rc;
}

void
web_stop(struct web *web)
{
	if (!web)
		return;
	free_rooms(web);
	http_free(web->http);
	http_tokens_free(web->tokens);
	free(web);
}
