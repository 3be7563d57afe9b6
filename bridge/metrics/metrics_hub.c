#include "bridge/metrics/metrics_hub.h"

#include <stdio.h>

#include <kasa/version.h>

#include "bridge/hub/poller.h"

/* ---- the hub ---- */

/* Of orders, "external" means that nobody sent them: the bridge itself asks again, or sets a clock. */
static const char *
source_word(enum order_source source)
{
	return source == ORDER_FROM_NOBODY ? "bridge" : order_source_word(source);
}

static void
commands(struct exposition *out, const struct hub *hub)
{
	exposition_family(out, "kasa_commands_total", EXPOSITION_COUNTER,
	                  "Orders to devices, by where they came from and how they ended.");
	for (unsigned source = 0; source < ORDER_SOURCES; source++)
		for (unsigned failed = 0; failed < 2; failed++) {
			exposition_begin(out, "");
			exposition_label(out, "source", source_word((enum order_source)source));
			exposition_label(out, "result", failed ? "failed" : "done");
			exposition_value(out, (double)hub->orders_of[source][failed]);
		}
}

static void
bucket(struct exposition *out, const char *le, uint64_t count)
{
	exposition_begin(out, "_bucket");
	exposition_label(out, "le", le);
	exposition_value(out, (double)count);
}

static void
durations(struct exposition *out, const struct histogram *took)
{
	uint64_t count = 0;
	char le[16];

	exposition_family(out, "kasa_poll_duration_seconds", EXPOSITION_HISTOGRAM,
	                  "How long devices took to answer, or not to.");
	for (unsigned i = 0; i < HISTOGRAM_BOUNDS; i++) {
		uint32_t ms = histogram_bounds_ms[i];

		count += took->count[i];
		snprintf(le, sizeof le, ms % 1000 == 0 ? "%.1f" : "%g", ms / 1e3);
		bucket(out, le, count);
	}
	count += took->count[HISTOGRAM_BOUNDS];
	bucket(out, "+Inf", count);
	exposition_begin(out, "_sum");
	exposition_value(out, (double)took->sum_ms / 1e3);
	exposition_begin(out, "_count");
	exposition_value(out, (double)count);
}

void
metrics_of_hub(struct exposition *out, const struct hub *hub)
{
	durations(out, &hub->poller->took);
	exposition_one(out, "kasa_polls_total", EXPOSITION_COUNTER, "Questions to devices.",
	               (double)hub->poller->asked);
	exposition_one(out, "kasa_polls_late_total", EXPOSITION_COUNTER,
	               "Questions that came later than their interval allows.", (double)hub->poller->late);
	commands(out, hub);
}

/* ---- the server ---- */

void
metrics_of_http(struct exposition *out, const struct http_counts *counts)
{
	exposition_one(out, "kasa_http_requests_total", EXPOSITION_COUNTER, "Requests over HTTP.",
	               (double)counts->requests);
	exposition_one(out, "kasa_http_refused_total", EXPOSITION_COUNTER,
	               "Requests that were refused before anything was looked at.", (double)counts->refused);
	exposition_one(out, "kasa_http_wrong_tokens_total", EXPOSITION_COUNTER, "Requests with a token that is none.",
	               (double)counts->wrong_tokens);
	exposition_one(out, "kasa_http_connections", EXPOSITION_GAUGE, "Connections that are open.",
	               counts->connections);
	exposition_one(out, "kasa_http_streams", EXPOSITION_GAUGE, "Answers without an end that are open.",
	               counts->streams);
}
