#include "bridge/metrics/metrics.h"

#include <stdlib.h>

#include "bridge/metrics/metrics_own.h"

/* ---- routes ---- */

static const struct http_route guarded[] = {
	{ "GET", "/metrics", HTTP_READ, 0, metrics_serve },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

static const struct http_route open_to_all[] = {
	{ "GET", "/metrics", HTTP_OPEN, 0, metrics_serve },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

static const struct http_route scrape_guarded[] = {
	{ "GET", "/scrape", HTTP_READ, 0, metrics_serve_scrape },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

static const struct http_route scrape_open[] = {
	{ "GET", "/scrape", HTTP_OPEN, 0, metrics_serve_scrape },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

static const struct http_route health[] = {
	{ "GET", "/healthz", HTTP_OPEN, 0, metrics_serve_health },
	{ "GET", "/readyz", HTTP_OPEN, 0, metrics_serve_ready },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

static int
add_routes(struct metrics *metrics, const struct config_http *config, struct kasa_err *err)
{
	bool open = config->open_metrics;
	int rc = http_add(metrics->http, health, metrics, err);

	if (rc == KASA_OK)
		rc = http_add(metrics->http, open ? open_to_all : guarded, metrics, err);
	if (rc == KASA_OK && config->exporter_names)
		rc = http_add(metrics->http, open ? scrape_open : scrape_guarded, metrics, err);
	return rc;
}

/* ---- from outside ---- */

int
metrics_new(struct hub *hub, struct http *http, struct metrics **out, struct kasa_err *err)
{
	struct metrics *metrics = calloc(1, sizeof *metrics);
	int rc;

	if (!metrics)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for metrics");
	metrics->hub = hub;
	metrics->http = http;
	rc = add_routes(metrics, &hub->config->http, err);
	if (rc == KASA_OK)
		*out = metrics;
	else
		metrics_free(metrics);
	return rc;
}

int
metrics_add(struct metrics *metrics, metrics_source_fn *source, void *arg)
{
	if (metrics->source_count == METRICS_SOURCES_MAX)
		return KASA_ENOMEM;
	metrics->sources[metrics->source_count].tell = source;
	metrics->sources[metrics->source_count++].arg = arg;
	return KASA_OK;
}

int
metrics_ready(struct metrics *metrics, metrics_ready_fn *ready, void *arg)
{
	if (metrics->condition_count == METRICS_SOURCES_MAX)
		return KASA_ENOMEM;
	metrics->conditions[metrics->condition_count].ready = ready;
	metrics->conditions[metrics->condition_count++].arg = arg;
	return KASA_OK;
}

void
metrics_free(struct metrics *metrics)
{
	free(metrics);
}
