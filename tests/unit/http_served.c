#include "unit/http_served.h"

#include "unit/unit.h"

struct http_home home;
struct http_req *held;
int holds;

static void
serve_hello(struct http_req *req, void *arg)
{
	(void)arg;
	http_answer(req, 200, "text/plain", "hello", 5);
}

static void
serve_echo(struct http_req *req, void *arg)
{
	json_t *json = json_pack("{ss ss si ss ss si ss*}", "method", req->method, "body", req->body, "length",
	                         (int)req->length, "peer", req->peer, "token", req->token, "scope", (int)req->scope,
	                         "q", http_query(req, "q"));

	(void)arg;
	for (size_t i = 0; i < HTTP_PARTS_MAX && req->part[i]; i++) {
		char name[16];

		snprintf(name, sizeof name, "part%zu", i);
		json_object_set_new(json, name, json_string(req->part[i]));
	}
	json_object_set_new(json, "path", json_string(req->path));
	http_answer_json(req, 200, json);
}

static void
serve_late(struct http_req *req, void *arg)
{
	(void)arg;
	held = req;
	holds++;
}

static void
serve_secret(struct http_req *req, void *arg)
{
	(void)arg;
	http_wrong_secret(req);
}

static const struct http_route routes[] = {
	{ "GET", "/", HTTP_READ, 0, serve_hello },
	{ "GET", "/open", HTTP_OPEN, 0, serve_hello },
	{ "GET", "/read", HTTP_READ, 0, serve_echo },
	{ "POST", "/things/{thing}/state", HTTP_CONTROL, HTTP_JSON | HTTP_BODY, serve_echo },
	{ "GET", "/things/{thing}/state", HTTP_READ, 0, serve_echo },
	{ "PATCH", "/things/{thing}", HTTP_CONTROL, HTTP_JSON, serve_echo },
	{ "POST", "/any", HTTP_CONTROL, 0, serve_echo },
	{ "DELETE", "/admin", HTTP_ADMIN, 0, serve_echo },
	{ "GET", "/late", HTTP_READ, 0, serve_late },
	{ "POST", "/hooks/{hook}/{rest}", HTTP_OPEN, HTTP_ANY_ORIGIN | HTTP_LONG_PATH, serve_echo },
	{ "GET", "/secret", HTTP_OPEN, HTTP_ANY_ORIGIN, serve_secret },
	{ 0 },
};

const char served_tokens[] = "# who\nread grafana 0123456789abcdefghijkl\ncontrol panel lkjihgfedcba9876543210\n"
			     "admin root ABCDEFGHIJKLMNOPQRSTUV==\n";

void
served_begin(const char *text)
{
	struct kasa_err err;

	http_home_init(&home, text);
	ck_assert_int_eq(http_add(home.http, routes, NULL, &err), KASA_OK);
}

void
served_start(const char *text)
{
	served_begin(text);
	http_home_start(&home);
}

/* ---- asking ---- */

int
served_ask(const char *request)
{
	return http_home_status(http_home_ask(&home, request));
}

const char *
served_get(const char *line, const char *more)
{
	char text[2048];

	snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: localhost\r\n%s%s", line, more,
	         strstr(more, "\r\n\r\n") ? "" : "\r\n");
	return http_home_ask(&home, text);
}

int
served_status(const char *line, const char *more)
{
	return http_home_status(served_get(line, more));
}
