/* What a request must pass before its function sees it, in an order that tells strangers nothing. */
#include <string.h>
#include <strings.h>

#include "bridge/http/http_check.h"
#include "bridge/http/http_own.h"

static enum MHD_Result
on_header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	http_check_header(arg, name, value ? value : "");
	return MHD_YES;
}

/* What was sent may mean something else to others: nothing behind it is read. */
static bool
refuse_and_close(struct http_conn *conn, int status, const char *code, const char *why)
{
	conn->closing = true;
	http_problem(&conn->req, status, code, "%s", why);
	return false;
}

static bool
is_well_formed(struct http_conn *conn, const struct http_check *check)
{
	const char *authority = conn->uri.authority, *why;
	int status = http_check_verdict(check, &why);

	if (status)
		return refuse_and_close(conn, status, "bad_request", why);
	if (conn->fault == HTTP_URI_BROKEN)
		return refuse_and_close(conn, 400, "bad_request", "what is asked for is no path");
	if (conn->fault == HTTP_URI_MEMORY)
		return refuse_and_close(conn, 503, "nomem", "there is no memory for it");
	if (authority && !http_host_is_same(authority, check->host))
		return refuse_and_close(conn, 400, "bad_request", "it is for another host than its Host says");
	return true;
}

static bool
is_for_us(struct http_conn *conn, const struct http_check *check)
{
	if (!http_host_is_ours(&conn->http->names, check->host))
		return refuse_and_close(conn, 421, "unknown_host",
		                        "this host is not called so: http.hosts lists further names");
	if (!conn->req.method[0])
		return refuse_and_close(conn, 501, "bad_request", "this method is not known");
	if (check->length > conn->http->config->limits.body) {
		conn->closing = true;
		http_problem(&conn->req, 413, "too_large", "a body may have %u bytes", conn->http->config->limits.body);
		return false;
	}
	return true;
}

/* ---- web pages ---- */

static void
allow_page(struct http_conn *conn, const struct http_check *check)
{
	if (!check->wish)
		return;
	http_answer_header(&conn->req, "Access-Control-Allow-Methods", check->wish);
	http_answer_header(&conn->req, "Access-Control-Allow-Headers",
	                   "Authorization, Content-Type, Idempotency-Key, Last-Event-ID");
	http_answer_header(&conn->req, "Access-Control-Max-Age", "600");
}

static bool
tell_options(struct http_conn *conn, const struct http_check *check, const char *allow)
{
	char text[HTTP_ALLOW_TEXT + sizeof ", OPTIONS"];

	snprintf(text, sizeof text, "%s, OPTIONS", allow);
	http_answer_header(&conn->req, "Allow", text);
	if (conn->cors && http_method(check->wish ? check->wish : ""))
		allow_page(conn, check);
	http_answer(&conn->req, 204, NULL, NULL, 0);
	return false;
}

static bool
refuse_page(struct http_conn *conn)
{
	http_problem(&conn->req, 403, "foreign_origin",
	             "web pages from there may not use it: http.origins lists those that may");
	return false;
}

/* ---- the route ---- */

static bool
refuse_method(struct http_conn *conn, const char *allow)
{
	char text[HTTP_ALLOW_TEXT + sizeof ", OPTIONS"];

	snprintf(text, sizeof text, "%s, OPTIONS", allow);
	http_answer_header(&conn->req, "Allow", text);
	http_problem(&conn->req, 405, "bad_method", "this path takes %s", text);
	return false;
}

/* False when it was answered. */
static bool
find_route(struct http_conn *conn, const struct http_check *check, bool foreign)
{
	const char *allow = NULL, *method = conn->req.method;

	if (conn->fault == HTTP_URI_FINE && !conn->uri.asterisk)
		conn->row = http_routes_find(&conn->http->routes, method, &conn->uri, conn->req.part, &allow);
	if (strcmp(method, "OPTIONS") == 0 && !conn->row && (allow || conn->uri.asterisk))
		return foreign ? refuse_page(conn) : tell_options(conn, check, allow ? allow : "GET, HEAD");
	if (conn->row)
		return true;
	if (allow)
		return refuse_method(conn, allow);
	http_problem(&conn->req, 404, "not_found", "there is nothing at this path");
	return false;
}

static bool
is_json(const char *type)
{
	static const char json[] = "application/json";
	size_t n = sizeof json - 1;

	return type && strncasecmp(type, json, n) == 0 && (!type[n] || strchr("; \t", type[n]));
}

static bool
has_right_body(struct http_conn *conn, const char *type)
{
	unsigned flags = conn->row->route->flags;

	if ((flags & HTTP_BODY) && !conn->has_body)
		http_problem(&conn->req, 400, "bad_request", "it has no meaning without a body");
	else if ((flags & HTTP_JSON) && conn->has_body && !is_json(type))
		http_problem(&conn->req, 415, "bad_type", "its body is JSON: Content-Type: application/json");
	else
		return true;
	return false;
}

/* ---- all of it ---- */

static void
note_peer(struct http_conn *conn, const struct http_check *check)
{
	bool told = http_peer_forwarded(check->forwarded, conn->peer, conn->http->config->proxies, &conn->from,
	                                conn->forwarded);

	if (!told)
		conn->from = conn->address;
	conn->req.peer = told ? conn->forwarded : conn->peer;
}

static bool
is_foreign(struct http_conn *conn, const struct http_check *check)
{
	enum http_origin origin = HTTP_ORIGIN_OWN;

	if (check->origin)
		origin = http_origin_of(&conn->http->names, check->origin, check->host);
	conn->cors = origin == HTTP_ORIGIN_LISTED ? check->origin : NULL;
	return origin == HTTP_ORIGIN_FOREIGN;
}

bool
http_gate(struct http_conn *conn, const char *method, const char *version)
{
	const char *known = http_method(method);
	struct http_check check = { 0 };
	bool foreign;

	(void)version;
	conn->req = (struct http_req){
		.method = known ? known : "",
		.path = conn->uri.path ? conn->uri.path : "",
		.body = "",
		.token = "",
	};
	MHD_get_connection_values(conn->mhd, MHD_HEADER_KIND, on_header, &check);
	conn->has_body = check.length > 0 || check.codings > 0;
	note_peer(conn, &check);
	if (!is_well_formed(conn, &check) || !is_for_us(conn, &check))
		return false;
	foreign = is_foreign(conn, &check);
	if (!find_route(conn, &check, foreign))
		return false;
	if (foreign && !(conn->row->route->flags & HTTP_ANY_ORIGIN))
		return refuse_page(conn);
	return http_authorize(conn, check.authorization) && has_right_body(conn, check.type);
}

const char *
http_header(const struct http_req *req, const char *name)
{
	struct http_conn *conn = http_conn_of(req);

	return conn->mhd ? MHD_lookup_connection_value(conn->mhd, MHD_HEADER_KIND, name) : NULL;
}

const char *
http_query(const struct http_req *req, const char *name)
{
	struct http_conn *conn = http_conn_of(req);
	const char *value = NULL;
	size_t length;

	if (!conn->mhd
	    || MHD_lookup_connection_value_n(conn->mhd, MHD_GET_ARGUMENT_KIND, name, strlen(name), &value, &length)
	               != MHD_YES)
		return NULL;
	return value ? value : "";
}
