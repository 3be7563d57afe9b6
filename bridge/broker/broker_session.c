#include "bridge/broker/broker_session.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <poll.h>

#include "bridge/broker/broker_properties.h"
#include "bridge/broker/broker_session_body.h"
#include "bridge/broker/broker_socket.h"

void
broker_session_settle(struct broker_session *session)
{
	session->unsettled--;
	session->options.events->settled(session->options.arg);
}

uint64_t
broker_session_misc_after(const struct broker_session *session, uint64_t now_ms)
{
	/* The library counts in seconds: an eighth of the keepalive is exact enough. */
	return now_ms + (session->keepalive_s > 8 ? session->keepalive_s * 125 : 1000);
}

int
broker_session_fd(const struct broker_session *session)
{
	return mosquitto_socket(session->mosq);
}

short
broker_session_interest(const struct broker_session *session, bool paused)
{
	short events = paused ? 0 : POLLIN;

	if (!session->established || mosquitto_want_write(session->mosq))
		events |= POLLOUT;
	return events;
}

uint64_t
broker_session_due(const struct broker_session *session)
{
	uint64_t due = session->misc_ms < session->deadline_ms ? session->misc_ms : session->deadline_ms;

	return due < broker_session_silence_ends(session) ? due : broker_session_silence_ends(session);
}

/* All that came in: TLS may hold more than the socket shows. */
static int
read_all(struct broker_session *session)
{
	int rc = mosquitto_loop_read(session->mosq, 1);

	while (!rc && mosquitto_socket(session->mosq) >= 0 && session->options.tls
	       && broker_tls_holds(mosquitto_ssl_get(session->mosq)))
		rc = mosquitto_loop_read(session->mosq, 1);
	return rc;
}

static int
move(struct broker_session *session, short happened)
{
	int rc = MOSQ_ERR_SUCCESS;

	/* libmosquitto goes on with a TLS handshake in its read only, even where it is to write. */
	if ((happened & (POLLIN | POLLHUP | POLLERR)) || (happened && session->options.tls && !session->welcome))
		rc = read_all(session);
	if (!rc && mosquitto_want_write(session->mosq))
		rc = mosquitto_loop_write(session->mosq, 1);
	return rc;
}

/* While connecting: nothing is asked of the library before TCP stands, so that the kernel's error is ours to read. */
static int
connect_tcp(struct broker_session *session, int *error)
{
	int fd = broker_session_fd(session);

	switch (broker_socket_state(fd)) {
	case BROKER_SOCKET_CONNECTING:
		return MOSQ_ERR_SUCCESS;
	case BROKER_SOCKET_OPEN:
		session->established = true;
		if (!session->options.last)
			session->deadline_ms = session->opened_ms + BROKER_SESSION_ANSWER_MS;
		return MOSQ_ERR_SUCCESS;
	case BROKER_SOCKET_CLOSED:
		break;
	}
	*error = broker_socket_error(fd);
	if (*error == 0)
		*error = session->first_error;
	if (*error != 0)
		return MOSQ_ERR_ERRNO;
	session->established = true; /* it was, for a moment */
	return MOSQ_ERR_CONN_LOST;
}

static int
advance(struct broker_session *session, short happened, uint64_t now_ms, int *error)
{
	int rc = MOSQ_ERR_SUCCESS;

	if (!session->established)
		rc = connect_tcp(session, error);
	if (rc || !session->established)
		return rc;
	errno = 0;
	if (happened)
		rc = move(session, happened);
	if (!rc && now_ms >= session->misc_ms) {
		rc = mosquitto_loop_misc(session->mosq);
		session->misc_ms = broker_session_misc_after(session, now_ms);
	}
	*error = errno;
	if (!rc
	    && (mosquitto_socket(session->mosq) < 0
	        || (!session->welcome && broker_socket_state(broker_session_fd(session)) == BROKER_SOCKET_CLOSED)))
		rc = MOSQ_ERR_CONN_LOST;
	return rc;
}

bool
broker_session_turn(struct broker_session *session, short happened, bool paused, uint64_t now_ms,
                    struct broker_end *end)
{
	bool greeted = session->welcome;
	int error = 0;
	int rc = advance(session, happened, now_ms, &error);

	if (rc || session->disconnect >= 0 || session->connack > 0) {
		broker_session_explain(session, rc, error, end);
		return false;
	}
	if (paused || (happened & POLLIN))
		session->heard_ms = now_ms;
	if (!greeted && session->welcome)
		session->deadline_ms = now_ms + BROKER_SESSION_ANSWER_MS;
	return !broker_session_is_late(session, now_ms, end);
}

bool
broker_session_welcome(const struct broker_session *session)
{
	return session->welcome;
}

void
broker_session_complete(struct broker_session *session)
{
	session->deadline_ms = UINT64_MAX;
}

int
broker_session_subscribe(struct broker_session *session, const char *filter, int qos)
{
	/* MQTT 5 only: the flag says whether a message was kept by the broker, or was just sent. */
	int options = session->options.version == 5 ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0;
	int mid = -1;

	if (session->options.version == 5 && (qos & BROKER_NOT_OURS))
		options |= MQTT_SUB_OPT_NO_LOCAL;
	if (mosquitto_subscribe_v5(session->mosq, &mid, filter, qos & ~BROKER_NOT_OURS, options, NULL)
	    != MOSQ_ERR_SUCCESS)
		return -1;
	return mid;
}

void
broker_session_unsubscribe(struct broker_session *session, const char *filter)
{
	mosquitto_unsubscribe(session->mosq, NULL, filter);
}

bool
broker_session_ready(const struct broker_session *session, int qos)
{
	if (!session->welcome || mosquitto_want_write(session->mosq))
		return false;
	return qos == 0 || session->flight.count < BROKER_FLIGHT_MAX;
}

int
broker_session_publish(struct broker_session *session, const struct broker_message *message)
{
	mosquitto_property *properties = session->options.version == 5 ? broker_properties_of(message) : NULL;
	int mid = 0;
	int rc;

	/* A message of QoS 0 may be settled before the call returns. */
	session->unsettled++;
	rc = mosquitto_publish_v5(session->mosq, &mid, message->topic, (int)message->length, message->payload,
	                          message->qos, message->retain, properties);
	if (rc != MOSQ_ERR_SUCCESS)
		session->unsettled--;
	else if (message->qos > 0)
		broker_flight_start(&session->flight, mid, message->topic);
	mosquitto_property_free_all(&properties);
	return rc;
}

void
broker_session_goodbye(struct broker_session *session)
{
	/* What would be left unread makes the kernel reset the connection, perhaps before the broker read our word. */
	read_all(session);
	mosquitto_disconnect(session->mosq);
	session->deadline_ms = UINT64_MAX;
}
