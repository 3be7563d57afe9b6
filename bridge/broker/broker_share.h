/*
 * What the loop and the thread of the broker both hold: the two queues, the settings as they were at start, and a few
 * flags. The last of them to let go frees it, so a thread that hangs in DNS can be left behind.
 */
#ifndef KASA_BRIDGE_BROKER_SHARE_H
#define KASA_BRIDGE_BROKER_SHARE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "bridge/broker/broker_queue.h"
#include "bridge/config/config.h"

/* Copies; nobody changes them. */
struct broker_settings {
	char *host, *username, *password, *client_id;
	char *ca_file, *cert_file, *key_file;
	struct broker_item *will; /* or NULL */
	uint16_t port;
	bool tls;
	unsigned keepalive_s;
	enum config_version version;
};

struct broker_share {
	atomic_uint holders;
	struct broker_settings settings;
	struct broker_queue *out; /* from the loop to the thread */
	struct broker_queue *in;
	int wake_fd;  /* the thread polls it */
	int ended_fd; /* readable once the thread is done with all of this */
	atomic_bool woken;
	atomic_bool begun;            /* the loop turned once: all first subscriptions are in the queue */
	atomic_uint_least64_t end_ms; /* when the thread must be done, 0: not yet */
	atomic_bool paused;           /* the thread does not read, because the loop does not keep up */
	atomic_bool hurry;            /* the next attempt is due now */
	atomic_bool wants_room;       /* the loop was refused and wants to hear of room */
	atomic_uint unfinished;       /* messages from the loop that are not yet sent and acknowledged, or dropped */
	atomic_uint_least64_t published, received, dropped;
};

/* @p wake_loop runs in the thread. NULL: no memory or no descriptor. The caller is the one holder. */
struct broker_share *broker_share_new(const struct config_mqtt *config, const char *password,
                                      const struct broker_message *will, broker_wake_fn *wake_loop, void *arg);

void broker_share_hold(struct broker_share *share);
void broker_share_drop(struct broker_share *share);

/* Makes the thread look. */
void broker_share_wake(struct broker_share *share);

/* In the thread, before it looks. */
void broker_share_awake(struct broker_share *share);

#endif
