/* What /metrics tells of webhooks. */
#include "bridge/webhook/webhooks_own.h"

static void
value(struct exposition *out, const struct webhook_endpoint *endpoint, const char *result, double number)
{
	exposition_begin(out, "");
	exposition_label(out, "endpoint", endpoint->name);
	if (result)
		exposition_label(out, "result", result);
	exposition_value(out, number);
}

void
webhooks_expose(struct exposition *out, void *arg)
{
	const struct webhooks *webhooks = arg;

	if (kasa_list_empty(&webhooks->endpoints))
		return;
	exposition_family(out, "kasa_webhook_deliveries_total", EXPOSITION_COUNTER,
	                  "Tries to deliver an event: delivered, failed (it is tried again), refused, expired.");
	WEBHOOKS_EACH(webhooks, endpoint)
	{
		value(out, endpoint, "delivered", (double)endpoint->counts.delivered);
		value(out, endpoint, "failed", (double)endpoint->counts.failed);
		value(out, endpoint, "refused", (double)endpoint->counts.refused);
		value(out, endpoint, "expired", (double)endpoint->counts.expired);
	}
	exposition_family(out, "kasa_webhook_queue_length", EXPOSITION_GAUGE, "Events that wait to be delivered.");
	WEBHOOKS_EACH(webhooks, endpoint)
	value(out, endpoint, NULL, (double)endpoint->queue.waiting.count);
	exposition_family(out, "kasa_webhook_dropped_total", EXPOSITION_COUNTER,
	                  "Events that were dropped because too many waited.");
	WEBHOOKS_EACH(webhooks, endpoint)
	value(out, endpoint, NULL, (double)endpoint->counts.dropped);
	exposition_family(out, "kasa_webhook_breaker_open", EXPOSITION_GAUGE,
	                  "Whether a receiver is left alone for a while, after too many failures or for good.");
	WEBHOOKS_EACH(webhooks, endpoint)
	value(out, endpoint, NULL, webhook_breaker_open(&endpoint->breaker) || endpoint->rest != WEBHOOK_RUNS);
}
