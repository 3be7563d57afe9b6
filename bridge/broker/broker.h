/*
 * The connection to the MQTT broker. libmosquitto has a thread of its own, where DNS, TLS and a slow broker may take their
 * time; messages cross between it and the loop by two bounded queues. All functions are for the thread of the loop, and
 * none of them waits.
 */
#ifndef KASA_BRIDGE_BROKER_H
#define KASA_BRIDGE_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

#include "bridge/config/config.h"

struct broker;
struct ev_loop;

enum {
	BROKER_OUT_MESSAGES = 1024, /* that wait for the thread; see broker_room() */
	BROKER_OUT_BYTES = 4 << 20,
	BROKER_IN_MESSAGES = 2048,     /* that wait for the loop; the thread reads no further then */
	BROKER_NOT_OURS = 1 << 2,      /* of broker_subscribe(): not what this connection publishes; MQTT 5 only */
	BROKER_PAYLOAD_MAX = 64 << 10, /* larger messages of others are dropped and counted */
	BROKER_PUBLISH_MAX = 2 << 20,  /* the same of our own: the list of all devices has some 100 bytes for each */
};

/* A message, as it comes in or goes out. Everything is borrowed. */
struct broker_message {
	const char *topic;
	const void *payload; /* not ended by a NUL */
	size_t length;
	int qos;
	bool retain;
	const char *response_topic; /* MQTT 5, or NULL */
	const void *correlation;    /* MQTT 5, or NULL */
	size_t correlation_length;
	uint32_t expiry_s; /* MQTT 5: dropped by the broker when it waited so long; 0: never */
};

/* What the port is told, from the loop. */
struct broker_events {
	/* Connected, and subscribed to everything that was asked for: now is the time to publish all there is. */
	void (*up)(void *arg);
	/* The connection is gone, or could not be made: @p why is a sentence. Told once per transition and per other reason. */
	void (*down)(const char *why, void *arg);
	/* Retained ones may come before up(): the broker sends them as each subscription stands. */
	void (*message)(const struct broker_message *message, void *arg);
	/* At least half of the queue is free again, after broker_publish() or broker_room() showed that less was. */
	void (*room)(void *arg);
};

struct broker_status {
	bool up;
	int version;                           /* 5 or 4 (3.1.1), of the last connection; 0: none yet */
	int64_t since_s;                       /* UTC of the last change between up and down */
	uint64_t published, received, dropped; /* messages */
	unsigned reconnects;
	unsigned queued; /* waiting for the thread */
	char why[160];   /* the last reason for being down, "" */
};

/*
 * Begins to connect, for ever, with the last will @p will (retained, QoS 1).
 *
 * @param config    borrowed until the end
 * @param password  copied and wiped at the end; NULL: none
 */
int broker_new(struct ev_loop *loop, const struct config_mqtt *config, const char *password,
               const struct broker_message *will, const struct broker_events *events, void *arg, struct broker **out,
               struct kasa_err *err);

/* Asks for a topic filter, now and after each reconnect; @p qos may have BROKER_NOT_OURS in it. Kept until the end. MQTT 5: retained messages as published. */
int broker_subscribe(struct broker *broker, const char *filter, int qos);
void broker_unsubscribe(struct broker *broker, const char *filter);

/* How many more messages of ordinary size may be published now; 0 while the connection is down. */
unsigned broker_room(const struct broker *broker);

/*
 * Queues a copy. False: there is no room, or no connection, and nothing happened. What is larger than BROKER_PUBLISH_MAX
 * is dropped and counted, and true, for it would never have room.
 */
bool broker_publish(struct broker *broker, const struct broker_message *message);

/* True once all that was published so far has been given to the broker and, with QoS 1, acknowledged. */
bool broker_drained(const struct broker *broker);

/* Somebody mended something, it seems: while there is no connection, the next attempt is made now. */
void broker_hurry(struct broker *broker);

void broker_status(const struct broker *broker, struct broker_status *out);

/*
 * Ends: what is queued still goes out, then DISCONNECT, within @p wait_ms; the thread is given up where it hangs in DNS.
 * The broker does not send the will then. NULL is nothing to do.
 */
void broker_free(struct broker *broker, unsigned wait_ms);

#endif
