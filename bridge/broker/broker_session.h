/*
 * One connection to one address of the broker, from connect() to its end: a new struct mosquitto for each, so that nothing
 * of the last one is left in it (libmosquitto would send old messages again, and cannot reconnect in some cases).
 *
 * It belongs to the thread of the broker. Nothing here waits: the thread polls and calls broker_session_turn().
 */
#ifndef KASA_BRIDGE_BROKER_SESSION_H
#define KASA_BRIDGE_BROKER_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/broker/broker.h"
#include "bridge/broker/broker_tls.h"
#include "bridge/broker/broker_words.h"

struct broker_session;

enum {
	BROKER_SESSION_ANSWER_MS = 10000, /* from connect() to CONNACK, and from there until all subscriptions stand */
	BROKER_SESSION_TCP_MS = 3000,     /* until the next address is tried, where there is one */
};

/* What the session tells, from within broker_session_turn() and broker_session_publish(). */
struct broker_session_events {
	void (*message)(const struct broker_message *message, void *arg);
	void (*granted)(int mid, int code, void *arg);           /* a subscription; from 128 on: refused */
	void (*settled)(void *arg);                              /* a message is sent or, with QoS 1, acknowledged */
	void (*refused)(const char *topic, int code, void *arg); /* settled() follows */
};

struct broker_session_options {
	const char *address; /* numeric */
	uint16_t port;
	bool last; /* there is no other address to try */
	int version;
	const char *client_id, *username, *password; /* NULL: none */
	unsigned keepalive_s;
	const struct broker_message *will; /* or NULL */
	struct broker_tls *tls;            /* NULL: none */
	const struct broker_session_events *events;
	void *arg;
};

/* Begins to connect. NULL: @p end says why not. What the options point to must live as long. */
struct broker_session *broker_session_open(const struct broker_session_options *options, uint64_t now_ms,
                                           struct broker_end *end);

/* Closes the socket, if it is open, without a word. Messages under way are settled. NULL is nothing to do. */
void broker_session_free(struct broker_session *session);

int broker_session_fd(const struct broker_session *session);

/* What to poll for: without POLLIN where @p paused, for then nothing more can be taken. */
short broker_session_interest(const struct broker_session *session, bool paused);

/* When broker_session_turn() is due even if nothing happens. */
uint64_t broker_session_due(const struct broker_session *session);

/* Goes on, after poll() or by its time. False: it is over, @p end says why. */
bool broker_session_turn(struct broker_session *session, short happened, bool paused, uint64_t now_ms,
                         struct broker_end *end);

/* The broker said welcome; and then all subscriptions were answered. */
bool broker_session_welcome(const struct broker_session *session);
void broker_session_complete(struct broker_session *session);

/* Each answers with granted() or by the end of the session. The mid, or -1. */
int broker_session_subscribe(struct broker_session *session, const char *filter, int qos);
void broker_session_unsubscribe(struct broker_session *session, const char *filter);

/* Whether a message of this QoS can go out now without a queue in the library that grows. */
bool broker_session_ready(const struct broker_session *session, int qos);

/* Sends. 0, or an error of libmosquitto: it did not go out and is not settled. */
int broker_session_publish(struct broker_session *session, const struct broker_message *message);

/* DISCONNECT: turns end the session soon, when the broker closed it. */
void broker_session_goodbye(struct broker_session *session);

#endif
