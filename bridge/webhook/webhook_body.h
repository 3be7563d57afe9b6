/* An event in the form that a receiver wants. Made once: whatever happens on the way, it stays the same. Pure. */
#ifndef KASA_BRIDGE_WEBHOOK_BODY_H
#define KASA_BRIDGE_WEBHOOK_BODY_H

#include <kasa/error.h>

#include "base/buf.h"
#include "bridge/config/config_webhooks.h"
#include "bridge/hub/event.h"
#include "bridge/webhook/webhook_record.h"

/* One event. */
struct webhook_about {
	const char *id; /* "msg_..." */
	const struct event *event;
	int64_t now_s;        /* UTC */
	const char *instance; /* of this bridge */
};

/*
 * Appends the message's line to @p out. KASA_EPROTO with a sentence: it would be larger than WEBHOOK_BODY_MAX; KASA_ENOMEM.
 */
int webhook_body_make(const struct config_webhook *config, const struct webhook_about *about, struct kasa_buf *out,
                      struct kasa_err *err);

/* Whether the receiver wants to hear of it. */
bool webhook_wants(const struct config_webhook *config, const struct event *event);

#endif
