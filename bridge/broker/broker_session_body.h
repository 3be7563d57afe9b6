/* What a session holds, for the files that make it up. */
#ifndef KASA_BRIDGE_BROKER_SESSION_BODY_H
#define KASA_BRIDGE_BROKER_SESSION_BODY_H

#include <mosquitto.h>

#include "bridge/broker/broker_flight.h"
#include "bridge/broker/broker_session.h"

struct broker_session {
	struct mosquitto *mosq;
	struct broker_session_options options;
	struct broker_flight flight; /* of QoS 1 */
	unsigned unsettled;          /* messages that the library has */
	uint64_t opened_ms;
	uint64_t deadline_ms; /* until it stands; UINT64_MAX from then on */
	uint64_t heard_ms;    /* when the broker last said something */
	uint64_t misc_ms;     /* when libmosquitto wants to look at its keepalive */
	unsigned keepalive_s; /* as the broker wants it */
	bool established;     /* TCP is connected */
	int first_error;      /* errno of connect(), where a TLS handshake swallowed it */
	bool welcome;
	int connack;    /* reason code, -1: none yet */
	int disconnect; /* reason code of a DISCONNECT, -1: none */
};

/* Tells of a message that the library is done with. */
void broker_session_settle(struct broker_session *session);

/* Why there is no connection, most telling first: @p rc of libmosquitto, @p error of the system. */
void broker_session_explain(const struct broker_session *session, int rc, int error, struct broker_end *end);

/* The broker had its time: @p end says for what. */
bool broker_session_is_late(const struct broker_session *session, uint64_t now_ms, struct broker_end *end);

/* When it was silent for too long, and when libmosquitto wants to look at its keepalive. */
uint64_t broker_session_silence_ends(const struct broker_session *session);
uint64_t broker_session_misc_after(const struct broker_session *session, uint64_t now_ms);

#endif
