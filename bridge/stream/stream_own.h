/* What the files of the stream share. */
#ifndef KASA_BRIDGE_STREAM_OWN_H
#define KASA_BRIDGE_STREAM_OWN_H

#include <ev.h>

#include "bridge/stream/cursor.h"
#include "bridge/stream/stream.h"

struct stream {
	struct port port;
	struct hub *hub;
	struct ring ring;
	struct kasa_list clients;
	ev_timer beat; /* runs while there are clients */
	char run[CURSOR_RUN];
};

/* 120 bytes, what it wants to hear apart. */
struct client {
	struct kasa_list node;
	struct stream *stream;    /* NULL: it is gone, and so ends this */
	struct http_stream *http; /* NULL until it was made */
	struct cursor cursor;
};

/* The route's function; @p arg is struct stream. */
http_fn stream_serve;

/* Has a client sent what there is for it. */
void stream_wake(struct client *client);

/* A list of devices, by whatever names, as keys. NULL with KASA_ENOTFOUND, ...: which of them is not known. */
char *stream_keys(struct hub *hub, const char *names, struct kasa_err *err);

#endif
