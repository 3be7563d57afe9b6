/* /metrics, /scrape, /healthz and /readyz: what is known, as it is known. No device is asked for it. */
#ifndef KASA_BRIDGE_METRICS_H
#define KASA_BRIDGE_METRICS_H

#include <stdbool.h>

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/metrics/exposition.h"

struct metrics;

/* Writes whole families; small ones: it must not take long. */
typedef void metrics_source_fn(struct exposition *out, void *arg);

/* What makes the bridge ready, or why it is not: false with a word for people. */
typedef bool metrics_ready_fn(const char **why, void *arg);

/* Adds its routes to @p http. */
int metrics_new(struct hub *hub, struct http *http, struct metrics **out, struct kasa_err *err);

/* Further families, after those of the hub. */
int metrics_add(struct metrics *metrics, metrics_source_fn *source, void *arg);

/* Another condition for /readyz. */
int metrics_ready(struct metrics *metrics, metrics_ready_fn *ready, void *arg);

/* NULL is nothing to do. */
void metrics_free(struct metrics *metrics);

#endif
