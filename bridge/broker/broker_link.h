/* The thread of the broker: it finds the broker, stays connected, and moves messages between the queues and the socket. */
#ifndef KASA_BRIDGE_BROKER_LINK_H
#define KASA_BRIDGE_BROKER_LINK_H

#include <kasa/error.h>

#include "bridge/broker/broker_share.h"

struct broker_link;

/* Starts the thread, which waits until .begun. KASA_ENOMEM, KASA_EIO. */
int broker_link_start(struct broker_share *share, struct broker_link **out, struct kasa_err *err);

/*
 * Ends it: what is in the queue goes out, then DISCONNECT. After @p wait_ms, and a little, a thread that hangs in DNS is
 * left behind, where it ends by itself when it comes back.
 */
void broker_link_end(struct broker_link *link, unsigned wait_ms);

#endif
