/* Requests as kasa-sim reads them, and heads of its answers. */
#include "unit/unit.h"

#include "contrib/sim/http.h"

#define POST "POST /app/request?seq=-5 HTTP/1.1\r\n"

static enum sim_http_read
read_text(const char *text, struct sim_http_request *request)
{
	return sim_http_request((const uint8_t *)text, strlen(text), request);
}

START_TEST(a_request_is_read_at_each_split)
{
	static const char text[] = POST "Host: h\r\nCookie:  TP_SESSIONID=AB \r\nContent-Length: 3\r\n\r\nabcPOST";
	size_t whole = sizeof text - 1 - 4;
	struct sim_http_request request;

	for (size_t len = 0; len < whole; len++)
		ck_assert_int_eq(sim_http_request((const uint8_t *)text, len, &request), SIM_HTTP_MORE);
	ck_assert_int_eq(read_text(text, &request), SIM_HTTP_WHOLE);
	ck_assert_uint_eq(request.size, whole);
	ck_assert(sim_text_is(request.method, "POST"));
	ck_assert(sim_text_is(request.path, "/app/request"));
	ck_assert(sim_text_is(request.query, "seq=-5"));
	ck_assert(sim_text_is(request.cookie, "TP_SESSIONID=AB"));
	ck_assert_uint_eq(request.body_len, 3);
	ck_assert_mem_eq(request.body, "abc", 3);
	ck_assert(!request.lower_case && !request.last);
}
END_TEST

START_TEST(lower_case_is_understood_and_told)
{
	struct sim_http_request request;

	ck_assert_int_eq(read_text(POST "content-length: 1\r\n\r\nx", &request), SIM_HTTP_WHOLE);
	ck_assert(request.lower_case);
	ck_assert_uint_eq(request.body_len, 1);
	ck_assert_int_eq(read_text(POST "host: x\r\nContent-Length: 1\r\n\r\nx", &request), SIM_HTTP_WHOLE);
	ck_assert(!request.lower_case);
}
END_TEST

START_TEST(the_last_request_of_a_connection_is_told)
{
	struct sim_http_request request;

	ck_assert_int_eq(read_text(POST "Connection: close\r\n\r\n", &request), SIM_HTTP_WHOLE);
	ck_assert(request.last);
	ck_assert_int_eq(read_text("GET / HTTP/1.0\r\n\r\n", &request), SIM_HTTP_WHOLE);
	ck_assert(request.last);
	ck_assert_int_eq(read_text(POST "Connection: keep-alive\r\n\r\n", &request), SIM_HTTP_WHOLE);
	ck_assert(!request.last);
}
END_TEST

START_TEST(what_is_no_request_is_refused)
{
	static const char *const wrong[] = {
		"\r\n\r\n",
		"GET\r\n\r\n",
		"GET /\r\n\r\n",
		"GET / HTTP/2.0\r\n\r\n",
		POST ": x\r\n\r\n",
		POST "Content-Length: \r\n\r\n",
		POST "Content-Length: -1\r\n\r\n",
		POST "Content-Length: 1x\r\n\r\n",
		POST "Content-Length: 131073\r\n\r\n",
		POST "Content-Length: 99999999999999999999\r\n\r\n",
		POST "Transfer-Encoding: chunked\r\n\r\n",
	};
	struct sim_http_request request;

	for (size_t i = 0; i < UNIT_COUNT(wrong); i++)
		ck_assert_msg(read_text(wrong[i], &request) == SIM_HTTP_BROKEN, "%s", wrong[i]);
}
END_TEST

START_TEST(a_head_without_an_end_is_refused)
{
	static char text[9000];
	struct sim_http_request request;

	memset(text, 'a', sizeof text);
	ck_assert_int_eq(sim_http_request((const uint8_t *)text, 8000, &request), SIM_HTTP_MORE);
	ck_assert_int_eq(sim_http_request((const uint8_t *)text, sizeof text, &request), SIM_HTTP_BROKEN);
}
END_TEST

START_TEST(answers_have_their_names_in_the_case_that_is_wanted)
{
	struct sim_http_answer answer = { .status = 200, .cookie = "Set-Cookie: a=b\r\n", .length = 48 };
	struct kasa_buf out;

	kasa_buf_init(&out, 1000);
	ck_assert_int_eq(sim_http_head(&answer, &out), KASA_OK);
	ck_assert_str_eq((const char *)out.data, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
	                                         "Content-Length: 48\r\nSet-Cookie: a=b\r\n\r\n");
	kasa_buf_clear(&out);
	answer = (struct sim_http_answer){ .status = 403, .type = "text/html", .lower_case = true, .closes = true };
	ck_assert_int_eq(sim_http_head(&answer, &out), KASA_OK);
	ck_assert_str_eq((const char *)out.data, "HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\n"
	                                         "content-length: 0\r\nconnection: close\r\n\r\n");
	kasa_buf_finish(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_read_at_each_split,          lower_case_is_understood_and_told,
		the_last_request_of_a_connection_is_told, what_is_no_request_is_refused,
		a_head_without_an_end_is_refused,         answers_have_their_names_in_the_case_that_is_wanted,
	};

	return unit_run("sim_http", tests, UNIT_COUNT(tests));
}
