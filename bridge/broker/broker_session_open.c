/* A session is set up: the settings of libmosquitto, and what it calls back. */
#include "bridge/broker/broker_session_body.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <stdlib.h>

#include "bridge/broker/broker_properties.h"

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
on_publish(struct mosquitto *mosq, void *arg, int mid, int code, const mosquitto_property *properties)
{
	struct broker_session *session = arg;
	const char *topic = broker_flight_topic(&session->flight, mid);

	(void)mosq;
	(void)properties;
	if (code >= MQTT_RC_UNSPECIFIED)
		session->options.events->refused(topic, code, session->options.arg);
	broker_flight_land(&session->flight, mid);
	broker_session_settle(session);
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
		session->misc_ms = broker_session_misc_after(session, now_ms);
		session->mosq = mosquitto_new(options->client_id, true, session);
	}
	if (session && session->mosq)
		rc = set_up(session->mosq, options);
	if (!rc)
		rc = begin(session);
	if (!rc)
		return session;
	if (session)
		broker_session_explain(session, rc, session->first_error, end);
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
		broker_session_settle(session);
	if (session->mosq)
		mosquitto_destroy(session->mosq);
	free(session);
}
