/*
 * The HTTP server: who may ask what, and one function for each thing that can be asked. libmicrohttpd lies behind it and is
 * not seen; everything runs in the loop. What is served is a table of routes that each room brings along.
 *
 * A request reaches its function only when it is well-formed beyond doubt, meant for this host (421), not from a foreign web
 * page (403), small enough (413), complete in time, and its token allows it (401, 403, 429).
 */
#ifndef KASA_BRIDGE_HTTP_H
#define KASA_BRIDGE_HTTP_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <kasa/error.h>

#include "base/err.h"

struct config_http;
struct ev_loop;
struct http;
struct http_stream;
struct http_tokens;

enum {
	HTTP_PARTS_MAX = 4, /* {…} of one path */
};

/* What a token allows; each includes those before it. */
enum http_scope {
	HTTP_OPEN, /* no token is wanted: the function sees to it itself, or it is harmless */
	HTTP_READ,
	HTTP_CONTROL,
	HTTP_ADMIN,
};

/* One request: what its function may read, until it has answered. */
struct http_req {
	const char *method;
	const char *path;                 /* as it was asked for, decoded; without the query */
	const char *part[HTTP_PARTS_MAX]; /* what stood in the place of each {…} of the route, decoded; never empty */
	const char *body;                 /* ended by a NUL that does not count; never NULL */
	size_t length;
	const char *peer;      /* its address as text; of the one before a trusted proxy */
	const char *token;     /* the name of its token; "" for none */
	enum http_scope scope; /* what it may */
};

/*
 * Answers by one of the functions below, now or later from the loop, exactly once. The request is gone then; a client that went
 * away in between is nothing to care about, nor is a server that was freed: the answer is thrown away.
 */
typedef void http_fn(struct http_req *req, void *arg);

enum http_flags {
	HTTP_JSON = 1u << 0,       /* its body is JSON, and says so: 415 */
	HTTP_BODY = 1u << 1,       /* it has no meaning without a body: 400 */
	HTTP_ANY_ORIGIN = 1u << 2, /* its caller is no web page, or is known by a secret: Origin does not matter */
	HTTP_LONG_PATH = 1u << 3,  /* the last {…} of its path may hold "/" */
};

struct http_route {
	const char *method; /* "GET" serves HEAD as well */
	const char *path;   /* "/api/v1/devices/{device}/state" */
	enum http_scope scope;
	unsigned flags;
	http_fn *serve;
};

/* ---- a request ---- */

/* A header by its name, whatever its case, or NULL. */
const char *http_header(const struct http_req *req, const char *name);

/* A value of the query, decoded, or NULL; "" where it stands without one. */
const char *http_query(const struct http_req *req, const char *name);

/* Adds a header to the answer, before it is given. Neither may come from outside: both are asserted to be plain. */
void http_answer_header(struct http_req *req, const char *name, const char *value);

/* Copies the body. @p body may be NULL with @p length 0, as of 204. */
void http_answer(struct http_req *req, int status, const char *type, const char *body, size_t length);

/* Steals @p json; NULL is an answer of 500. */
void http_answer_json(struct http_req *req, int status, json_t *json);

/*
 * A problem document (RFC 9457): {"type":"about:blank" or a fragment of the manual,"title","status","detail","code"}.
 *
 * @param code  the word that programs look at: "unknown_device", "bad_value", ... as in results of MQTT
 */
void http_problem(struct http_req *req, int status, const char *code, const char *fmt, ...) KASA_PRINTF(4, 5);

/* The same of a failure: the status follows from the code. @p code NULL: that of the error. */
void http_problem_err(struct http_req *req, const char *code, const struct kasa_err *err);

/*
 * The answer to a secret that is wrong, of whatever kind: 401, always the same; 429 when there were too many of that address. One
 * bucket counts for tokens and for all who have secrets of their own.
 */
void http_wrong_secret(struct http_req *req);

/* The status that belongs to a code of results: 404 for "unknown_device", 504 for "timeout", ... Pure. */
int http_status_of(const char *code);

/* ---- an answer without an end that is known ---- */

struct http_stream_ops {
	/* Up to @p room bytes; 0: nothing now, http_stream_wake() tells when there is; -1: it ends. */
	ssize_t (*fill)(void *arg, char *out, size_t room);
	void (*closed)(void *arg); /* once, whoever ended it; nothing of it may be touched any more */
};

/* NULL when there are too many (503 was answered) or no memory; .closed does not run then. */
struct http_stream *http_stream(struct http_req *req, int status, const char *type, const struct http_stream_ops *ops,
                                void *arg);
void http_stream_wake(struct http_stream *stream);

/* ---- the server ---- */

struct http_counts {
	uint64_t requests, refused; /* refused: 4xx before a function saw it */
	uint64_t wrong_tokens;
	unsigned connections, streams;
};

/* Nothing listens yet. @p config and @p tokens are lent for its whole life. */
int http_new(struct ev_loop *loop, const struct config_http *config, const struct http_tokens *tokens,
             struct http **out, struct kasa_err *err);

/* Adds routes; @p rows is ended by a row without a method and lives for ever. All before http_start(). */
int http_add(struct http *http, const struct http_route *rows, void *arg, struct kasa_err *err);

/* Listens. KASA_EBUSY, KASA_EINVAL with a sentence that names the address. */
int http_start(struct http *http, struct kasa_err *err);

/* Walks through all routes; NULL past the last. */
const struct http_route *http_route_at(const struct http *http, size_t index);

void http_count(const struct http *http, struct http_counts *out);

/* What is open is answered by 503, streams are closed. NULL is nothing to do. */
void http_free(struct http *http);

#endif
