/* The server, asked by bytes as they are: what is served, what comes in pieces or later, and how it ends. */
#include "unit/unit.h"

#include <sys/socket.h>
#include <unistd.h>

#include "unit/http_served.h"

START_TEST(a_route_is_served_and_told_what_was_asked)
{
	const char *answer;

	served_start(NULL);
	ck_assert_int_eq(served_status("GET /", ""), 200);
	answer = served_get("POST /things/the%20lamp/state?q=a+b%21&x",
	                    "Content-Type: application/json; charset=utf-8\r\nContent-Length: 9\r\n\r\n{\"on\": 1}");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_str_eq(http_home_body(answer),
	                 "{\"method\":\"POST\",\"body\":\"{\\\"on\\\": 1}\",\"length\":9,\"peer\":\"127.0.0.1\","
	                 "\"token\":\"\",\"scope\":2,\"q\":\"a b!\",\"part0\":\"the lamp\","
	                 "\"path\":\"/things/the lamp/state\"}");
	answer = served_get("POST /hooks/a/b/c%2Fd", "");
	ck_assert_ptr_nonnull(strstr(answer, "\"part0\":\"a\",\"part1\":\"b/c/d\""));
	http_home_finish(&home);
}
END_TEST

START_TEST(answers_say_that_nobody_may_keep_or_guess_them)
{
	const char *answer;

	served_start(NULL);
	answer = served_get("GET /", "");
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

	served_start(NULL);
	ck_assert_int_eq(served_status("GET /nowhere", ""), 404);
	ck_assert_int_eq(served_status("GET /things//state", ""), 404);
	ck_assert_int_eq(served_status("GET /things/../state", ""), 404);
	ck_assert_int_eq(served_status("GET /things/%2e%2e/state", ""), 404);
	ck_assert_int_eq(served_status("GET /things/a%2fb/state", ""), 404);
	ck_assert_int_eq(served_status("GET /open/", ""), 404);
	answer = served_get("PUT /things/a/state", "");
	ck_assert_int_eq(http_home_status(answer), 405);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAllow: POST, GET, HEAD, OPTIONS\r\n"));
	answer = served_get("OPTIONS /things/a/state", "");
	ck_assert_int_eq(http_home_status(answer), 204);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nAllow: POST, GET, HEAD, OPTIONS\r\n"));
	ck_assert_int_eq(served_status("BREW /open", ""), 501);
	http_home_finish(&home);
}
END_TEST

START_TEST(head_is_get_without_its_body)
{
	const char *answer;

	served_start(NULL);
	answer = served_get("HEAD /open", "Connection: close\r\n");
	ck_assert_int_eq(http_home_status(answer), 200);
	ck_assert_ptr_nonnull(strstr(answer, "\r\nContent-Length: 5\r\n"));
	ck_assert_str_eq(http_home_body(answer), "");
	http_home_finish(&home);
}
END_TEST

/* ---- bodies ---- */

START_TEST(a_body_comes_in_pieces_and_has_a_limit)
{
	int fd;
	const char *answer;

	served_begin(NULL);
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
	served_start(NULL);
	ck_assert_int_eq(
		served_status("POST /things/a/state", "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"), 415);
	ck_assert_int_eq(
		served_status("POST /things/a/state",
	                      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"),
		415);
	ck_assert_int_eq(served_status("POST /things/a/state", "Content-Length: 2\r\n\r\n{}"), 415);
	ck_assert_int_eq(
		served_status("POST /things/a/state", "Content-Type: application/json\r\nContent-Length: 0\r\n"), 400);
	ck_assert_int_eq(served_status("PATCH /things/a", ""), 200);
	http_home_finish(&home);
}
END_TEST

START_TEST(who_is_refused_can_ask_again_on_the_same_connection)
{
	int fd;

	served_start(NULL);
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

/* ---- later ---- */

START_TEST(an_answer_may_come_later_and_others_are_served_meanwhile)
{
	int fd;

	served_start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd,
	               "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\nGET /open HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &holds);
	ck_assert_int_eq(served_status("GET /open", ""), 200);
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

	served_start(NULL);
	fd = http_home_connect(&home);
	http_home_send(fd, "GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
	http_home_until(&home, &holds);
	close(fd);
	http_home_run(&home, 20);
	http_problem(held, 504, "timeout", "%s", "too late");
	http_home_run(&home, 20);
	ck_assert_int_eq(served_status("GET /open", ""), 200);
	http_home_finish(&home);
}
END_TEST

START_TEST(the_end_answers_who_waits_and_a_later_answer_is_thrown_away)
{
	const char *answer;
	int fd;

	served_start(NULL);
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

	served_start(NULL);
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

	served_start(NULL);
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

	served_begin(NULL);
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

	served_begin(NULL);
	home.config->http.limits.connections = 8;
	home.config->http.limits.header_ms = 100;
	http_home_start(&home);
	for (size_t i = 0; i < UNIT_COUNT(fds); i++)
		fds[i] = http_home_connect(&home);
	http_home_run(&home, 30);
	http_count(home.http, &counts);
	ck_assert_uint_eq(counts.connections, 8);
	ck_assert_int_eq(served_status("GET /open", ""), 200);
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
		a_body_comes_in_pieces_and_has_a_limit,
		json_is_wanted_where_it_is_and_a_form_is_none,
		who_is_refused_can_ask_again_on_the_same_connection,
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
