/* A request as MHD tells of it: its first line, its headers, its body piece by piece, its end. */
#include <string.h>

#include "bridge/clock.h"
#include "bridge/http/http_own.h"
#include "bridge/log.h"

enum {
	BODY_KEPT = 4096,    /* memory of a body that the next request may use */
	DRAIN_MAX = 1 << 20, /* bytes of a body that nobody wants, read for the sake of a polite end */
};

/* ---- beginning and end ---- */

static struct http_conn *
conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

void *
http_serve_uri(void *http, const char *uri, struct MHD_Connection *mhd)
{
	struct http_conn *conn = conn_of(mhd);

	(void)http;
	if (!conn)
		return NULL;
	if (conn->state == HTTP_IDLE)
		http_conn_enter(conn, HTTP_HEADERS);
	conn->fault = http_uri_parse(&conn->uri, uri);
	return conn;
}

static void
forget_extra(struct http_conn *conn)
{
	for (unsigned i = 0; i < conn->extra_count; i++) {
		free(conn->extra[i].name);
		free(conn->extra[i].value);
	}
	conn->extra_count = 0;
}

static void
forget_body(struct http_conn *conn)
{
	if (conn->body.cap > BODY_KEPT)
		kasa_buf_finish(&conn->body);
	kasa_buf_clear(&conn->body);
}

void
http_request_forget(struct http_conn *conn)
{
	if (conn->owed)
		return;
	if (conn->response)
		MHD_destroy_response(conn->response);
	conn->response = NULL;
	if (conn->stream)
		http_stream_end(conn->stream);
	forget_extra(conn);
	forget_body(conn);
	conn->req = (struct http_req){ .body = "" };
	conn->row = NULL;
	conn->cors = NULL;
	conn->begun = conn->drained = conn->closing = conn->has_body = false;
	conn->drain = 0;
}

void
http_serve_done(void *http, struct MHD_Connection *mhd, void **request, enum MHD_RequestTerminationCode code)
{
	struct http_conn *conn = *request;

	(void)http;
	(void)mhd;
	(void)code;
	*request = NULL;
	if (!conn)
		return;
	http_request_forget(conn);
	if (!conn->dead)
		http_conn_enter(conn, HTTP_IDLE);
}

/* ---- what comes ---- */

/* The route and not the path: secrets of webhooks stand in paths. */
static void
log_answer(const struct http_conn *conn)
{
	if (log_level() >= KASA_LOG_DEBUG)
		log_debug("http answered method=%s route=%s status=%d peer=%s token=%s", conn->req.method,
		          conn->row ? conn->row->route->path : "none", conn->status, conn->req.peer, conn->req.token);
}

static enum MHD_Result
reply(struct http_conn *conn)
{
	enum MHD_Result result = MHD_NO;

	if (conn->response) {
		result = MHD_queue_response(conn->mhd, (unsigned)conn->status, conn->response);
		MHD_destroy_response(conn->response);
		log_answer(conn);
	}
	conn->response = NULL;
	http_conn_enter(conn, conn->stream ? HTTP_STREAM : HTTP_REPLY);
	return result;
}

static enum MHD_Result
begin(struct http_conn *conn, const char *method, const char *version)
{
	struct http *http = conn->http;

	conn->begun = true;
	http->counts.requests++;
	if (http_gate(conn, method, version)) {
		if (conn->has_body)
			http_conn_enter(conn, HTTP_UPLOAD);
		return MHD_YES;
	}
	http->counts.refused += http_is_refusal(conn->status);
	if (conn->closing)
		return reply(conn);
	conn->drained =
		true; /* MHD takes an answer before the body is there, and reads no more of the connection then */
	http_conn_enter(conn, HTTP_UPLOAD);
	return MHD_YES;
}

static void
refuse_large(struct http_conn *conn)
{
	conn->closing = conn->drained = true;
	conn->http->counts.refused++;
	http_problem(&conn->req, 413, "too_large", "a body may have %u bytes", conn->http->config->limits.body);
}

static enum MHD_Result
upload(struct http_conn *conn, const char *data, size_t *length)
{
	size_t n = *length;

	*length = 0;
	if (!conn->drained && conn->body.len + n > conn->http->config->limits.body)
		refuse_large(conn);
	if (conn->drained)
		return (conn->drain += n) <= DRAIN_MAX ? MHD_YES : MHD_NO;
	return kasa_buf_add(&conn->body, data, n) == KASA_OK ? MHD_YES : MHD_NO;
}

static enum MHD_Result
sleep_until_answered(struct http_conn *conn)
{
	conn->suspended = true;
	MHD_suspend_connection(conn->mhd);
	return MHD_YES;
}

static bool
end_body(struct http_conn *conn)
{
	uint8_t *end = conn->body.len > 0 ? kasa_buf_room(&conn->body, 1) : NULL;

	if (end)
		*end = '\0';
	conn->req.body = end ? (const char *)conn->body.data : "";
	conn->req.length = conn->body.len;
	return end || conn->body.len == 0;
}

/* Whoever would serve it may be gone. */
static enum MHD_Result
refuse_at_the_end(struct http_conn *conn)
{
	http_problem(&conn->req, 503, "busy", "the bridge ends");
	return reply(conn);
}

static enum MHD_Result
work(struct http_conn *conn)
{
	if (!end_body(conn))
		return MHD_NO;
	if (conn->http->leaving)
		return refuse_at_the_end(conn);
	http_conn_enter(conn, HTTP_WORK);
	conn->owed = true;
	conn->row->route->serve(&conn->req, conn->row->arg);
	return conn->owed && !conn->response ? sleep_until_answered(conn) : reply(conn);
}

enum MHD_Result
http_serve(void *http, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
           const char *data, size_t *length, void **request)
{
	struct http_conn *conn = *request;

	(void)http;
	(void)mhd;
	(void)url;
	if (!conn || conn->dead)
		return MHD_NO;
	if (!conn->begun)
		return begin(conn, method, version);
	if (*length > 0)
		return upload(conn, data, length);
	if (conn->state != HTTP_WORK && !conn->drained)
		return work(conn);
	return conn->owed && !conn->response ? sleep_until_answered(conn) : reply(conn);
}
