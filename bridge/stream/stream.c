#include "bridge/stream/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/log.h"
#include "bridge/stream/stream_own.h"

enum {
	BEAT_S = 15,
	RING_LEAST = 16,
	RING_BYTES = 1024, /* for each event, in the middle: most have 300 */
	ID_MAX = CURSOR_RUN + 24,
};

/* ---- events in ---- */

static struct ring_item *
item_of(const struct stream *stream, const struct event *event)
{
	json_auto_t *report = document_report(event, clock_utc_s());
	char *data = report ? document_text(report, NULL) : NULL;
	struct ring_item *item = NULL;
	char id[ID_MAX];

	cursor_id(id, sizeof id, stream->run, stream->ring.next);
	if (data)
		item = ring_event(id, event->device ? event->device->key : "", event_name(event), data);
	free(data);
	return item;
}

void
stream_wake_all(struct stream *stream)
{
	struct kasa_list *at = stream->clients.next;

	while (at != &stream->clients) {
		struct client *client = KASA_CONTAINER(at, struct client, node);

		at = at->next; /* waking may end it */
		if (cursor_wants(&client->cursor))
			stream_wake(client);
	}
}

static void
on_event(struct port *port, const struct event *event)
{
	struct stream *stream = KASA_CONTAINER(port, struct stream, port);
	struct ring_item *item = item_of(stream, event);

	if (!item) {
		log_error("no memory for an event of the stream event=%s", event_name(event));
		return;
	}
	ring_add(&stream->ring, item);
	stream_wake_all(stream);
}

static void
on_beat(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct stream *stream = timer->data;

	(void)events;
	if (kasa_list_empty(&stream->clients))
		ev_timer_stop(loop, timer);
	for (struct kasa_list *at = stream->clients.next; at != &stream->clients; at = at->next)
		KASA_CONTAINER(at, struct client, node)->cursor.due |= CURSOR_BEAT;
	stream_wake_all(stream);
}

void
stream_wake(struct client *client)
{
	if (client->http)
		http_stream_wake(client->http);
}

/* ---- from outside ---- */

static const struct http_route routes[] = {
	{ "GET", "/api/v1/events", HTTP_READ, 0, stream_serve },
	{ NULL, NULL, HTTP_OPEN, 0, NULL },
};

/* Told apart from all other runs; which one it is does not matter. */
static void
name_run(struct stream *stream)
{
	uint32_t number = 0;

	if (getrandom(&number, sizeof number, GRND_NONBLOCK) != (ssize_t)sizeof number)
		number = (uint32_t)clock_utc_s() ^ (uint32_t)clock_ms() << 16;
	snprintf(stream->run, sizeof stream->run, "%08x", number);
}

int
stream_new(struct hub *hub, struct http *http, struct stream **out, struct kasa_err *err)
{
	unsigned room = hub->config->http.limits.events;
	struct stream *stream = calloc(1, sizeof *stream);
	int rc;

	if (room < RING_LEAST)
		room = RING_LEAST;
	if (!stream || ring_init(&stream->ring, room, (size_t)room * RING_BYTES) != KASA_OK) {
		free(stream);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the stream of events");
	}
	stream->hub = hub;
	kasa_list_init(&stream->clients);
	kasa_list_init(&stream->port.node);
	stream->port.event = on_event;
	stream->port.changed = stream_values_changed;
	stream->port.gone = stream_values_gone;
	stream_values_init(stream);
	name_run(stream);
	ev_timer_init(&stream->beat, on_beat, BEAT_S, BEAT_S);
	stream->beat.data = stream;
	rc = http_add(http, routes, stream, err);
	if (rc != KASA_OK) {
		ring_finish(&stream->ring);
		free(stream);
		return rc;
	}
	hub_add_port(hub, &stream->port);
	*out = stream;
	return KASA_OK;
}

/* Clients are http's: they end when it looks next. What they hold stays theirs. */
static void
let_go(struct client *client)
{
	kasa_list_remove(&client->node);
	client->stream = NULL;
	stream_wake(client);
}

void
stream_free(struct stream *stream)
{
	if (!stream)
		return;
	while (!kasa_list_empty(&stream->clients))
		let_go(KASA_CONTAINER(stream->clients.next, struct client, node));
	ev_timer_stop(stream->hub->loop, &stream->beat);
	kasa_list_remove(&stream->port.node);
	stream_values_finish(stream);
	ring_finish(&stream->ring);
	free(stream);
}
