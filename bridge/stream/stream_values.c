/*
 * Values as they change, for who wants to show them: what is new of a part is told a quarter of a second later, however often
 * it changed meanwhile, and nothing is made while nobody reads.
 */
#include <stdlib.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/stream/stream_own.h"

enum {
	ROOM = 1024,     /* documents that a reader may be behind */
	BYTES = 1 << 20, /* and all of them together */
	TURN_MS = 5,     /* of making documents, then others have their turn */
	PARTS_MOST = 32, /* bits of a device's parts */
};

static const double wait_s = 0.25;

/* What is new of a device. */
struct fresh {
	struct kasa_list node;
	struct device *device;
	uint32_t state, energy; /* a bit for each part */
};

/* ---- what is new ---- */

static struct fresh *
fresh_of(struct stream *stream, struct device *device)
{
	struct fresh *fresh = device->of_port[stream->port.index];

	if (fresh)
		return fresh;
	fresh = calloc(1, sizeof *fresh);
	if (!fresh)
		return NULL;
	kasa_list_init(&fresh->node);
	fresh->device = device;
	device->of_port[stream->port.index] = fresh;
	return fresh;
}

void
stream_values_changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	struct stream *stream = KASA_CONTAINER(port, struct stream, port);
	struct values *values = &stream->values;
	struct fresh *fresh;

	if (values->readers == 0 || !(what & (CHANGE_STATE | CHANGE_ENERGY)) || outlet >= PARTS_MOST)
		return;
	fresh = fresh_of(stream, device);
	if (!fresh)
		return;
	if (what & CHANGE_STATE)
		fresh->state |= UINT32_C(1) << outlet;
	if (what & CHANGE_ENERGY)
		fresh->energy |= UINT32_C(1) << outlet;
	if (kasa_list_empty(&fresh->node))
		kasa_list_append(&values->fresh, &fresh->node);
	if (!ev_is_active(&values->flush)) {
		ev_timer_set(&values->flush, wait_s, 0.);
		ev_timer_start(stream->hub->loop, &values->flush);
	}
}

void
stream_values_gone(struct port *port, struct device *device)
{
	struct fresh *fresh = device->of_port[port->index];

	if (!fresh)
		return;
	kasa_list_remove(&fresh->node);
	free(fresh);
	device->of_port[port->index] = NULL;
}

/* ---- telling ---- */

/* Takes the document over; NULL: there is none. */
static void
add(struct stream *stream, const struct device *device, unsigned outlet, const char *name, json_t *document)
{
	json_auto_t *told = document ? json_pack("{s:s, s:s, s:s, s:o}", "event", name, "device", device->name, "mac",
	                                         device->mac, "values", document)
	                             : NULL;
	struct ring_item *item = NULL;
	char *data = NULL;

	if (told && outlet > 0)
		json_object_set_new(told, "outlet", json_integer((json_int_t)outlet));
	if (told)
		data = document_text(told, NULL);
	if (data)
		item = ring_event(NULL, device->key, name, data);
	if (item)
		ring_add(&stream->values.ring, item);
	free(data);
}

static void
tell(struct stream *stream, struct fresh *fresh)
{
	const struct device *device = fresh->device;

	for (unsigned outlet = 0; outlet <= device->part_count && outlet < PARTS_MOST; outlet++) {
		if (fresh->state & UINT32_C(1) << outlet)
			add(stream, device, outlet, "state", document_state(device, outlet));
		if (fresh->energy & UINT32_C(1) << outlet)
			add(stream, device, outlet, "energy", document_energy(device, outlet));
	}
	fresh->state = fresh->energy = 0;
}

static void
on_flush(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct stream *stream = timer->data;
	struct values *values = &stream->values;
	uint64_t end_ms = clock_ms() + TURN_MS;

	(void)events;
	while (!kasa_list_empty(&values->fresh) && clock_ms() <= end_ms) {
		struct fresh *fresh = KASA_CONTAINER(values->fresh.next, struct fresh, node);

		kasa_list_remove(&fresh->node);
		tell(stream, fresh);
	}
	stream_wake_all(stream);
	if (kasa_list_empty(&values->fresh))
		return;
	ev_timer_set(timer, 0., 0.);
	ev_timer_start(loop, timer);
}

/* ---- who reads ---- */

int
stream_values_open(struct stream *stream, struct cursor *cursor)
{
	struct values *values = &stream->values;

	if (!values->ring.items && ring_init(&values->ring, ROOM, BYTES) != KASA_OK)
		return KASA_ENOMEM;
	cursor_want_values(cursor, &values->ring);
	values->readers++;
	return KASA_OK;
}

void
stream_values_close(struct stream *stream)
{
	stream->values.readers--;
}

void
stream_values_init(struct stream *stream)
{
	kasa_list_init(&stream->values.fresh);
	ev_timer_init(&stream->values.flush, on_flush, 0., 0.);
	stream->values.flush.data = stream;
}

void
stream_values_finish(struct stream *stream)
{
	ev_timer_stop(stream->hub->loop, &stream->values.flush);
	HUB_EACH(stream->hub, device)
	stream_values_gone(&stream->port, device);
	ring_finish(&stream->values.ring);
}
