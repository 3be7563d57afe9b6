#include "bridge/broker_session.h"

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/str.h"
#include "bridge/broker_flight.h"
#include "bridge/broker_properties.h"

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

static void
on_connect(struct mosquitto *mosq, void *arg, int code, int flags, const mosquitto_property *properties)
{
	struct broker_session *session = arg;

	(void)flags;
	session->connack = code;
	session->welcome = code == 0;
	session->keepalive_s = broker_properties_keepalive(properties, session->keepalive_s);
	mosquitto_log_callback_set(mosq, NULL);
}

static void
on_disconnect(struct mosquitto *mosq, void *arg, int code, const mosquitto_property *properties)
{
	struct broker_session *session = arg;

	(void)mosq;
	(void)properties;
	/* Smaller ones are errors of the library, which come back from the call as well. */
	if (code >= MQTT_RC_UNSPECIFIED)
		session->disconnect = code;
}

static void
settle(struct broker_session *session)
{
	session->unsettled--;
	session->options.events->settled(session->options.arg);
}

static void
on_publish(struct mosquitto *mosq, void *arg, int mid, int code, const mosquitto_property *properties)
{
	struct broker_session *session = arg;
	const char *topic = broker_flight_topic(&session->flight, mid);

	(void)mosq;
	(void)properties;
	if (code >= MQTT_RC_UNSPECIFIED)
		session->options.events->refused(topic, code, session->options.arg);
	broker_flight_land(&session->flight, mid);
	settle(session);
}

static void
on_message(struct mosquitto *mosq, void *arg, const struct mosquitto_message *in, const mosquitto_property *properties)
{
	struct broker_session *session = arg;
	struct broker_message message = {
		.topic = in->topic,
		.payload = in->payload,
		.length = (size_t)in->payloadlen,
		.qos = in->qos,
		.retain = in->retain,
	};
	struct broker_properties read;

	(void)mosq;
	broker_properties_read(&read, properties, &message);
	session->options.events->message(&message, session->options.arg);
	broker_properties_finish(&read);
}

static void
on_subscribe(struct mosquitto *mosq, void *arg, int mid, int count, const int *codes,
             const mosquitto_property *properties)
{
	struct broker_session *session = arg;

	(void)mosq;
	(void)properties;
	/* One filter in each SUBSCRIBE of ours, so one code; none is a broker that lies (CVE-2024-10525). */
	session->options.events->granted(mid, count == 1 ? codes[0] : MQTT_RC_UNSPECIFIED, session->options.arg);
}

static void
on_log(struct mosquitto *mosq, void *arg, int level, const char *line)
{
	struct broker_session *session = arg;

	(void)mosq;
	if (level == MOSQ_LOG_ERR && session->options.tls)
		broker_tls_note(session->options.tls, line);
}

static int
set_will(struct mosquitto *mosq, const struct broker_message *will)
{
	if (!will)
		return MOSQ_ERR_SUCCESS;
	return mosquitto_will_set(mosq, will->topic, (int)will->length, will->payload, will->qos, will->retain);
}

static int
set_tls(struct mosquitto *mosq, struct broker_tls *tls)
{
	int rc;

	if (!tls)
		return MOSQ_ERR_SUCCESS;
	broker_tls_begin(tls);
	rc = mosquitto_int_option(mosq, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
	return rc ? rc : mosquitto_void_option(mosq, MOSQ_OPT_SSL_CTX, broker_tls_context(tls));
}

static void
set_callbacks(struct mosquitto *mosq)
{
	mosquitto_connect_v5_callback_set(mosq, on_connect);
	mosquitto_disconnect_v5_callback_set(mosq, on_disconnect);
	mosquitto_publish_v5_callback_set(mosq, on_publish);
	mosquitto_message_v5_callback_set(mosq, on_message);
	mosquitto_subscribe_v5_callback_set(mosq, on_subscribe);
	/* Of use while there is no connection; later it would cost a line of text for each message. */
	mosquitto_log_callback_set(mosq, on_log);
}

static int
set_up(struct mosquitto *mosq, const struct broker_session_options *options)
{
	int version = options->version == 5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311;
	int rc = mosquitto_int_option(mosq, MOSQ_OPT_PROTOCOL_VERSION, version);

	set_callbacks(mosq);
	if (!rc)
		rc = mosquitto_int_option(mosq, MOSQ_OPT_TCP_NODELAY, 1);
	if (!rc)
		rc = mosquitto_int_option(mosq, MOSQ_OPT_SEND_MAXIMUM, BROKER_FLIGHT_MAX);
	if (!rc)
		rc = set_will(mosq, options->will);
	if (!rc && options->username)
		rc = mosquitto_username_pw_set(mosq, options->username, options->password);
	return rc ? rc : set_tls(mosq, options->tls);
}

static int
begin(struct broker_session *session)
{
	const struct broker_session_options *options = &session->options;
	int keepalive = (int)session->keepalive_s;
	int rc;

	/* The asynchronous calls take no properties of CONNECT. One that fails, for it has no host, leaves them behind. */
	if (options->version == 5)
		broker_properties_connect(session->mosq, keepalive);
	errno = 0;
	rc = mosquitto_connect_async(session->mosq, options->address, options->port, keepalive);
	session->first_error = errno;
	return rc;
}

/* TCP as the kernel knows it; libmosquitto swallows what it heard while a TLS handshake is under way. */
static int
tcp_state(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	return fd >= 0 && getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_state : TCP_CLOSE;
}

static void
explain_tcp(const struct broker_session *session, int error, struct broker_end *end)
{
	const struct broker_session_options *options = &session->options;

	if (error == ECONNREFUSED)
		broker_end_set(end, BROKER_END_GONE, "no broker listens at %s port %d", options->address,
		               options->port);
	else
		broker_end_set(end, BROKER_END_GONE, "%s port %d: %s", options->address, options->port,
		               error ? strerror(error) : "the connection broke");
}

/* Why there is no connection, most telling first. */
static void
explain(const struct broker_session *session, int rc, int error, struct broker_end *end)
{
	if (session->disconnect >= 0) {
		broker_words_disconnect(end, session->disconnect);
		return;
	}
	if (session->connack > 0) {
		broker_words_connack(end, session->connack);
		return;
	}
	if (!session->welcome && session->options.tls && broker_tls_explain(session->options.tls, end))
		return;
	if (!session->established && (rc == MOSQ_ERR_ERRNO || rc == MOSQ_ERR_CONN_LOST)) {
		explain_tcp(session, error, end);
		return;
	}
	if (!session->welcome && (rc == MOSQ_ERR_CONN_LOST || rc == MOSQ_ERR_ERRNO)) {
		broker_end_set(end, BROKER_END_CLOSED, "%s port %d closes the connection without an answer",
		               session->options.address, session->options.port);
		return;
	}
	broker_words_error(end, rc, error);
}

static uint64_t
misc_after(const struct broker_session *session, uint64_t now_ms)
{
	/* The library counts in seconds: an eighth of the keepalive is exact enough. */
	return now_ms + (session->keepalive_s > 8 ? session->keepalive_s * 125 : 1000);
}

struct broker_session *
broker_session_open(const struct broker_session_options *options, uint64_t now_ms, struct broker_end *end)
{
	struct broker_session *session = calloc(1, sizeof *session);
	int rc = MOSQ_ERR_NOMEM;

	if (session) {
		*session = (struct broker_session){
			.options = *options,
			.opened_ms = now_ms,
			.deadline_ms = now_ms + (options->last ? BROKER_SESSION_ANSWER_MS : BROKER_SESSION_TCP_MS),
			.heard_ms = now_ms,
			.keepalive_s = options->keepalive_s < 5 ? 5 : options->keepalive_s, /* it takes no less */
			.connack = -1,
			.disconnect = -1,
		};
		session->misc_ms = misc_after(session, now_ms);
		session->mosq = mosquitto_new(options->client_id, true, session);
	}
	if (session && session->mosq)
		rc = set_up(session->mosq, options);
	if (!rc)
		rc = begin(session);
	if (!rc)
		return session;
	if (session)
		explain(session, rc, session->first_error, end);
	else
		broker_words_error(end, rc, 0);
	broker_session_free(session);
	return NULL;
}

void
broker_session_free(struct broker_session *session)
{
	if (!session)
		return;
	while (session->unsettled)
		settle(session);
	if (session->mosq)
		mosquitto_destroy(session->mosq);
	free(session);
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

/* The broker counts as gone after one and a half keepalives of silence; the library asks it after one. */
static uint64_t
silence_ends(const struct broker_session *session)
{
	if (!session->welcome)
		return UINT64_MAX;
	/* Where it is short, the library's seconds count: it asks up to a second late. */
	return session->heard_ms + session->keepalive_s * 1000
	       + (session->keepalive_s > 6 ? session->keepalive_s * 500 : 3000);
}

uint64_t
broker_session_due(const struct broker_session *session)
{
	uint64_t due = session->misc_ms < session->deadline_ms ? session->misc_ms : session->deadline_ms;

	return due < silence_ends(session) ? due : silence_ends(session);
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
	socklen_t size = sizeof *error;

	switch (tcp_state(fd)) {
	case TCP_SYN_SENT:
	case TCP_SYN_RECV:
		return MOSQ_ERR_SUCCESS;
	case TCP_CLOSE:
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, error, &size) != 0)
			*error = errno;
		if (*error == 0)
			*error = session->first_error;
		return MOSQ_ERR_ERRNO;
	default:
		session->established = true;
		if (!session->options.last)
			session->deadline_ms = session->opened_ms + BROKER_SESSION_ANSWER_MS;
		return MOSQ_ERR_SUCCESS;
	}
}

/* True when the broker closed the connection and all that it sent was read: the library would not notice in a handshake. */
static bool
is_gone(const struct broker_session *session)
{
	int fd = broker_session_fd(session);
	int state = tcp_state(fd);
	int unread = 0;

	if (state == TCP_CLOSE)
		return true;
	return state == TCP_CLOSE_WAIT && ioctl(fd, FIONREAD, &unread) == 0 && unread == 0;
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
		session->misc_ms = misc_after(session, now_ms);
	}
	*error = errno;
	if (!rc && (mosquitto_socket(session->mosq) < 0 || (!session->welcome && is_gone(session))))
		rc = MOSQ_ERR_CONN_LOST;
	return rc;
}

static bool
is_late(const struct broker_session *session, uint64_t now_ms, struct broker_end *end)
{
	const struct broker_session_options *options = &session->options;

	if (now_ms >= session->deadline_ms && !session->established)
		broker_end_set(end, BROKER_END_GONE, "%s port %d does not answer", options->address, options->port);
	else if (now_ms >= session->deadline_ms && !session->welcome)
		broker_end_set(end, BROKER_END_GONE, "%s port %d takes the connection but says nothing",
		               options->address, options->port);
	else if (now_ms >= session->deadline_ms)
		broker_end_set(end, BROKER_END_GONE, "the broker does not answer to subscriptions");
	else if (now_ms >= silence_ends(session))
		broker_end_set(end, BROKER_END_GONE, "the broker said nothing for %u s",
		               (unsigned)((now_ms - session->heard_ms) / 1000));
	else
		return false;
	return true;
}

bool
broker_session_turn(struct broker_session *session, short happened, bool paused, uint64_t now_ms,
                    struct broker_end *end)
{
	bool greeted = session->welcome;
	int error = 0;
	int rc = advance(session, happened, now_ms, &error);

	if (rc || session->disconnect >= 0 || session->connack > 0) {
		explain(session, rc, error, end);
		return false;
	}
	if (paused || (happened & POLLIN))
		session->heard_ms = now_ms;
	if (!greeted && session->welcome)
		session->deadline_ms = now_ms + BROKER_SESSION_ANSWER_MS;
	return !is_late(session, now_ms, end);
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

	if (mosquitto_subscribe_v5(session->mosq, &mid, filter, qos, options, NULL) != MOSQ_ERR_SUCCESS)
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
