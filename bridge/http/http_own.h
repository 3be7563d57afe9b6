/* What the files of the server share: itself, a connection, and the request that is on it. */
#ifndef KASA_BRIDGE_HTTP_OWN_H
#define KASA_BRIDGE_HTTP_OWN_H

#include <ev.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/list.h"
#include "bridge/config/config_http.h"
#include "bridge/http/http.h"
#include "bridge/http/http_guard.h"
#include "bridge/http/http_host.h"
#include "bridge/http/http_peer.h"
#include "bridge/http/http_route.h"
#include "bridge/http/http_tokens.h"
#include "bridge/http/http_uri.h"

enum {
	HTTP_LISTEN_MAX = 8,
	HTTP_EXTRA_MAX = 6, /* further headers of one answer */
};

/* What a connection is waited for in; those of one state stand in a list, the one that came to it first before the others. */
enum http_state {
	HTTP_HEADERS, /* of its first request, or of one whose first line is there */
	HTTP_IDLE,    /* between two requests */
	HTTP_UPLOAD,
	HTTP_WORK, /* a function has it: no deadline */
	HTTP_REPLY,
	HTTP_STREAM,
	HTTP_STATES,
};

struct http_extra {
	char *name, *value;
};

struct http_conn {
	struct kasa_list node; /* of http.in_state */
	struct http *http;     /* NULL once the server is gone */
	struct MHD_Connection *mhd;
	int fd;
	enum http_state state;
	uint64_t since_ms;
	uint64_t acked;           /* bytes that its peer had when it was last looked at */
	unsigned looks;           /* how often that was */
	struct http_peer address; /* of the connection, */
	struct http_peer from;    /* and of the one before a trusted proxy */
	char peer[HTTP_PEER_TEXT], forwarded[HTTP_PEER_TEXT];
	bool alive;     /* MHD has it */
	bool owed;      /* a function has its request, and will answer */
	bool suspended; /* until it does, or until a stream has more */
	bool dead;      /* was shut down */

	/* ---- of one request ---- */
	struct http_req req;
	struct http_uri uri;
	const struct http_row *row;
	const char *cors; /* the Origin that may read the answer, or NULL */
	bool begun;       /* its headers were seen */
	bool drained;     /* its body does not matter: it is answered already */
	bool closing;     /* nothing may follow it */
	enum http_uri_fault fault;
	uint64_t drain; /* bytes of it that were thrown away */
	bool has_body;  /* one follows the headers */
	struct kasa_buf body;
	struct http_extra extra[HTTP_EXTRA_MAX];
	unsigned extra_count;
	int status;
	struct MHD_Response *response; /* its answer, until MHD has it */
	struct http_stream *stream;
};

struct http_listener {
	ev_io io;
	struct http *http;
	int fd;
};

struct http {
	struct ev_loop *loop;
	const struct config_http *config;
	const struct http_tokens *tokens;
	struct MHD_Daemon *daemon; /* NULL: it was not started */
	struct http_listener listener[HTTP_LISTEN_MAX];
	unsigned listener_count;
	bool accepts; /* its listeners are watched */
	ev_io io;     /* of MHD's epoll */
	ev_timer more, deadline, rest;
	uint64_t now_ms, next_ms; /* when .deadline comes; 0: it does not */
	struct kasa_list in_state[HTTP_STATES];
	struct http_routes routes;
	struct http_names names;
	struct http_guard guard;
	struct http_counts counts;
	char *cert, *key; /* PEM */
	bool pumping, leaving;
};

static inline struct http_conn *
http_conn_of(const struct http_req *req)
{
	return KASA_CONTAINER(req, struct http_conn, req);
}

/* ---- http.c ---- */

/* Has MHD run soon, from the loop. */
void http_pump_soon(struct http *http);

/* ---- http_listen.c ---- */

int http_listen(struct http *http, struct kasa_err *err);
void http_listen_stop(struct http *http);
void http_accept_again(struct http *http);

/* ---- http_conn.c ---- */

void http_conn_notify(void *http, struct MHD_Connection *mhd, void **conn, enum MHD_ConnectionNotificationCode code);
void http_conn_enter(struct http_conn *conn, enum http_state state);
void http_conn_release(struct http_conn *conn); /* frees it, unless somebody still has it */
void http_conn_resume(struct http_conn *conn);
void http_conn_leave(struct http_conn *conn); /* the server ends: answers for whoever has its request */
void http_conn_expire(struct http *http);     /* shuts down those that took too long */
void http_conn_sweep(struct http *http);      /* ends streams whose readers are gone, before their turn comes */
bool http_crowded(const struct http *http);

/* ---- http_serve.c ---- */

void *http_serve_uri(void *http, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result http_serve(void *http, struct MHD_Connection *mhd, const char *url, const char *method,
                           const char *version, const char *data, size_t *length, void **request);
void http_serve_done(void *http, struct MHD_Connection *mhd, void **request, enum MHD_RequestTerminationCode code);
void http_request_forget(struct http_conn *conn); /* what belongs to one request */

/* ---- http_gate.c ---- */

/* False when it was answered. */
bool http_gate(struct http_conn *conn, const char *method, const char *version);

/* ---- http_auth.c ---- */

bool http_authorize(struct http_conn *conn, const char *authorization);

/* ---- http_answer.c ---- */

/* Takes @p response over. */
void http_answer_give(struct http_conn *conn, int status, const char *type, struct MHD_Response *response);
/* Takes @p body over. */
void http_answer_text(struct http_req *req, int status, const char *type, char *body);
bool http_is_refusal(int status);

/* ---- http_stream.c ---- */

/* MHD takes no more of it. */
void http_stream_end(struct http_stream *stream);

#endif
