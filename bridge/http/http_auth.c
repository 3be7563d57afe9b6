/* Who asks, and what he may. Whatever is wrong with a secret, the answer is the same. */
#include <string.h>
#include <strings.h>

#include "bridge/clock.h"
#include "bridge/http/http_own.h"
#include "bridge/http/http_tokens.h"

static const char *const scopes[] = { "none", "read", "control", "admin" };

/* NULL: it is of another kind. */
static const char *
bearer(const char *authorization)
{
	static const char scheme[] = "Bearer ";

	if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
		return NULL;
	authorization += sizeof scheme - 1;
	return authorization + strspn(authorization, " ");
}

static void
ask_for_token(struct http_req *req)
{
	http_answer_header(req, "WWW-Authenticate", "Bearer");
	http_problem(req, 401, "unauthorized", "a secret that is known here is wanted");
}

void
http_wrong_secret(struct http_req *req)
{
	struct http_conn *conn = http_conn_of(req);
	struct http *http = conn->http;
	unsigned wait =
		http ? http_guard_wrong(&http->guard, conn->from.key, http->config->limits.wrong_per_minute, clock_ms())
		     : 0;
	char seconds[16];

	if (http)
		http->counts.wrong_tokens++;
	if (wait == 0) {
		ask_for_token(req);
		return;
	}
	snprintf(seconds, sizeof seconds, "%u", wait);
	http_answer_header(req, "Retry-After", seconds);
	http_problem(req, 429, "too_many", "there were too many wrong secrets from this address");
}

/* Without any token only this host is listened to, see http_start(). */
static bool
trust(struct http_conn *conn)
{
	conn->req.scope = HTTP_CONTROL;
	if (conn->row->route->scope <= HTTP_CONTROL)
		return true;
	http_problem(&conn->req, 403, "forbidden",
	             "this wants a token of the scope admin, and there is none: http.tokens_file");
	return false;
}

static bool
suffices(struct http_conn *conn, enum http_scope wanted)
{
	if (conn->req.scope >= wanted)
		return true;
	http_problem(&conn->req, 403, "forbidden", "this token has the scope %s, and %s is wanted",
	             scopes[conn->req.scope], scopes[wanted]);
	return false;
}

bool
http_authorize(struct http_conn *conn, const char *authorization)
{
	enum http_scope wanted = conn->row->route->scope;
	const char *token = bearer(authorization), *name;

	if (http_tokens_count(conn->http->tokens) == 0)
		return trust(conn);
	name = token ? http_tokens_find(conn->http->tokens, token, &conn->req.scope) : NULL;
	if (name) {
		conn->req.token = name;
		return suffices(conn, wanted);
	}
	conn->req.scope = HTTP_OPEN;
	if (wanted == HTTP_OPEN)
		return true;
	if (token)
		http_wrong_secret(&conn->req);
	else
		ask_for_token(&conn->req);
	return false;
}
