/* What the files of metrics share. */
#ifndef KASA_BRIDGE_METRICS_OWN_H
#define KASA_BRIDGE_METRICS_OWN_H

#include "bridge/metrics/metrics.h"

enum {
	METRICS_SOURCES_MAX = 16,
};

struct metrics {
	struct hub *hub;
	struct http *http;
	struct {
		metrics_source_fn *tell;
		void *arg;
	} sources[METRICS_SOURCES_MAX];
	size_t source_count;
	struct {
		metrics_ready_fn *ready;
		void *arg;
	} conditions[METRICS_SOURCES_MAX];
	size_t condition_count;
};

/* The routes' functions; @p arg is struct metrics. */
http_fn metrics_serve, metrics_serve_scrape, metrics_serve_health, metrics_serve_ready;

#endif
