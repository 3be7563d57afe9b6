/*
 * What watches values: thresholds, cycles and budgets of the section `watch` become events of the hub; rules of the section
 * `rules` become orders and events. Evaluated as values change and as time passes.
 */
#ifndef KASA_BRIDGE_RULES_H
#define KASA_BRIDGE_RULES_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/metrics/exposition.h"

struct rules;

/* Becomes a port of the hub; follows the configuration; what a machine was in the middle of is read from the store. */
int rules_new(struct hub *hub, struct rules **out, struct kasa_err *err);

/* Adds GET /api/v1/rules: {"rules":[{"name":...,"state":"armed","fired":3,"last_fired":...}, ...]} */
int rules_serve(struct rules *rules, struct http *http, struct kasa_err *err);

/* kasa_rule_fired_total{rule}; a metrics_source_fn of struct rules. */
void rules_expose(struct exposition *out, void *rules);

/* NULL is nothing to do. */
void rules_free(struct rules *rules);

#endif
