/* How a session ends, in words. */
#include "bridge/broker/broker_session_body.h"

#include <errno.h>
#include <string.h>

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
void
broker_session_explain(const struct broker_session *session, int rc, int error, struct broker_end *end)
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

/* The broker counts as gone after one and a half keepalives of silence; the library asks it after one. */
uint64_t
broker_session_silence_ends(const struct broker_session *session)
{
	if (!session->welcome)
		return UINT64_MAX;
	/* Where it is short, the library's seconds count: it asks up to a second late. */
	return session->heard_ms + session->keepalive_s * 1000
	       + (session->keepalive_s > 6 ? session->keepalive_s * 500 : 3000);
}

bool
broker_session_is_late(const struct broker_session *session, uint64_t now_ms, struct broker_end *end)
{
	const struct broker_session_options *options = &session->options;

	if (now_ms >= session->deadline_ms && !session->established)
		broker_end_set(end, BROKER_END_GONE, "%s port %d does not answer", options->address, options->port);
	else if (now_ms >= session->deadline_ms && !session->welcome)
		broker_end_set(end, BROKER_END_GONE, "%s port %d takes the connection but says nothing",
		               options->address, options->port);
	else if (now_ms >= session->deadline_ms)
		broker_end_set(end, BROKER_END_GONE, "the broker does not answer to subscriptions");
	else if (now_ms >= broker_session_silence_ends(session))
		broker_end_set(end, BROKER_END_GONE, "the broker said nothing for %u s",
		               (unsigned)((now_ms - session->heard_ms) / 1000));
	else
		return false;
	return true;
}
