/* Who and what does not come in: requests that are not well-formed, for others, from foreign pages, without the right token. */
#include "unit/unit.h"

#include <sys/socket.h>
#include <unistd.h>

#include "unit/http_served.h"

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
	served_start(NULL);
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

	served_begin(NULL);
	home.config->http.hosts = names;
	http_home_start(&home);
	for (size_t i = 0; i < UNIT_COUNT(hosts); i++) {
		snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", hosts[i]);
		ck_assert_msg(served_ask(request) == 200, "%s", hosts[i]);
	}
	ck_assert_int_eq(gethostname(own, sizeof own), 0);
	snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s.local\r\n\r\n", own);
	ck_assert_int_eq(served_ask(request), 200);
	ck_assert_int_eq(served_ask("GET http://localhost/open HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200);
	home.config->http.hosts = NULL;
	http_home_finish(&home);
}
END_TEST

START_TEST(an_endless_target_is_told_so)
{
	char request[12000];

	served_start(NULL);
	memset(request, 'a', sizeof request);
	memcpy(request, "GET /", 5);
	strcpy(request + 10000, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ck_assert_int_eq(served_ask(request), 414);
	http_home_finish(&home);
}
END_TEST

/* ---- who may ---- */

START_TEST(a_token_allows_what_its_scope_says)
{
	static const char reads[] = "Authorization: Bearer 0123456789abcdefghijkl\r\n";
	static const char controls[] = "Authorization: bearer lkjihgfedcba9876543210\r\n";
	static const char admin[] = "Authorization: Bearer ABCDEFGHIJKLMNOPQRSTUV==\r\n";

	served_start(served_tokens);
	ck_assert_ptr_nonnull(strstr(served_get("GET /read", reads), "\"token\":\"grafana\",\"scope\":1"));
	ck_assert_int_eq(served_status("POST /any", reads), 403);
	ck_assert_int_eq(served_status("POST /any", controls), 200);
	ck_assert_int_eq(served_status("DELETE /admin", controls), 403);
	ck_assert_int_eq(served_status("DELETE /admin", admin), 200);
	ck_assert_int_eq(served_status("GET /open", ""), 200);
	ck_assert_ptr_nonnull(strstr(served_get("POST /hooks/a/b", controls), "\"token\":\"panel\",\"scope\":2"));
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

	served_start(served_tokens);
	snprintf(first, sizeof first, "%s", http_home_body(served_get("GET /read", "")));
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		const char *answer = served_get("GET /read", wrong[i]);

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

	served_start(served_tokens);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(served_status("GET /read", wrong), 401);
	answer = served_get("GET /read", wrong);
	ck_assert_int_eq(http_home_status(answer), 429);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nRetry-After: 12\r\n"));
	ck_assert_int_eq(served_status("GET /secret", ""), 429);
	ck_assert_int_eq(served_status("GET /read", right), 200);
	ck_assert_int_eq(served_status("GET /read", ""), 401);
	http_count(home.http, &counts);
	ck_assert_uint_eq(counts.wrong_tokens, 7);
	http_home_finish(&home);
}
END_TEST

START_TEST(without_tokens_this_host_controls_and_does_not_administrate)
{
	served_start(NULL);
	ck_assert_int_eq(served_status("POST /any", ""), 200);
	ck_assert_int_eq(served_status("DELETE /admin", ""), 403);
	http_home_finish(&home);
}
END_TEST

START_TEST(without_tokens_others_are_not_listened_to)
{
	struct kasa_err err;

	served_begin(NULL);
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

	served_start(NULL);
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
	served_start(NULL);
	ck_assert_int_eq(served_status("POST /any", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(served_status("GET /read", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(served_status("GET /read", "Origin: null\r\n"), 403);
	ck_assert_int_eq(served_status("OPTIONS /any", "Origin: https://evil.example\r\n"), 403);
	ck_assert_int_eq(served_status("GET /read", "Origin: http://localhost\r\n"), 200);
	ck_assert_int_eq(served_status("POST /hooks/a/b", "Origin: https://evil.example\r\n"), 200);
	ck_assert_ptr_null(strstr(served_get("POST /any", "Origin: https://evil.example\r\n"), "Access-Control"));
	http_home_finish(&home);
}
END_TEST

START_TEST(pages_that_are_listed_are_let_in)
{
	char panel[] = "https://panel.example.org", *origins[] = { panel, NULL };
	const char *answer;

	served_begin(NULL);
	home.config->http.origins = origins;
	http_home_start(&home);
	answer = served_get("GET /read", "Origin: https://panel.example.org\r\n");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAccess-Control-Allow-Origin: https://panel.example.org\r\n"));
	answer = served_get("OPTIONS /any",
	                    "Origin: https://panel.example.org\r\nAccess-Control-Request-Method: POST\r\n");
	ck_assert_int_eq(http_home_status(answer), 204);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAccess-Control-Allow-Methods: POST\r\n"));
	ck_assert_ptr_nonnull(strstr(answer, "Authorization, Content-Type"));
	ck_assert_int_eq(served_status("GET /read", "Origin: https://evil.example\r\n"), 403);
	home.config->http.origins = NULL;
	http_home_finish(&home);
}
END_TEST

START_TEST(a_proxy_that_is_trusted_says_who_asks)
{
	char near[] = "127.0.0.1", far[] = "192.0.2.1", *proxies[] = { near, far, NULL };
	static const char told[] = "X-Forwarded-For: 198.51.100.9, 203.0.113.5, 192.0.2.1\r\n";

	served_start(NULL);
	ck_assert_ptr_nonnull(strstr(served_get("GET /read", told), "\"peer\":\"127.0.0.1\""));
	home.config->http.proxies = proxies;
	ck_assert_ptr_nonnull(strstr(served_get("GET /read", told), "\"peer\":\"203.0.113.5\""));
	ck_assert_ptr_nonnull(
		strstr(served_get("GET /read", "X-Forwarded-For: nonsense\r\n"), "\"peer\":\"127.0.0.1\""));
	home.config->http.proxies = NULL;
	http_home_finish(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_two_readers_may_understand_in_two_ways_is_refused_and_the_connection_closed,
		what_is_meant_for_this_host_is_taken,
		an_endless_target_is_told_so,
		a_token_allows_what_its_scope_says,
		whatever_is_wrong_with_a_token_is_answered_alike,
		who_guesses_is_told_to_wait_and_who_knows_is_not,
		without_tokens_this_host_controls_and_does_not_administrate,
		without_tokens_others_are_not_listened_to,
		an_address_in_use_is_named,
		foreign_pages_are_refused_and_hear_nothing,
		pages_that_are_listed_are_let_in,
		a_proxy_that_is_trusted_says_who_asks,
	};

	return unit_run("bridge http gate", tests, UNIT_COUNT(tests));
}
