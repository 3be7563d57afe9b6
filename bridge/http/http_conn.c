/*
 * A connection from its beginning to its end, and how long each of its states may last. MHD's own timeout starts anew with each
 * byte, so that a byte now and then holds a connection for ever.
 */
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/clock.h"
#include "bridge/http/http_own.h"

enum {
	IDLE_MS = 30 * 1000, /* between two requests, while there is room */
	LOOKS_MAX = 20,      /* an answer without an end to come is looked at so often, then it took too long */
	SWEEP_MAX = 256,     /* streams that are looked at for one that wants to begin */
	LINGER = 64 << 10,   /* bytes of a body that are read and thrown away, so that the answer before it arrives */
};

/* ---- how long ---- */

bool
http_crowded(const struct http *http)
{
	return http->counts.connections > http->config->limits.connections / 2;
}

static uint64_t
patience(const struct http *http, enum http_state state)
{
	const struct config_http_limits *limits = &http->config->limits;

	switch (state) {
	case HTTP_HEADERS:
		return limits->header_ms;
	case HTTP_IDLE:
		return http_crowded(http) ? limits->header_ms : IDLE_MS;
	case HTTP_UPLOAD:
		return limits->body_ms;
	case HTTP_REPLY:
	case HTTP_STREAM:
		return limits->answer_ms;
	case HTTP_WORK:
	case HTTP_STATES:
		break;
	}
	return UINT64_MAX / 2;
}

static void
arm(struct http *http, uint64_t when_ms)
{
	if (http->next_ms && http->next_ms <= when_ms)
		return;
	http->next_ms = when_ms;
	http->deadline.repeat = when_ms > http->now_ms ? (double)(when_ms - http->now_ms) / 1000 : 0.001;
	ev_timer_again(http->loop, &http->deadline);
}

void
http_conn_enter(struct http_conn *conn, enum http_state state)
{
	struct http *http = conn->http;

	if (!http->pumping)
		http->now_ms = clock_ms();
	conn->state = state;
	conn->since_ms = http->now_ms;
	conn->looks = 0;
	kasa_list_remove(&conn->node);
	kasa_list_append(&http->in_state[state], &conn->node);
	if (state != HTTP_WORK)
		arm(http, conn->since_ms + patience(http, state));
}

/* ---- who does not read ---- */

static uint64_t
bytes_acked(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_acked : 0;
}

/* Its end was read, or it broke. */
static bool
hung_up(int fd)
{
	char byte;
	ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	return n == 0;
}

/* A reader that reads may be slow. A stream may be quiet: then all of it arrived. */
static bool
gets_on(struct http_conn *conn)
{
	uint64_t acked = bytes_acked(conn->fd);
	bool moved = acked != conn->acked, quiet = conn->state == HTTP_STREAM && conn->suspended;

	if (conn->state != HTTP_REPLY && conn->state != HTTP_STREAM)
		return false;
	conn->acked = acked;
	if (conn->state == HTTP_STREAM)
		return (moved || quiet) && !hung_up(conn->fd);
	return moved && ++conn->looks < LOOKS_MAX;
}

static void
look_again(struct http_conn *conn)
{
	unsigned looks = conn->looks;

	http_conn_enter(conn, conn->state);
	conn->looks = looks;
}

static void
cut_off(struct http_conn *conn)
{
	conn->dead = true;
	kasa_list_remove(&conn->node);
	shutdown(conn->fd, SHUT_RDWR);
	http_conn_resume(conn);
}

/* Those whose turn it is to be looked at come first. */
void
http_conn_sweep(struct http *http)
{
	struct kasa_list *list = &http->in_state[HTTP_STREAM], *at = list->next;

	for (unsigned looks = 0; at != list && looks < SWEEP_MAX; looks++) {
		struct http_conn *conn = KASA_CONTAINER(at, struct http_conn, node);

		at = at->next;
		if (!conn->stream || !conn->suspended || !hung_up(conn->fd))
			continue;
		http_stream_end(conn->stream);
		cut_off(conn);
	}
}

static void
expire_state(struct http *http, enum http_state state)
{
	struct kasa_list *list = &http->in_state[state];

	while (!kasa_list_empty(list)) {
		struct http_conn *conn = KASA_CONTAINER(list->next, struct http_conn, node);
		uint64_t due = conn->since_ms + patience(http, state);

		if (due > http->now_ms) {
			arm(http, due);
			return;
		}
		if (gets_on(conn))
			look_again(conn);
		else
			cut_off(conn);
	}
}

void
http_conn_expire(struct http *http)
{
	http->now_ms = clock_ms();
	http->next_ms = 0;
	ev_timer_stop(http->loop, &http->deadline);
	for (int state = HTTP_HEADERS; state < HTTP_STATES; state++)
		if (state != HTTP_WORK)
			expire_state(http, (enum http_state)state);
	http_accept_again(http);
}

/* ---- its life ---- */

/* The function answers later, or never: its words are thrown away then. */
void
http_conn_leave(struct http_conn *conn)
{
	if (conn->owed && !conn->response) {
		http_answer_header(&conn->req, "Retry-After", "5");
		http_problem(&conn->req, 503, "busy", "the bridge ends");
		conn->owed = true;
	}
	http_conn_resume(conn);
}

void
http_conn_resume(struct http_conn *conn)
{
	if (!conn->suspended)
		return;
	conn->suspended = false;
	MHD_resume_connection(conn->mhd);
	http_pump_soon(conn->http);
}

static struct http_conn *
begin(struct http *http, struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *peer = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct http_conn *conn = fd && peer ? calloc(1, sizeof *conn) : NULL;

	if (!conn && fd)
		shutdown(fd->connect_fd, SHUT_RDWR);
	if (!conn)
		return NULL;
	conn->http = http;
	conn->mhd = mhd;
	conn->fd = fd->connect_fd;
	conn->alive = true;
	http_peer_of(peer->client_addr, &conn->address, conn->peer);
	kasa_buf_init(&conn->body, (size_t)http->config->limits.body + 1);
	kasa_list_init(&conn->node);
	http->counts.connections++;
	http_conn_enter(conn, HTTP_HEADERS);
	return conn;
}

void
http_conn_release(struct http_conn *conn)
{
	if (conn->alive || conn->owed)
		return;
	http_request_forget(conn);
	kasa_buf_finish(&conn->body);
	http_uri_finish(&conn->uri);
	free(conn);
}

/* What came and was not read would have the kernel throw away what was sent. */
static void
linger(int fd)
{
	char waste[4096];

	for (size_t n = 0; n < LINGER; n += sizeof waste)
		if (recv(fd, waste, sizeof waste, MSG_DONTWAIT) <= 0)
			return;
}

static void
close_conn(struct http *http, struct http_conn *conn)
{
	linger(conn->fd);
	if (conn->stream)
		http_stream_end(conn->stream);
	kasa_list_remove(&conn->node);
	http->counts.connections--;
	conn->alive = false;
	conn->mhd = NULL;
	conn->http = NULL;
	http_conn_release(conn);
	http_accept_again(http);
}

void
http_conn_notify(void *http, struct MHD_Connection *mhd, void **conn, enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*conn = begin(http, mhd); /* NULL: its first request is closed upon */
	else if (*conn)
		close_conn(http, *conn);
}
