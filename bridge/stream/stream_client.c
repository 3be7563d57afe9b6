/* One client: what it wants, from its request, and what it gets. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "bridge/stream/stream_own.h"

enum {
	KEYS_MOST = 4096, /* bytes of a filter */
};

/* ---- what it wants ---- */

char *
stream_keys(struct hub *hub, const char *names, struct kasa_err *err)
{
	struct kasa_buf keys;
	char name[256];

	kasa_buf_init(&keys, KEYS_MOST);
	while (*names) {
		size_t n = strcspn(names, ",");
		const struct device *device = NULL;

		if (n < sizeof name) {
			memcpy(name, names, n);
			name[n] = '\0';
			device = hub_find(hub, name, err);
		} else {
			kasa_err_set(err, KASA_EINVAL, "a name of %zu bytes is too long", n);
		}
		if (device && kasa_buf_printf(&keys, "%s%s", keys.len > 0 ? "," : "", device->key) != KASA_OK)
			device = NULL, kasa_err_set(err, KASA_EINVAL, "these are too many devices");
		if (!device) {
			kasa_buf_finish(&keys);
			return NULL;
		}
		names += n + (names[n] == ',');
	}
	return (char *)keys.data;
}

/* What a request asks for. */
struct wish {
	struct filter filter;
	bool values;
};

/* False when it was answered. */
static bool
read_filter(struct http_req *req, struct hub *hub, struct filter *out)
{
	const char *devices = http_query(req, "device"), *events = http_query(req, "event");
	struct kasa_err err = { .code = KASA_OK };

	if (devices && devices[0] && !(out->devices = stream_keys(hub, devices, &err))) {
		http_problem_err(req, err.code == KASA_ENOTFOUND ? "unknown_device" : "bad_value", &err);
		return false;
	}
	if (events && events[0] && !(out->events = strdup(events))) {
		http_problem(req, 503, "out_of_memory", "no memory for it");
		return false;
	}
	return true;
}

static bool
read_values(struct http_req *req, bool *out)
{
	const char *values = http_query(req, "values");

	*out = values && (strcmp(values, "1") == 0 || strcmp(values, "true") == 0);
	if (!values || *out || strcmp(values, "0") == 0 || strcmp(values, "false") == 0)
		return true;
	http_problem(req, 400, "bad_value", "values is 1 or 0");
	return false;
}

static bool
read_wish(struct http_req *req, struct hub *hub, struct wish *out)
{
	*out = (struct wish){ .values = false };
	if (read_values(req, &out->values) && read_filter(req, hub, &out->filter))
		return true;
	free(out->filter.devices);
	free(out->filter.events);
	return false;
}

static void
resume(struct cursor *cursor, const struct http_req *req)
{
	const char *id = http_header(req, "Last-Event-ID");

	if (!id || !id[0])
		id = http_query(req, "last_event_id");
	if (id && id[0])
		cursor_resume(cursor, id);
}

/* ---- what it gets ---- */

static ssize_t
fill(void *arg, char *out, size_t room)
{
	struct client *client = arg;

	return client->stream ? cursor_fill(&client->cursor, out, room) : -1;
}

static void
closed(void *arg)
{
	struct client *client = arg;

	kasa_list_remove(&client->node);
	if (client->stream && client->cursor.values)
		stream_values_close(client->stream);
	cursor_finish(&client->cursor);
	free(client);
}

static void
serve(struct http_req *req, struct client *client)
{
	static const struct http_stream_ops ops = { .fill = fill, .closed = closed };

	http_answer_header(req, "Cache-Control", "no-store");
	http_answer_header(req, "X-Accel-Buffering", "no"); /* nginx keeps it back otherwise */
	client->http = http_stream(req, 200, "text/event-stream", &ops, client);
	if (!client->http)
		closed(client);
}

/* Takes the wish over. NULL without memory. */
static struct client *
client_new(struct stream *stream, struct wish *wish)
{
	struct client *client = calloc(1, sizeof *client);

	if (!client) {
		free(wish->filter.devices);
		free(wish->filter.events);
		return NULL;
	}
	client->stream = stream;
	cursor_init(&client->cursor, &stream->ring, stream->run, wish->filter);
	kasa_list_append(&stream->clients, &client->node);
	if (!wish->values || stream_values_open(stream, &client->cursor) == KASA_OK)
		return client;
	closed(client);
	return NULL;
}

void
stream_serve(struct http_req *req, void *arg)
{
	struct stream *stream = arg;
	struct client *client;
	struct wish wish;

	if (!read_wish(req, stream->hub, &wish))
		return;
	client = client_new(stream, &wish);
	if (!client) {
		http_problem(req, 503, "out_of_memory", "no memory for it");
		return;
	}
	resume(&client->cursor, req);
	if (!ev_is_active(&stream->beat))
		ev_timer_again(stream->hub->loop, &stream->beat);
	serve(req, client);
}
