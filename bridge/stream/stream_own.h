/* What the files of the stream share. */
#ifndef KASA_BRIDGE_STREAM_OWN_H
#define KASA_BRIDGE_STREAM_OWN_H

#include <ev.h>

#include "bridge/stream/cursor.h"
#include "bridge/stream/stream.h"

/* What is new and was not told yet, of all devices together. */
struct values {
	struct ring ring;
	struct kasa_list fresh; /* of struct fresh: devices that have something new */
	ev_timer flush;
	unsigned readers; /* nobody makes documents that nobody reads */
};

struct stream {
	struct port port;
	struct hub *hub;
	struct ring ring;
	struct values values;
	struct kasa_list clients;
	ev_timer beat; /* runs while there are clients */
	char run[CURSOR_RUN];
};

/* 150 bytes, what it wants to hear apart. */
struct client {
	struct kasa_list node;
	struct stream *stream;    /* NULL: it is gone, and so ends this */
	struct http_stream *http; /* NULL until it was made */
	struct cursor cursor;
};

/* The route's function; @p arg is struct stream. */
http_fn stream_serve;

/* Values for a client, or no longer. */
int stream_values_open(struct stream *stream, struct cursor *cursor);
void stream_values_close(struct stream *stream);

/* Of the port. */
void stream_values_changed(struct port *port, struct device *device, unsigned outlet, unsigned what);
void stream_values_gone(struct port *port, struct device *device);

void stream_values_init(struct stream *stream);
void stream_values_finish(struct stream *stream);

/* All that have something to hear. */
void stream_wake_all(struct stream *stream);

/* Has a client sent what there is for it. */
void stream_wake(struct client *client);

/* A list of devices, by whatever names, as keys. NULL with KASA_ENOTFOUND, ...: which of them is not known. */
char *stream_keys(struct hub *hub, const char *names, struct kasa_err *err);

#endif
