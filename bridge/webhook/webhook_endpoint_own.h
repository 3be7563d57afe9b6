/* What the files of an endpoint share. */
#ifndef KASA_BRIDGE_WEBHOOK_ENDPOINT_OWN_H
#define KASA_BRIDGE_WEBHOOK_ENDPOINT_OWN_H

#include "bridge/webhook/webhook_endpoint.h"

/* ---- keeping (webhook_endpoint_keep.c): memory and disk at once ---- */

void webhook_keep_init(struct webhook_endpoint *endpoint);
void webhook_keep_open(struct webhook_endpoint *endpoint, const char *folder);
void webhook_keep_add(struct webhook_endpoint *endpoint, const struct kasa_buf *line);
/* The message is gone afterwards. */
void webhook_keep_end(struct webhook_endpoint *endpoint, struct webhook_message *message);
void webhook_keep_bury(struct webhook_endpoint *endpoint, struct webhook_message *message, const char *why);
void webhook_keep_revive(struct webhook_endpoint *endpoint, struct webhook_message *message);
/* Brings the queue below its bounds. */
void webhook_keep_trim(struct webhook_endpoint *endpoint);

/* ---- sending (webhook_endpoint_send.c) ---- */

/* Sends the first, or waits until it may. */
void webhook_pump(struct webhook_endpoint *endpoint);

/* A request for a message. False: its line makes no sense, or there is no memory. */
bool webhook_send(struct webhook_endpoint *endpoint, struct webhook_message *message, courier_fn *done);

#endif
