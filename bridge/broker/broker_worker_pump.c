/* What the loop put into the queue is done: subscriptions, and messages to be published. */
#include "bridge/broker/broker_worker_body.h"

#include <stdlib.h>

enum {
	ROOM = 50, /* percent of the queue: then the loop hears that there is room again */
};

void
broker_worker_subscribe(struct broker_worker *worker, struct broker_filter *filter)
{
	broker_filters_ask(&worker->filters, filter,
	                   broker_session_subscribe(worker->session, filter->text, filter->qos));
	if (filter->mid < 0)
		broker_news_log(&worker->news, KASA_LOG_WARNING, "a subscription cannot be sent filter=%s",
		                filter->text);
}

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
	const char *why;
	int rc;

	atomic_fetch_add(&worker->share->published, 1);
	rc = broker_session_publish(worker->session, &item->message);
	if (rc == 0) {
		free(item);
		return;
	}
	atomic_fetch_sub(&worker->share->published, 1);
	why = broker_words_unsent(rc);
	if (why)
		broker_news_refused(&worker->news, item->message.topic, why);
	drop(worker, item);
}

static void
obey(struct broker_worker *worker, struct broker_item *item)
{
	struct broker_filter *filter;

	if (item->kind == BROKER_ITEM_SUBSCRIBE) {
		filter = broker_filters_add(&worker->filters, item->message.topic, item->number);
		if (filter && worker->welcome)
			broker_worker_subscribe(worker, filter);
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

void
broker_worker_pump(struct broker_worker *worker)
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
