#include "bridge/broker/broker.h"

#include <ev.h>
#include <mosquitto.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/broker/broker_link.h"
#include "bridge/clock.h"
#include "bridge/log.h"

enum {
	BATCH = 128,     /* things that are told in one turn of the loop, so that others have theirs, ... */
	BATCH_MS = 10,   /* ... and for so long */
	RESUME = 25,     /* percent of the queue: then the thread reads on */
	USUAL = 2 << 10, /* bytes of an ordinary message with all that is kept of it */
	EARLY_MAX = 256, /* retained messages that wait for the subscriptions; commands are not retained */
};

struct broker {
	struct ev_loop *loop;
	struct broker_share *share;
	struct broker_link *link;
	ev_async news;
	ev_timer begin; /* the first turn of the loop */
	struct broker_events events;
	void *arg;
	bool up;
	unsigned connection; /* that is up, or was last */
	unsigned ups;
	int version;
	int64_t since_s;
	char why[160];
	bool too_large;         /* told */
	struct kasa_list early; /* messages of a connection that is not all there yet: nothing could be answered */
	unsigned early_count;
};

/* From the thread, under the lock of the queue: never once that was closed. */
static void
wake_loop(void *arg)
{
	struct broker *broker = arg;

	ev_async_send(broker->loop, &broker->news);
}

/* ---- messages that come with the subscriptions: what the broker retained ---- */

static void
hold(struct broker *broker, struct broker_item *item)
{
	if (broker->early_count >= EARLY_MAX) {
		atomic_fetch_add(&broker->share->dropped, 1);
		free(item);
		return;
	}
	kasa_list_append(&broker->early, &item->node);
	broker->early_count++;
}

static void
release(struct broker *broker, bool tell)
{
	while (!kasa_list_empty(&broker->early)) {
		struct broker_item *item = KASA_CONTAINER(broker->early.next, struct broker_item, node);

		kasa_list_remove(&item->node);
		if (tell)
			broker->events.message(&item->message, broker->arg);
		free(item);
	}
	broker->early_count = 0;
}

/* ---- news ---- */

static void
came_up(struct broker *broker, const struct broker_item *item)
{
	broker->up = true;
	broker->ups++;
	broker->version = item->number;
	broker->connection = item->connection;
	broker->since_s = clock_utc_s();
	broker->why[0] = '\0';
	broker->events.up(broker->arg);
	release(broker, true);
}

static void
went_down(struct broker *broker, const char *why)
{
	if (broker->up)
		broker->since_s = clock_utc_s();
	broker->up = false;
	release(broker, false);
	kasa_str_copy(broker->why, sizeof broker->why, why);
	broker->events.down(broker->why, broker->arg);
}

static void
tell(struct broker *broker, const struct broker_item *item)
{
	switch (item->kind) {
	case BROKER_ITEM_MESSAGE:
		broker->events.message(&item->message, broker->arg);
		break;
	case BROKER_ITEM_UP:
		came_up(broker, item);
		break;
	case BROKER_ITEM_DOWN:
		went_down(broker, item->message.topic);
		break;
	case BROKER_ITEM_ROOM:
		if (broker->up)
			broker->events.room(broker->arg);
		break;
	case BROKER_ITEM_LOG:
		log_line((enum kasa_log_level)item->number, "%s", item->message.topic);
		break;
	case BROKER_ITEM_SUBSCRIBE:
	case BROKER_ITEM_UNSUBSCRIBE:
		break;
	}
}

static void
resume(struct broker_share *share)
{
	if (atomic_load(&share->paused) && broker_queue_level(share->in) <= RESUME
	    && atomic_exchange(&share->paused, false))
		broker_share_wake(share);
}

static void
on_news(struct ev_loop *loop, ev_async *watcher, int events)
{
	struct broker *broker = watcher->data;
	struct broker_item *item;
	uint64_t end_ms = clock_ms() + BATCH_MS;
	unsigned told = 0;

	(void)events;
	while (told < BATCH && clock_ms() < end_ms && (item = broker_queue_take(broker->share->in))) {
		if (item->kind == BROKER_ITEM_MESSAGE && !broker->up) {
			hold(broker, item);
		} else {
			tell(broker, item);
			free(item);
		}
		told++;
	}
	resume(broker->share);
	if (told == BATCH || clock_ms() >= end_ms)
		ev_async_send(loop, watcher);
}

static void
on_begin(struct ev_loop *loop, ev_timer *watcher, int events)
{
	struct broker *broker = watcher->data;

	(void)loop;
	(void)events;
	atomic_store(&broker->share->begun, true);
	broker_share_wake(broker->share);
}

/* Before there is a thread: the library and the resolver read the environment, and a broken pipe is no reason to die. */
static void
prepare_process(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	setenv("RES_OPTIONS", "timeout:1 attempts:1", 0);
	signal(SIGPIPE, SIG_IGN);
	mosquitto_lib_init();
}

static void
watch(struct broker *broker)
{
	ev_async_init(&broker->news, on_news);
	broker->news.data = broker;
	ev_async_start(broker->loop, &broker->news);
	ev_timer_init(&broker->begin, on_begin, 0., 0.);
	broker->begin.data = broker;
	ev_timer_start(broker->loop, &broker->begin);
}

static void
unwatch(struct broker *broker)
{
	ev_timer_stop(broker->loop, &broker->begin);
	ev_async_stop(broker->loop, &broker->news);
}

int
broker_new(struct ev_loop *loop, const struct config_mqtt *config, const char *password,
           const struct broker_message *will, const struct broker_events *events, void *arg, struct broker **out,
           struct kasa_err *err)
{
	struct broker *broker = calloc(1, sizeof *broker);
	int rc;

	if (!broker)
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	*broker = (struct broker){ .loop = loop, .events = *events, .arg = arg, .since_s = clock_utc_s() };
	kasa_list_init(&broker->early);
	prepare_process();
	broker->share = broker_share_new(config, password, will, wake_loop, broker);
	if (!broker->share) {
		free(broker);
		return kasa_err_set(err, KASA_ENOMEM, "no memory or no descriptors for the broker's queues");
	}
	watch(broker);
	rc = broker_link_start(broker->share, &broker->link, err);
	if (rc == KASA_OK) {
		*out = broker;
		return KASA_OK;
	}
	unwatch(broker);
	broker_share_drop(broker->share);
	release(broker, false);
	free(broker);
	return rc;
}

static int
ask(struct broker *broker, enum broker_item_kind kind, const char *filter, int qos)
{
	struct broker_item *item = broker_item_text(kind, qos, filter);

	if (!item)
		return KASA_ENOMEM;
	if (!broker_queue_put(broker->share->out, item))
		free(item);
	return KASA_OK;
}

int
broker_subscribe(struct broker *broker, const char *filter, int qos)
{
	return ask(broker, BROKER_ITEM_SUBSCRIBE, filter, qos);
}

void
broker_unsubscribe(struct broker *broker, const char *filter)
{
	ask(broker, BROKER_ITEM_UNSUBSCRIBE, filter, 0);
}

/* The thread looks once more at once, in case it made room just now. */
static void
want_room(const struct broker *broker)
{
	if (!atomic_exchange(&broker->share->wants_room, true))
		broker_share_wake(broker->share);
}

unsigned
broker_room(const struct broker *broker)
{
	unsigned room = broker->up ? broker_queue_room(broker->share->out, USUAL) : 0;

	/* Who keeps a reserve may find it too little and wait, without that broker_publish() refused anything. */
	if (broker->up && room < BROKER_OUT_MESSAGES / 2)
		want_room(broker);
	return room;
}

static void
drop_large(struct broker *broker, const struct broker_message *message)
{
	atomic_fetch_add(&broker->share->dropped, 1);
	if (!broker->too_large)
		log_warning("a message is too large and was dropped topic=%s bytes=%zu", message->topic,
		            message->length);
	broker->too_large = true;
}

static bool
put(struct broker *broker, struct broker_item *item)
{
	if (!item)
		return false;
	item->connection = broker->connection;
	atomic_fetch_add(&broker->share->unfinished, 1);
	if (broker_queue_put(broker->share->out, item))
		return true;
	atomic_fetch_sub(&broker->share->unfinished, 1);
	free(item);
	return false;
}

bool
broker_publish(struct broker *broker, const struct broker_message *message)
{
	if (!broker->up)
		return false;
	if (message->length > BROKER_PUBLISH_MAX) {
		drop_large(broker, message);
		return true;
	}
	if (put(broker, broker_item_message(message)))
		return true;
	want_room(broker);
	return false;
}

bool
broker_drained(const struct broker *broker)
{
	return atomic_load(&broker->share->unfinished) == 0;
}

void
broker_hurry(struct broker *broker)
{
	if (broker->up)
		return;
	atomic_store(&broker->share->hurry, true);
	broker_share_wake(broker->share);
}

void
broker_status(const struct broker *broker, struct broker_status *out)
{
	*out = (struct broker_status){
		.up = broker->up,
		.version = broker->version,
		.since_s = broker->since_s,
		.published = atomic_load(&broker->share->published),
		.received = atomic_load(&broker->share->received),
		.dropped = atomic_load(&broker->share->dropped),
		.reconnects = broker->ups > 1 ? broker->ups - 1 : 0,
		.queued = broker_queue_count(broker->share->out),
	};
	kasa_str_copy(out->why, sizeof out->why, broker->why);
}

void
broker_free(struct broker *broker, unsigned wait_ms)
{
	if (!broker)
		return;
	/* Nobody is told any more, and so the thread is not held up by what comes in. */
	broker_queue_close(broker->share->in);
	unwatch(broker);
	broker_link_end(broker->link, wait_ms);
	broker_share_drop(broker->share);
	release(broker, false);
	free(broker);
}
