/* Answers: given once, by whoever has the request, to libmicrohttpd when it comes for them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/command/command.h"
#include "bridge/http/http_own.h"
#include "bridge/http/http_problem.h"

enum {
	DETAIL_MAX = 600,
};

/* ---- headers ---- */

/* For an assertion alone: inline, so that a release without any may leave it out. */
static inline bool
is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

void
http_answer_header(struct http_req *req, const char *name, const char *value)
{
	struct http_conn *conn = http_conn_of(req);
	struct http_extra *extra = &conn->extra[conn->extra_count];

	assert(is_plain(name) && is_plain(value) && !strpbrk(name, ": ") && conn->extra_count < HTTP_EXTRA_MAX);
	if (conn->extra_count == HTTP_EXTRA_MAX)
		return;
	*extra = (struct http_extra){ strdup(name), strdup(value) };
	conn->extra_count++;
}

static bool
has_extra(const struct http_conn *conn, const char *name)
{
	for (unsigned i = 0; i < conn->extra_count; i++)
		if (conn->extra[i].name && strcasecmp(conn->extra[i].name, name) == 0)
			return true;
	return false;
}

static void
add_cors(struct http_conn *conn, struct MHD_Response *response)
{
	if (conn->http->config->origins)
		MHD_add_response_header(response, "Vary", "Origin");
	if (conn->cors)
		MHD_add_response_header(response, "Access-Control-Allow-Origin", conn->cors);
}

static void
add_headers(struct http_conn *conn, const char *type, struct MHD_Response *response)
{
	if (type)
		MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	if (!has_extra(conn, "Cache-Control"))
		MHD_add_response_header(response, "Cache-Control", "no-store");
	add_cors(conn, response);
	if (conn->closing || conn->http->leaving)
		MHD_add_response_header(response, "Connection", "close");
	for (unsigned i = 0; i < conn->extra_count; i++)
		if (conn->extra[i].name && conn->extra[i].value)
			MHD_add_response_header(response, conn->extra[i].name, conn->extra[i].value);
}

/* ---- giving ---- */

/* The server was gone before the function answered: nobody is there to hear it. */
static bool
is_late(struct http_conn *conn, struct MHD_Response *response)
{
	if (conn->http)
		return false;
	if (response)
		MHD_destroy_response(response);
	conn->owed = false;
	http_conn_release(conn);
	return true;
}

void
http_answer_give(struct http_conn *conn, int status, const char *type, struct MHD_Response *response)
{
	if (is_late(conn, response))
		return;
	assert(!conn->response);
	conn->owed = false;
	conn->status = response ? status : 0;
	conn->response = response; /* NULL: the connection is closed */
	if (response)
		add_headers(conn, type, response);
	http_conn_resume(conn);
}

void
http_answer(struct http_req *req, int status, const char *type, const char *body, size_t length)
{
	struct MHD_Response *response;

	response = MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
	http_answer_give(http_conn_of(req), status, type, response);
}

void
http_answer_text(struct http_req *req, int status, const char *type, char *body)
{
	struct MHD_Response *response;

	response = body ? MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_MUST_FREE) : NULL;
	if (body && !response)
		free(body);
	http_answer_give(http_conn_of(req), status, type, response);
}

void
http_answer_json(struct http_req *req, int status, json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	json_decref(json);
	if (text)
		http_answer_text(req, status, "application/json", text);
	else
		http_problem(req, 500, "nomem", "there is no memory for the answer");
}

/* ---- problems ---- */

bool
http_is_refusal(int status)
{
	return status >= 400 && status < 500;
}

void
http_problem(struct http_req *req, int status, const char *code, const char *fmt, ...)
{
	char detail[DETAIL_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(detail, sizeof detail, fmt, args);
	va_end(args);
	http_answer_text(req, status, "application/problem+json", http_problem_text(status, code, detail));
}

void
http_problem_err(struct http_req *req, const char *code, const struct kasa_err *err)
{
	const char *word = code ? code : command_code(err);

	http_problem(req, http_status_of(word), word, "%s", err->text);
}
