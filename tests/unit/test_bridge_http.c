/* The server, asked by bytes as they are: what passes, what does not, what comes later, and how it ends. */
#include "unit/unit.h"

#include <sys/socket.h>
#include <unistd.h>

#include "unit/http_client.h"

static struct http_home home;
static struct http_req *held; /* of /late */
static int holds;

/* ---- what is served ---- */

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

static const char tokens[] = "# who\nread grafana 0123456789abcdefghijkl\ncontrol panel lkjihgfedcba9876543210\n"
			     "admin root ABCDEFGHIJKLMNOPQRSTUV==\n";

static void
begin(const char *text)
{
	struct kasa_err err;

	http_home_init(&home, text);
	ck_assert_int_eq(http_add(home.http, routes, NULL, &err), KASA_OK);
}

static void
start(const char *text)
{
	begin(text);
	http_home_start(&home);
}

/* ---- asking ---- */

static int
ask(const char *request)
{
	return http_home_status(http_home_ask(&home, request));
}

/* A request line and headers behind Host, perhaps a body behind an empty line. */
static const char *
get(const char *line, const char *more)
{
	char text[2048];

	snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: localhost\r\n%s%s", line, more,
	         strstr(more, "\r\n\r\n") ? "" : "\r\n");
	return http_home_ask(&home, text);
}

static int
status(const char *line, const char *more)
{
	return http_home_status(get(line, more));
}

START_TEST(a_route_is_served_and_told_what_was_asked)
{
	const char *answer;

	start(NULL);
	ck_assert_int_eq(status("GET /", ""), 200);
	answer = get("POST /things/the%20lamp/state?q=a+b%21&x",
	             "Content-Type: application/json; charset=utf-8\r\nContent-Length: 9\r\n\r\n{\"on\": 1}");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_str_eq(http_home_body(answer),
	                 "{\"method\":\"POST\",\"body\":\"{\\\"on\\\": 1}\",\"length\":9,\"peer\":\"127.0.0.1\","
	                 "\"token\":\"\",\"scope\":2,\"q\":\"a b!\",\"part0\":\"the lamp\","
	                 "\"path\":\"/things/the lamp/state\"}");
	answer = get("POST /hooks/a/b/c%2Fd", "");
	ck_assert_ptr_nonnull(strstr(answer, "\"part0\":\"a\",\"part1\":\"b/c/d\""));
	http_home_finish(&home);
}
END_TEST

START_TEST(answers_say_that_nobody_may_keep_or_guess_them)
{
	const char *answer;

	start(NULL);
	answer = get("GET /", "");
	ck_assert_ptr_nonnull(strstr(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
	ck_assert_ptr_nonnull(strstr(answer, "\r\nCache-Control: no-store\r\n"));
	ck_assert_ptr_nonnull(strstr(answer, "\r\nReferrer-Policy: no-referrer\r\n"));
	ck_assert_ptr_null(strstr(answer, "Access-Control"));
	http_home_finish(&home);
}
END_TEST

START_TEST(methods_and_paths_are_told_apart)
{
	const char *answer;

	start(NULL);
	ck_assert_int_eq(status("GET /nowhere", ""), 404);
	ck_assert_int_eq(status("GET /things//state", ""), 404);
	ck_assert_int_eq(status("GET /things/../state", ""), 404);
	ck_assert_int_eq(status("GET /things/%2e%2e/state", ""), 404);
	ck_assert_int_eq(status("GET /things/a%2fb/state", ""), 404);
	ck_assert_int_eq(status("GET /open/", ""), 404);
	answer = get("PUT /things/a/state", "");
	ck_assert_int_eq(http_home_status(answer), 405);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAllow: POST, GET, HEAD, OPTIONS\r\n"));
	answer = get("OPTIONS /things/a/state", "");
	ck_assert_int_eq(http_home_status(answer), 204);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAllow: POST, GET, HEAD, OPTIONS\r\n"));
	ck_assert_int_eq(status("BREW /open", ""), 501);
	http_home_finish(&home);
}
END_TEST

START_TEST(head_is_get_without_its_body)
{
	const char *answer;

	start(NULL);
	answer = get("HEAD /open", "Connection: close\r\n");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nContent-Length: 5\r\n"));
	ck_assert_str_eq(http_home_body(answer), "");
	http_home_finish(&home);
}
END_TEST

/* ---- well-formed beyond doubt ---- */

static const struct {
	const char *request;
	int status;
} odd[] = {
	// clang-format off
	{ "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "GET / HTTP/1.0\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501 },
	{ "PATCH /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\nhello", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nX\x01Y: 5\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nX[]: 5\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x01" "b\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n", 400 },
	{ "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET /a%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET /a% HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET /?q=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET open HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421 },
	{ "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 421 },
	{ "GET / HTTP/1.1\r\nHost: localhost:80x\r\n\r\n", 421 },
	{ "POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", 413 },
	{ "PATCH /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", 413 },
	{ "PUT /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", 413 },
	// clang-format on
};

START_TEST(what_two_readers_may_understand_in_two_ways_is_refused_and_the_connection_closed)
{
	start(NULL);
	for (size_t i = 0; i < UNIT_COUNT(odd); i++) {
		int fd = http_home_connect(&home), got;
		bool closed;

		http_home_send(fd, odd[i].request);
		got = http_home_status(http_home_read(&home, fd, NULL));
		ck_assert_msg(got == odd[i].status, "%zu: %d: %s", i, got, odd[i].request);
		http_home_read(&home, fd, &closed);
		ck_assert_msg(closed, "%zu stays open: %s", i, odd[i].request);
		close(fd);
	}
	http_home_finish(&home);
}
END_TEST

START_TEST(what_is_meant_for_this_host_is_taken)
{
	static const char *const hosts[] = { "localhost",  "LOCALHOST:9980", "127.0.0.1",  "192.0.2.7:80",
		                             "[::1]:9980", "[2001:db8::1]",  "localhost.", "kasa.example.org:443" };
	char own[64], request[200], name[] = "kasa.example.org", *names[] = { name, NULL };

	begin(NULL);
	home.config->http.hosts = names;
	http_home_start(&home);
	for (size_t i = 0; i < UNIT_COUNT(hosts); i++) {
		snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", hosts[i]);
		ck_assert_msg(ask(request) == 200, "%s", hosts[i]);
	}
	ck_assert_int_eq(gethostname(own, sizeof own), 0);
	snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s.local\r\n\r\n", own);
	ck_assert_int_eq(ask(request), 200);
	ck_assert_int_eq(ask("GET http://localhost/open HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200);
	home.config->http.hosts = NULL;
	http_home_finish(&home);
}
END_TEST

START_TEST(an_endless_target_is_told_so)
{
	char request[12000];

	start(NULL);
	memset(request, 'a', sizeof request);
	memcpy(request, "GET /", 5);
	strcpy(request + 10000, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ck_assert_int_eq(ask(request), 414);
	http_home_finish(&home);
}
END_TEST

/* ---- bodies ---- */

START_TEST(a_body_comes_in_pieces_and_has_a_limit)
{
	int fd;
	const char *answer;

	begin(NULL);
	home.config->http.limits.body = 2048;
	http_home_start(&home);
	fd = http_home_connect(&home);
	http_home_send(fd, "POST /any HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
	http_home_run(&home, 20);
	http_home_send(fd, "2\r\nde\r\n0\r\n\r\n");
	answer = http_home_read(&home, fd, NULL);
	ck_assert_ptr_nonnull(strstr(answer, "\"body\":\"abcde\""));
	http_home_send(fd, "POST /any HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 200; i++)
		http_home_send(fd, "10\r\n0123456789abcdef\r\n");
	http_home_send(fd, "0\r\n\r\n");
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 413);
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(json_is_wanted_where_it_is_and_a_form_is_none)
{
	start(NULL);
	ck_assert_int_eq(status("POST /things/a/state", "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"),
	                 415);
	ck_assert_int_eq(status("POST /things/a/state",
	                        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"),
	                 415);
	ck_assert_int_eq(status("POST /things/a/state", "Content-Length: 2\r\n\r\n{}"), 415);
	ck_assert_int_eq(status("POST /things/a/state", "Content-Type: application/json\r\nContent-Length: 0\r\n"),
	                 400);
	ck_assert_int_eq(status("PATCH /things/a", ""), 200);
	http_home_finish(&home);
}
END_TEST

START_TEST(who_is_refused_can_ask_again_on_the_same_connection)
{
	int fd;

	start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd, "PATCH /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 404);
	http_home_send(fd, "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 404);
	http_home_send(fd, "GET /open HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 200);
	close(fd);
	http_home_finish(&home);
}
END_TEST

/* ---- who may ---- */

START_TEST(a_token_allows_what_its_scope_says)
{
	static const char reads[] = "Authorization: Bearer 0123456789abcdefghijkl\r\n";
	static const char controls[] = "Authorization: bearer lkjihgfedcba9876543210\r\n";
	static const char admin[] = "Authorization: Bearer ABCDEFGHIJKLMNOPQRSTUV==\r\n";

	start(tokens);
	ck_assert_ptr_nonnull(strstr(get("GET /read", reads), "\"token\":\"grafana\",\"scope\":1"));
	ck_assert_int_eq(status("POST /any", reads), 403);
	ck_assert_int_eq(status("POST /any", controls), 200);
	ck_assert_int_eq(status("DELETE /admin", controls), 403);
	ck_assert_int_eq(status("DELETE /admin", admin), 200);
	ck_assert_int_eq(status("GET /open", ""), 200);
	ck_assert_ptr_nonnull(strstr(get("POST /hooks/a/b", controls), "\"token\":\"panel\",\"scope\":2"));
	http_home_finish(&home);
}
END_TEST

START_TEST(whatever_is_wrong_with_a_token_is_answered_alike)
{
	static const char *const wrong[] = {
		"",
		"Authorization: Basic Zm9vOmJhcg==\r\n",
		"Authorization: Bearer\r\n",
		"Authorization: Bearer 0123456789abcdefghijkm\r\n",
		"Authorization: Bearer 0123456789abcdefghijkl0\r\n",
		"Authorization: 0123456789abcdefghijkl\r\n",
	};
	char first[2000];

	start(tokens);
	snprintf(first, sizeof first, "%s", http_home_body(get("GET /read", "")));
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		const char *answer = get("GET /read", wrong[i]);

		ck_assert_int_eq(http_home_status(answer), 401);
		ck_assert_ptr_nonnull(strstr(answer, "\r\nWWW-Authenticate: Bearer\r\n"));
		ck_assert_str_eq(http_home_body(answer), first);
	}
	http_home_finish(&home);
}
END_TEST

START_TEST(who_guesses_is_told_to_wait_and_who_knows_is_not)
{
	static const char wrong[] = "Authorization: Bearer 0123456789abcdefghijkm\r\n";
	static const char right[] = "Authorization: Bearer 0123456789abcdefghijkl\r\n";
	struct http_counts counts;
	const char *answer;

	start(tokens);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(status("GET /read", wrong), 401);
	answer = get("GET /read", wrong);
	ck_assert_int_eq(http_home_status(answer), 429);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nRetry-After: 12\r\n"));
	ck_assert_int_eq(status("GET /secret", ""), 429);
	ck_assert_int_eq(status("GET /read", right), 200);
	ck_assert_int_eq(status("GET /read", ""), 401);
	http_count(home.http, &counts);
	ck_assert_uint_eq(counts.wrong_tokens, 7);
	http_home_finish(&home);
}
END_TEST

START_TEST(without_tokens_this_host_controls_and_does_not_administrate)
{
	start(NULL);
	ck_assert_int_eq(status("POST /any", ""), 200);
	ck_assert_int_eq(status("DELETE /admin", ""), 403);
	http_home_finish(&home);
}
END_TEST

START_TEST(without_tokens_others_are_not_listened_to)
{
	struct kasa_err err;

	begin(NULL);
	free(home.config->http.listen[0]);
	home.config->http.listen[0] = strdup("0.0.0.0:9980");
	ck_assert_int_eq(http_start(home.http, &err), KASA_EINVAL);
	ck_assert_msg(strstr(err.text, "0.0.0.0:9980") && strstr(err.text, "tokens"), "%s", err.text);
	http_home_finish(&home);
}
END_TEST

START_TEST(an_address_in_use_is_named)
{
	struct http_home other;
	struct kasa_err err;

	start(NULL);
	http_home_init(&other, NULL);
	free(other.config->http.listen[0]);
	other.config->http.listen[0] = strdup(home.address);
	ck_assert_int_eq(http_start(other.http, &err), KASA_EBUSY);
	ck_assert_msg(strstr(err.text, home.address), "%s", err.text);
	http_free(other.http);
	http_tokens_free(other.tokens);
	config_free(other.config);
	http_home_finish(&home);
}
END_TEST

/* ---- web pages ---- */

START_TEST(foreign_pages_are_refused_and_hear_nothing)
{
	start(NULL);
	ck_assert_int_eq(status("POST /any", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(status("GET /read", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(status("GET /read", "Origin: null\r\n"), 403);
	ck_assert_int_eq(status("OPTIONS /any", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(status("GET /read", "Origin: http://localhost\r\n"), 200);
	ck_assert_int_eq(status("POST /hooks/a/b", "Origin: https://evil.example\r\n"), 200);
	ck_assert_ptr_null(strstr(get("POST /any", "Origin: https://evil.example\r\n"), "Access-Control"));
	http_home_finish(&home);
}
END_TEST

START_TEST(pages_that_are_listed_are_let_in)
{
	char panel[] = "https://panel.example.org", *origins[] = { panel, NULL };
	const char *answer;

	begin(NULL);
	home.config->http.origins = origins;
	http_home_start(&home);
	answer = get("GET /read", "Origin: https://panel.example.org\r\n");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAccess-Control-Allow-Origin: https://panel.example.org\r\n"));
	answer = get("OPTIONS /any", "Origin: https://panel.example.org\r\nAccess-Control-Request-Method: POST\r\n");
	ck_assert_int_eq(http_home_status(answer), 204);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAccess-Control-Allow-Methods: POST\r\n"));
	ck_assert_ptr_nonnull(strstr(answer, "Authorization, Content-Type"));
	ck_assert_int_eq(status("GET /read", "Origin: https://evil.example\r\n"), 403);
	home.config->http.origins = NULL;
	http_home_finish(&home);
}
END_TEST

START_TEST(a_proxy_that_is_trusted_says_who_asks)
{
	char near[] = "127.0.0.1", far[] = "192.0.2.1", *proxies[] = { near, far, NULL };
	static const char told[] = "X-Forwarded-For: 198.51.100.9, 203.0.113.5, 192.0.2.1\r\n";

	start(NULL);
	ck_assert_ptr_nonnull(strstr(get("GET /read", told), "\"peer\":\"127.0.0.1\""));
	home.config->http.proxies = proxies;
	ck_assert_ptr_nonnull(strstr(get("GET /read", told), "\"peer\":\"203.0.113.5\""));
	ck_assert_ptr_nonnull(strstr(get("GET /read", "X-Forwarded-For: nonsense\r\n"), "\"peer\":\"127.0.0.1\""));
	home.config->http.proxies = NULL;
	http_home_finish(&home);
}
END_TEST

/* ---- later ---- */

START_TEST(an_answer_may_come_later_and_others_are_served_meanwhile)
{
	int fd;

	start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd,
	               "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\nGET /open HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &holds);
	ck_assert_int_eq(status("GET /open", ""), 200);
	ck_assert_int_eq(holds, 1);
	http_answer(held, 202, NULL, NULL, 0);
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 202);
	http_home_run(&home, 20);
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(a_client_that_went_away_is_answered_to_nobody)
{
	int fd;

	start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd, "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &holds);
	close(fd);
	http_home_run(&home, 20);
	http_problem(held, 504, "timeout", "%s", "too late");
	http_home_run(&home, 20);
	ck_assert_int_eq(status("GET /open", ""), 200);
	http_home_finish(&home);
}
END_TEST

START_TEST(the_end_answers_who_waits_and_a_later_answer_is_thrown_away)
{
	const char *answer;
	int fd;

	start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd, "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &holds);
	http_free(home.http);
	home.http = NULL;
	answer = http_home_read(&home, fd, NULL);
	ck_assert_int_eq(http_home_status(answer), 503);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nConnection: close\r\n"));
	http_problem(held, 504, "timeout", "%s", "too late");
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(what_comes_at_the_end_is_not_served_any_more)
{
	int fd;

	start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd, "GET /open HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 200);
	http_home_send(fd, "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_free(home.http);
	home.http = NULL;
	ck_assert_int_eq(http_home_status(http_home_read(&home, fd, NULL)), 503);
	ck_assert_int_eq(holds, 0);
	close(fd);
	http_home_finish(&home);
}
END_TEST

START_TEST(requests_that_come_at_once_are_all_answered)
{
	char text[HOME_ANSWER_MAX];
	const char *at;
	int fd, count = 0;

	start(NULL);
	fd = http_home_connect(&home);
	for (int i = 0; i < 20; i++)
		http_home_send(fd, "GET /open HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_send(fd, "GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
	http_home_run(&home, 300);
	text[recv(fd, text, sizeof text - 1, 0)] = '\0';
	for (at = text; (at = strstr(at, "hello")); at++)
		count++;
	ck_assert_int_eq(count, 21);
	close(fd);
	http_home_finish(&home);
}
END_TEST

/* ---- time ---- */

START_TEST(headers_and_bodies_have_a_time_however_they_trickle)
{
	int headers, body;
	bool closed;

	begin(NULL);
	home.config->http.limits.header_ms = home.config->http.limits.body_ms = 150;
	http_home_start(&home);
	headers = http_home_connect(&home);
	body = http_home_connect(&home);
	http_home_send(body, "POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n");
	for (int i = 0; i < 10; i++) {
		if (send(headers, "G", 1, MSG_NOSIGNAL) < 0 && send(body, "b", 1, MSG_NOSIGNAL) < 0)
			break;
		http_home_run(&home, 40);
	}
	ck_assert_str_eq(http_home_read(&home, headers, &closed), "");
	ck_assert(closed);
	ck_assert_str_eq(http_home_read(&home, body, &closed), "");
	ck_assert(closed);
	close(headers);
	close(body);
	http_home_finish(&home);
}
END_TEST

START_TEST(more_connections_than_the_limit_are_served_once_deadlines_cleared_the_others)
{
	struct http_counts counts;
	int fds[40];

	begin(NULL);
	home.config->http.limits.connections = 8;
	home.config->http.limits.header_ms = 100;
	http_home_start(&home);
	for (size_t i = 0; i < UNIT_COUNT(fds); i++)
		fds[i] = http_home_connect(&home);
	http_home_run(&home, 30);
	http_count(home.http, &counts);
	ck_assert_uint_eq(counts.connections, 8);
	ck_assert_int_eq(status("GET /open", ""), 200);
	for (size_t i = 0; i < UNIT_COUNT(fds); i++)
		close(fds[i]);
	http_home_finish(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_route_is_served_and_told_what_was_asked,
		answers_say_that_nobody_may_keep_or_guess_them,
		methods_and_paths_are_told_apart,
		head_is_get_without_its_body,
		what_two_readers_may_understand_in_two_ways_is_refused_and_the_connection_closed,
		what_is_meant_for_this_host_is_taken,
		an_endless_target_is_told_so,
		a_body_comes_in_pieces_and_has_a_limit,
		json_is_wanted_where_it_is_and_a_form_is_none,
		who_is_refused_can_ask_again_on_the_same_connection,
		a_token_allows_what_its_scope_says,
		whatever_is_wrong_with_a_token_is_answered_alike,
		who_guesses_is_told_to_wait_and_who_knows_is_not,
		without_tokens_this_host_controls_and_does_not_administrate,
		without_tokens_others_are_not_listened_to,
		an_address_in_use_is_named,
		foreign_pages_are_refused_and_hear_nothing,
		pages_that_are_listed_are_let_in,
		a_proxy_that_is_trusted_says_who_asks,
		an_answer_may_come_later_and_others_are_served_meanwhile,
		a_client_that_went_away_is_answered_to_nobody,
		the_end_answers_who_waits_and_a_later_answer_is_thrown_away,
		what_comes_at_the_end_is_not_served_any_more,
		requests_that_come_at_once_are_all_answered,
		headers_and_bodies_have_a_time_however_they_trickle,
		more_connections_than_the_limit_are_served_once_deadlines_cleared_the_others,
	};

	return unit_run("bridge http", tests, UNIT_COUNT(tests));
}
