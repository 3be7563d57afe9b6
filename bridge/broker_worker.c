#include "bridge/broker_worker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/str.h"
#include "bridge/broker_dial.h"
#include "bridge/broker_filters.h"
#include "bridge/broker_news.h"
#include "bridge/broker_session.h"
#include "bridge/clock.h"

enum {
	FULL = 50, /* percent of the queue to the loop: then nothing more is read, and from RESUME on again */
	RESUME = 25,
	ROOM = 50, /* percent of the queue from the loop: then the loop hears that there is room again */
};

struct broker_worker {
	struct broker_share *share;
	struct broker_retry retry;
	struct broker_dial dial;
	struct broker_news news;
	struct broker_filters filters;
	struct broker_tls *tls;         /* made as it is needed; anew when something was wrong with it */
	struct broker_session *session; /* NULL: none */
	struct broker_item *held;       /* taken from the queue, and waits for its turn */
	unsigned connection;            /* counted */
	uint64_t next_ms;               /* when the next attempt is due */
	bool welcome, up, leaving;
};

/* --- what the session tells --- */

static void
on_message(const struct broker_message *message, void *arg)
{
	struct broker_worker *worker = arg;
	struct broker_item *item = NULL;

	if (message->length <= BROKER_PAYLOAD_MAX)
		item = broker_item_message(message);
	if (item && broker_queue_put(worker->share->in, item)) {
		atomic_fetch_add(&worker->share->received, 1);
		return;
	}
	free(item);
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

/* --- coming and going --- */

struct broker_worker *
broker_worker_new(struct broker_share *share)
{
	struct broker_worker *worker = calloc(1, sizeof *worker);
	uint64_t seed = 0;

	if (!worker)
		return NULL;
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0)
		seed = clock_ms() ^ (uint64_t)getpid();
	worker->share = share;
	broker_news_init(&worker->news, share);
	broker_filters_init(&worker->filters);
	broker_retry_init(&worker->retry, share->settings.version, seed, clock_ms());
	return worker;
}

void
broker_worker_free(struct broker_worker *worker)
{
	broker_session_free(worker->session);
	broker_tls_free(worker->tls);
	broker_filters_finish(&worker->filters);
	free(worker->held);
	free(worker);
}

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
static void
attempt_failed(struct broker_worker *worker, const struct broker_end *end)
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

static void
dial(struct broker_worker *worker, uint64_t now)
{
	struct broker_end end = { .kind = BROKER_END_TROUBLE };
	const char *address = broker_dial_address(&worker->dial, worker->share->settings.host, now, &end);

	/* Looking up took its time. */
	if (address && make_tls(worker, &end))
		worker->session = open_session(worker, address, clock_ms(), &end);
	if (!worker->session)
		attempt_failed(worker, &end);
}

static void
connection_lost(struct broker_worker *worker, const struct broker_end *end)
{
	wait_to_retry(worker, broker_retry_lost(&worker->retry, end->kind, clock_ms()));
	if (broker_retry_kicked(&worker->retry))
		broker_news_kicked(&worker->news, worker->share->settings.client_id);
	else
		broker_news_down(&worker->news, end->why);
}

static void
close_session(struct broker_worker *worker, const struct broker_end *end)
{
	bool welcome = worker->welcome;

	broker_session_free(worker->session);
	worker->session = NULL;
	worker->welcome = worker->up = false;
	broker_filters_forget(&worker->filters);
	if (welcome)
		connection_lost(worker, end);
	else
		attempt_failed(worker, end);
}

/* --- a connection that stands --- */

static void
subscribe(struct broker_worker *worker, struct broker_filter *filter)
{
	broker_filters_ask(&worker->filters, filter,
	                   broker_session_subscribe(worker->session, filter->text, filter->qos));
	if (filter->mid < 0)
		broker_news_log(&worker->news, KASA_LOG_WARNING, "a subscription cannot be sent filter=%s",
		                filter->text);
}

static void
welcomed(struct broker_worker *worker, uint64_t now)
{
	struct kasa_list *list = &worker->filters.list;

	worker->welcome = true;
	worker->connection++;
	broker_dial_worked(&worker->dial);
	broker_retry_up(&worker->retry, now);
	for (struct kasa_list *at = list->next; at != list; at = at->next)
		subscribe(worker, KASA_CONTAINER(at, struct broker_filter, node));
}

static void
stand(struct broker_worker *worker)
{
	worker->up = true;
	broker_session_complete(worker->session);
	broker_news_up(&worker->news, worker->retry.version, worker->connection);
}

/* Nothing is read while the loop does not keep up, so that the broker, and not we, keeps what comes. */
static bool
is_paused(struct broker_worker *worker)
{
	struct broker_share *share = worker->share;

	if (broker_queue_level(share->in) >= FULL)
		atomic_store(&share->paused, true);
	/* Looked at once more after the flag was set: the loop may have taken all of it in between. */
	if (atomic_load(&share->paused) && broker_queue_level(share->in) <= RESUME)
		atomic_store(&share->paused, false);
	return atomic_load(&share->paused) && !atomic_load(&share->end_ms);
}

static void
serve(struct broker_worker *worker, short happened, uint64_t now)
{
	struct broker_end end = { .kind = BROKER_END_GONE };

	if (!broker_session_turn(worker->session, happened, is_paused(worker), now, &end)) {
		close_session(worker, &end);
		return;
	}
	if (!worker->welcome && broker_session_welcome(worker->session))
		welcomed(worker, now);
}

/* --- what the loop wants --- */

static void
drop(struct broker_worker *worker, struct broker_item *item)
{
	atomic_fetch_sub(&worker->share->unfinished, 1);
	atomic_fetch_add(&worker->share->dropped, 1);
	free(item);
}

static void
publish(struct broker_worker *worker, struct broker_item *item)
{
	int rc = broker_session_publish(worker->session, &item->message);
	struct broker_end end;

	if (rc == 0) {
		atomic_fetch_add(&worker->share->published, 1);
		free(item);
		return;
	}
	broker_words_error(&end, rc, 0);
	if (end.kind != BROKER_END_GONE)
		broker_news_refused(&worker->news, item->message.topic, end.why);
	drop(worker, item);
}

static void
obey(struct broker_worker *worker, struct broker_item *item)
{
	struct broker_filter *filter;

	if (item->kind == BROKER_ITEM_SUBSCRIBE) {
		filter = broker_filters_add(&worker->filters, item->message.topic, item->number);
		if (filter && worker->welcome)
			subscribe(worker, filter);
	} else if (item->kind == BROKER_ITEM_UNSUBSCRIBE) {
		broker_filters_remove(&worker->filters, item->message.topic);
		if (worker->welcome)
			broker_session_unsubscribe(worker->session, item->message.topic);
	}
	free(item);
}

/* False: it cannot go out now, and waits. */
static bool
pass(struct broker_worker *worker, struct broker_item *item)
{
	if (item->kind != BROKER_ITEM_MESSAGE) {
		obey(worker, item);
		return true;
	}
	if (!worker->up || item->connection != worker->connection) {
		drop(worker, item);
		return true;
	}
	if (!broker_session_ready(worker->session, item->message.qos))
		return false;
	publish(worker, item);
	return true;
}

static void
tell_room(struct broker_worker *worker)
{
	if (worker->up && broker_queue_level(worker->share->out) <= ROOM
	    && atomic_exchange(&worker->share->wants_room, false))
		broker_news_room(&worker->news);
}

static void
pump(struct broker_worker *worker)
{
	struct broker_item *item = worker->held;

	worker->held = NULL;
	while (item || (item = broker_queue_take(worker->share->out))) {
		if (!pass(worker, item)) {
			worker->held = item;
			break;
		}
		item = NULL;
	}
	tell_room(worker);
}

/* --- the end --- */

/* Whether it may end: all that was wanted is done, or the time is over. */
static bool
is_done(struct broker_worker *worker, uint64_t now, uint64_t end_ms)
{
	bool late = now >= end_ms;

	if (!worker->session || !worker->up)
		return true;
	if (!worker->leaving && (late || !atomic_load(&worker->share->unfinished))) {
		worker->leaving = true;
		broker_session_goodbye(worker->session);
	}
	return late;
}

static void
wish_for(struct broker_worker *worker, uint64_t end_ms, struct broker_wish *wish)
{
	*wish = (struct broker_wish){ .fd = -1, .due_ms = worker->next_ms };
	if (worker->session) {
		wish->fd = broker_session_fd(worker->session);
		wish->events = broker_session_interest(worker->session, is_paused(worker));
		wish->due_ms = wish->fd < 0 ? 0 : broker_session_due(worker->session);
	}
	if (end_ms && end_ms < wish->due_ms)
		wish->due_ms = end_ms;
}

bool
broker_worker_turn(struct broker_worker *worker, short happened, struct broker_wish *wish)
{
	uint64_t now = clock_ms();
	uint64_t end_ms;

	pump(worker);
	if (worker->session)
		serve(worker, happened, now);
	else if (now >= worker->next_ms && !atomic_load(&worker->share->end_ms))
		dial(worker, now);
	pump(worker);
	if (worker->welcome && !worker->up && !worker->filters.unanswered)
		stand(worker);
	end_ms = atomic_load(&worker->share->end_ms);
	if (end_ms && is_done(worker, now, end_ms))
		return false;
	wish_for(worker, end_ms, wish);
	return true;
}
