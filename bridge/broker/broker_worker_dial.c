/* How the broker is found, what its session tells, and what comes of it when that ends. */
#include "bridge/broker/broker_worker_body.h"

#include <stdlib.h>

#include "bridge/clock.h"

static void
on_message(const struct broker_message *message, void *arg)
{
	struct broker_worker *worker = arg;
	struct broker_item *item = NULL;

	if (message->length <= BROKER_PAYLOAD_MAX)
		item = broker_item_message(message);
	/* Counted first: who is told of a message finds it counted. */
	atomic_fetch_add(&worker->share->received, 1);
	if (item && broker_queue_put(worker->share->in, item))
		return;
	free(item);
	atomic_fetch_sub(&worker->share->received, 1);
	atomic_fetch_add(&worker->share->dropped, 1);
}

static void
on_granted(int mid, int code, void *arg)
{
	struct broker_worker *worker = arg;
	struct broker_filter *filter = broker_filters_answer(&worker->filters, mid);

	if (filter && code >= 128)
		broker_news_log(&worker->news, KASA_LOG_WARNING,
		                "the broker refuses a subscription filter=%s reason=\"%s\"", filter->text,
		                broker_words_reason(code));
}

static void
on_settled(void *arg)
{
	struct broker_worker *worker = arg;

	atomic_fetch_sub(&worker->share->unfinished, 1);
}

static void
on_refused(const char *topic, int code, void *arg)
{
	struct broker_worker *worker = arg;

	atomic_fetch_add(&worker->share->dropped, 1);
	broker_news_refused(&worker->news, topic, broker_words_reason(code));
}

static const struct broker_session_events events = {
	.message = on_message,
	.granted = on_granted,
	.settled = on_settled,
	.refused = on_refused,
};

static bool
make_tls(struct broker_worker *worker, struct broker_end *end)
{
	const struct broker_settings *settings = &worker->share->settings;
	const struct broker_tls_files files = { .ca = settings->ca_file,
		                                .cert = settings->cert_file,
		                                .key = settings->key_file };

	if (settings->tls && !worker->tls)
		worker->tls = broker_tls_new(settings->host, &files, end);
	return !settings->tls || worker->tls;
}

static struct broker_session *
open_session(struct broker_worker *worker, const char *address, uint64_t now, struct broker_end *end)
{
	const struct broker_settings *settings = &worker->share->settings;
	const struct broker_session_options options = {
		.address = address,
		.port = settings->port,
		.last = broker_dial_last(&worker->dial),
		.version = worker->retry.version,
		.client_id = settings->client_id,
		.username = settings->username,
		.password = settings->password,
		.keepalive_s = settings->keepalive_s,
		.will = settings->will ? &settings->will->message : NULL,
		.tls = worker->tls,
		.events = &events,
		.arg = worker,
	};

	return broker_session_open(&options, now, end);
}

static void
wait_to_retry(struct broker_worker *worker, uint32_t wait_ms)
{
	worker->next_ms = clock_ms() + wait_ms;
}

/* An attempt failed. Another address may have the broker, unless it was the broker itself that refused. */
void
broker_worker_failed(struct broker_worker *worker, const struct broker_end *end)
{
	bool elsewhere = end->kind != BROKER_END_REFUSED && end->kind != BROKER_END_VERSION;

	if (!elsewhere)
		broker_dial_worked(&worker->dial);
	else if (broker_dial_failed(&worker->dial))
		return;
	if (worker->share->settings.tls && end->kind == BROKER_END_TROUBLE) {
		broker_tls_free(worker->tls); /* its files may be others tomorrow */
		worker->tls = NULL;
	}
	wait_to_retry(worker, broker_retry_failed(&worker->retry, end->kind, clock_ms()));
	if (end->kind != BROKER_END_VERSION || worker->next_ms > clock_ms())
		broker_news_down(&worker->news, end->why);
}

void
broker_worker_dial(struct broker_worker *worker, uint64_t now)
{
	struct broker_end end = { .kind = BROKER_END_TROUBLE };
	const char *address = broker_dial_address(&worker->dial, worker->share->settings.host, now, &end);

	/* Looking up took its time. */
	worker->rested_ms = 0;
	if (address && make_tls(worker, &end))
		worker->session = open_session(worker, address, clock_ms(), &end);
	if (!worker->session)
		broker_worker_failed(worker, &end);
}

void
broker_worker_lost(struct broker_worker *worker, const struct broker_end *end)
{
	wait_to_retry(worker, broker_retry_lost(&worker->retry, end->kind, clock_ms()));
	if (broker_retry_kicked(&worker->retry))
		broker_news_kicked(&worker->news, worker->share->settings.client_id);
	else
		broker_news_down(&worker->news, end->why);
}
