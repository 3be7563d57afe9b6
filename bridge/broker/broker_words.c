#include "bridge/broker/broker_words.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct row {
	int code;
	enum broker_end_kind kind;
	const char *why;
};

/* clang-format off */
static const struct row connacks[] = {
	/* code                                 what it means for the next try, sentence */
	{ CONNACK_REFUSED_PROTOCOL_VERSION,     BROKER_END_VERSION, "the broker does not know this version of MQTT" },
	{ CONNACK_REFUSED_IDENTIFIER_REJECTED,  BROKER_END_REFUSED, "the broker does not accept the client id" },
	{ CONNACK_REFUSED_SERVER_UNAVAILABLE,   BROKER_END_TROUBLE, "the broker says that it is not available" },
	{ CONNACK_REFUSED_BAD_USERNAME_PASSWORD, BROKER_END_REFUSED, "the broker refuses the user name or the password" },
	{ CONNACK_REFUSED_NOT_AUTHORIZED,       BROKER_END_REFUSED, "the broker refuses us: not authorized; are user name and password right?" },
	{ MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION, BROKER_END_VERSION, "the broker does not know this version of MQTT" },
	{ MQTT_RC_CLIENTID_NOT_VALID,           BROKER_END_REFUSED, "the broker does not accept the client id" },
	{ MQTT_RC_BAD_USERNAME_OR_PASSWORD,     BROKER_END_REFUSED, "the broker refuses the user name or the password" },
	{ MQTT_RC_NOT_AUTHORIZED,               BROKER_END_REFUSED, "the broker refuses us: not authorized; are user name and password right?" },
	{ MQTT_RC_SERVER_UNAVAILABLE,           BROKER_END_TROUBLE, "the broker says that it is not available" },
	{ MQTT_RC_SERVER_BUSY,                  BROKER_END_TROUBLE, "the broker says that it is busy" },
	{ MQTT_RC_BANNED,                       BROKER_END_REFUSED, "the broker has banned this client" },
	{ MQTT_RC_BAD_AUTHENTICATION_METHOD,    BROKER_END_REFUSED, "the broker wants another way to log in" },
	{ MQTT_RC_PACKET_TOO_LARGE,             BROKER_END_REFUSED, "the broker finds the connect packet too large" },
	{ MQTT_RC_QUOTA_EXCEEDED,               BROKER_END_TROUBLE, "the broker says that a quota is used up" },
	{ MQTT_RC_RETAIN_NOT_SUPPORTED,         BROKER_END_REFUSED, "the broker keeps no retained messages" },
	{ MQTT_RC_QOS_NOT_SUPPORTED,            BROKER_END_REFUSED, "the broker does not know QoS 1" },
	{ MQTT_RC_USE_ANOTHER_SERVER,           BROKER_END_REFUSED, "the broker says that another one is to be used" },
	{ MQTT_RC_SERVER_MOVED,                 BROKER_END_REFUSED, "the broker says that it moved elsewhere" },
	{ MQTT_RC_CONNECTION_RATE_EXCEEDED,     BROKER_END_TROUBLE, "the broker finds that we connect too often" },
};

static const struct row disconnects[] = {
	{ MQTT_RC_NOT_AUTHORIZED,         BROKER_END_REFUSED, "the broker ended the connection: not authorized" },
	{ MQTT_RC_SERVER_BUSY,            BROKER_END_TROUBLE, "the broker ended the connection: it is busy" },
	{ MQTT_RC_SERVER_SHUTTING_DOWN,   BROKER_END_GONE,    "the broker shuts down" },
	{ MQTT_RC_KEEP_ALIVE_TIMEOUT,     BROKER_END_GONE,    "the broker ended the connection: it did not hear from us" },
	{ MQTT_RC_SESSION_TAKEN_OVER,     BROKER_END_TAKEN,   "another client uses the same client id" },
	{ MQTT_RC_ADMINISTRATIVE_ACTION,  BROKER_END_GONE,    "somebody who looks after the broker ended the connection" },
	{ MQTT_RC_USE_ANOTHER_SERVER,     BROKER_END_REFUSED, "the broker says that another one is to be used" },
	{ MQTT_RC_SERVER_MOVED,           BROKER_END_REFUSED, "the broker says that it moved elsewhere" },
};

/* libmosquitto's own texts lack some, and are no sentences. */
static const struct row errors[] = {
	{ MOSQ_ERR_NOMEM,            BROKER_END_TROUBLE, "out of memory" },
	{ MOSQ_ERR_PROTOCOL,         BROKER_END_TROUBLE, "what the broker sends is not MQTT as it should be" },
	{ MOSQ_ERR_INVAL,            BROKER_END_TROUBLE, "libmosquitto does not accept the settings" },
	{ MOSQ_ERR_NO_CONN,          BROKER_END_GONE,    "the connection to the broker broke" },
	{ MOSQ_ERR_CONN_REFUSED,     BROKER_END_GONE,    "the broker refuses the connection" },
	{ MOSQ_ERR_CONN_LOST,        BROKER_END_GONE,    "the broker closed the connection" },
	{ MOSQ_ERR_TLS,              BROKER_END_TROUBLE, "TLS failed" },
	{ MOSQ_ERR_PAYLOAD_SIZE,     BROKER_END_TROUBLE, "a message is too large" },
	{ MOSQ_ERR_MALFORMED_UTF8,   BROKER_END_TROUBLE, "what the broker sends is not UTF-8" },
	{ MOSQ_ERR_KEEPALIVE,        BROKER_END_GONE,    "the broker does not answer any more" },
	{ MOSQ_ERR_MALFORMED_PACKET, BROKER_END_TROUBLE, "what the broker sends is not MQTT as it should be" },
	{ MOSQ_ERR_DUPLICATE_PROPERTY, BROKER_END_TROUBLE, "what the broker sends is not MQTT as it should be" },
	{ MOSQ_ERR_TLS_HANDSHAKE,    BROKER_END_TROUBLE, "the TLS handshake failed" },
	{ MOSQ_ERR_QOS_NOT_SUPPORTED, BROKER_END_TROUBLE, "the broker does not know QoS 1" },
	{ MOSQ_ERR_OVERSIZE_PACKET,  BROKER_END_TROUBLE, "larger than the broker takes" },
	{ MOSQ_ERR_RETAIN_NOT_SUPPORTED, BROKER_END_TROUBLE, "the broker keeps no retained messages" },
};
/* clang-format on */

void
broker_end_set(struct broker_end *end, enum broker_end_kind kind, const char *fmt, ...)
{
	va_list args;

	end->kind = kind;
	va_start(args, fmt);
	vsnprintf(end->why, sizeof end->why, fmt, args);
	va_end(args);
}

static const struct row *
find(const struct row *rows, size_t count, int code)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}

void
broker_words_connack(struct broker_end *end, int code)
{
	const struct row *row = find(connacks, sizeof connacks / sizeof connacks[0], code);

	if (row)
		broker_end_set(end, row->kind, "%s", row->why);
	else
		broker_end_set(end, BROKER_END_TROUBLE, "the broker refuses the connection: %s",
		               broker_words_reason(code));
}

void
broker_words_disconnect(struct broker_end *end, int code)
{
	const struct row *row = find(disconnects, sizeof disconnects / sizeof disconnects[0], code);

	if (row)
		broker_end_set(end, row->kind, "%s", row->why);
	else
		broker_end_set(end, BROKER_END_GONE, "the broker ended the connection: %s", broker_words_reason(code));
}

void
broker_words_error(struct broker_end *end, int code, int error)
{
	const struct row *row = find(errors, sizeof errors / sizeof errors[0], code);

	if (code == MOSQ_ERR_ERRNO && error)
		broker_end_set(end, BROKER_END_GONE, "the connection to the broker broke: %s", strerror(error));
	else if (row)
		broker_end_set(end, row->kind, "%s", row->why);
	else
		broker_end_set(end, BROKER_END_TROUBLE,
		               "the connection to the broker failed (error %d of libmosquitto)", code);
}

const char *
broker_words_unsent(int code)
{
	switch (code) {
	case MOSQ_ERR_NO_CONN:
	case MOSQ_ERR_CONN_LOST:
	case MOSQ_ERR_ERRNO:
	case MOSQ_ERR_TLS:
		return NULL;
	case MOSQ_ERR_INVAL:
	case MOSQ_ERR_MALFORMED_UTF8:
		return "topic not valid";
	case MOSQ_ERR_PAYLOAD_SIZE:
	case MOSQ_ERR_OVERSIZE_PACKET:
		return "packet too large";
	case MOSQ_ERR_QOS_NOT_SUPPORTED:
		return "QoS not supported";
	case MOSQ_ERR_RETAIN_NOT_SUPPORTED:
		return "no retained messages";
	default:
		return "out of memory";
	}
}

const char *
broker_words_reason(int code)
{
	switch (code) {
	case MQTT_RC_MALFORMED_PACKET:
		return "malformed packet";
	case MQTT_RC_PROTOCOL_ERROR:
		return "protocol error";
	case MQTT_RC_IMPLEMENTATION_SPECIFIC:
		return "not accepted";
	case MQTT_RC_NOT_AUTHORIZED:
		return "not authorized";
	case MQTT_RC_TOPIC_FILTER_INVALID:
		return "topic filter not valid";
	case MQTT_RC_TOPIC_NAME_INVALID:
		return "topic not valid";
	case MQTT_RC_PACKET_ID_IN_USE:
		return "packet id in use";
	case MQTT_RC_RECEIVE_MAXIMUM_EXCEEDED:
		return "too many messages at once";
	case MQTT_RC_PACKET_TOO_LARGE:
		return "packet too large";
	case MQTT_RC_MESSAGE_RATE_TOO_HIGH:
		return "too many messages";
	case MQTT_RC_QUOTA_EXCEEDED:
		return "quota used up";
	case MQTT_RC_PAYLOAD_FORMAT_INVALID:
		return "payload not valid";
	case MQTT_RC_RETAIN_NOT_SUPPORTED:
		return "no retained messages";
	case MQTT_RC_QOS_NOT_SUPPORTED:
		return "QoS not supported";
	case MQTT_RC_CONNECTION_RATE_EXCEEDED:
		return "connected too often";
	case MQTT_RC_MAXIMUM_CONNECT_TIME:
		return "connected for too long";
	case MQTT_RC_WILDCARD_SUBS_NOT_SUPPORTED:
		return "no subscriptions with wildcards";
	default:
		return "no reason given";
	}
}
