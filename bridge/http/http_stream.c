/* An answer that goes on: MHD asks for more when there is room, sleeps when there is nothing, and is woken. */
#include <stdlib.h>

#include "bridge/http/http_own.h"

enum {
	BLOCK = 2048, /* MHD keeps so many bytes for each: it fills its own buffer where it can */
};

struct http_stream {
	struct http_conn *conn; /* NULL once MHD has done with the connection */
	const struct http_stream_ops *ops;
	void *arg;
	bool given; /* MHD has it, and will say when it ends */
};

static ssize_t
fill(void *arg, uint64_t position, char *out, size_t room)
{
	struct http_stream *stream = arg;
	struct http_conn *conn = stream->conn;
	ssize_t n;

	(void)position;
	if (!conn || conn->dead)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	n = conn->http->leaving ? -1 : stream->ops->fill(stream->arg, out, room);
	if (n < 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == 0) {
		conn->suspended = true;
		MHD_suspend_connection(conn->mhd);
	}
	return n;
}

static void
end(void *arg)
{
	struct http_stream *stream = arg;

	if (stream->conn)
		http_stream_end(stream);
	if (stream->given)
		stream->ops->closed(stream->arg);
	free(stream);
}

void
http_stream_end(struct http_stream *stream)
{
	stream->conn->stream = NULL;
	if (stream->conn->http)
		stream->conn->http->counts.streams--;
	stream->conn = NULL;
}

/* NULL: it was answered. */
static struct http_stream *
begin(struct http_conn *conn, const struct http_stream_ops *ops, void *arg)
{
	struct http *http = conn->http;
	struct http_stream *stream;

	if (http && http->counts.streams >= http->config->limits.streams)
		http_conn_sweep(http);
	stream = http && http->counts.streams < http->config->limits.streams ? malloc(sizeof *stream) : NULL;
	if (!stream) {
		http_answer_header(&conn->req, "Retry-After", "10");
		http_problem(&conn->req, 503, "too_many", "there are too many streams");
		return NULL;
	}
	*stream = (struct http_stream){ .conn = conn, .ops = ops, .arg = arg };
	conn->stream = stream;
	http->counts.streams++;
	return stream;
}

struct http_stream *
http_stream(struct http_req *req, int status, const char *type, const struct http_stream_ops *ops, void *arg)
{
	struct http_conn *conn = http_conn_of(req);
	struct http_stream *stream = begin(conn, ops, arg);
	struct MHD_Response *response;

	if (!stream)
		return NULL;
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, fill, stream, end);
	if (!response)
		end(stream);
	else
		stream->given = true;
	http_answer_give(conn, status, type, response);
	return response ? stream : NULL;
}

void
http_stream_wake(struct http_stream *stream)
{
	if (stream->conn)
		http_conn_resume(stream->conn);
}
