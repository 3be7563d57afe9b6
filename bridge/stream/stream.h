/*
 * GET /api/v1/events: what happens, as server-sent events with numbers. One ring holds the last of them for all; a client is a
 * position in it, so a thousand of them cost a thousand positions.
 *
 * `?device=` and `?event=` are lists with commas of what is wanted; Last-Event-ID, or `?last_event_id=` where headers cannot be
 * set, brings what came since. `?values=1` has new values as well, at most four times a second of each part: events `state` and
 * `energy`. An event `gap` says that some were missed: what is shown had better be read anew.
 */
#ifndef KASA_BRIDGE_STREAM_H
#define KASA_BRIDGE_STREAM_H

#include "bridge/http/http.h"
#include "bridge/hub/hub.h"

struct stream;

/* Adds its route, and becomes a port of the hub. */
int stream_new(struct hub *hub, struct http *http, struct stream **out, struct kasa_err *err);

/* Before or after http_free(). NULL is nothing to do. */
void stream_free(struct stream *stream);

#endif
