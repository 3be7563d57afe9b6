/* What /metrics tells of the bridge itself: families that are the same whatever devices there are. */
#ifndef KASA_BRIDGE_METRICS_HUB_H
#define KASA_BRIDGE_METRICS_HUB_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"
#include "bridge/metrics/exposition.h"

/* Polls and commands. */
void metrics_of_hub(struct exposition *out, const struct hub *hub);

void metrics_of_http(struct exposition *out, const struct http_counts *counts);

/* Which kasad this is, and what it costs. */
void metrics_of_process(struct exposition *out);

#endif
