/* HTTP heads and bodies: good ones, bad ones, however they are cut, and what is written. */
#include "unit/unit.h"

#include "wire/http1.h"

#define OK "HTTP/1.1 200 OK\r\n"

/* What a message is read as. */
struct reading {
	const char *name, *bytes;
	int status;
	const char *body;
	bool last, endless;
};

/* clang-format off */
static const struct reading good[] = {
	/* name                  bytes                                                               status body  last   endless */
	{ "plain",               OK "Content-Length: 2\r\n\r\nok",                                     200, "ok", false, false },
	{ "empty body",          OK "Content-Length: 0\r\n\r\n",                                       200, "",   false, false },
	{ "name in lower case",  OK "content-length: 2\r\n\r\nok",                                     200, "ok", false, false },
	{ "name in upper case",  OK "CONTENT-LENGTH: 2\r\n\r\nok",                                     200, "ok", false, false },
	{ "no blank",            OK "Content-Length:2\r\n\r\nok",                                      200, "ok", false, false },
	{ "many blanks",         OK "Content-Length: \t 2 \t\r\n\r\nok",                               200, "ok", false, false },
	{ "blank before colon",  OK "Content-Length : 2\r\n\r\nok",                                    200, "ok", false, false },
	{ "bare line ends",      "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",                           200, "ok", false, false },
	{ "mixed line ends",     "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok",                       200, "ok", false, false },
	{ "no reason",           "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",                        200, "ok", false, false },
	{ "long reason",         "HTTP/1.1 403 You may not: do that\r\nContent-Length: 0\r\n\r\n",     403, "",   false, false },
	{ "folded field",        OK "X: a\r\n  b\r\nContent-Length: 2\r\n\r\nok",                      200, "ok", false, false },
	{ "folded length",       OK "Content-Length:\r\n 2\r\n\r\nok",                                 200, "ok", false, false },
	{ "the same length twice", OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",              200, "ok", false, false },
	{ "zeros before",        OK "Content-Length: 0000000000000000000000002\r\n\r\nok",             200, "ok", false, false },
	{ "close",               OK "Connection: close\r\nContent-Length: 2\r\n\r\nok",                200, "ok", true,  false },
	{ "close in any case",   OK "connection: Foo , CLOSE\r\nContent-Length: 2\r\n\r\nok",          200, "ok", true,  false },
	{ "kept",                OK "Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok",           200, "ok", false, false },
	{ "closer",              OK "Connection: closer\r\nContent-Length: 2\r\n\r\nok",               200, "ok", false, false },
	{ "1.0",                 "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",                     200, "ok", true,  false },
	{ "1.0 kept",            "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false, false },
	{ "no content",          "HTTP/1.1 204 No Content\r\n\r\n",                                    204, "",   false, false },
	{ "not modified",        "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n",             304, "",   false, false },
	{ "goes on",             "HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 2\r\n\r\nok",     200, "ok", false, false },
	{ "goes on twice",       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\nA: b\r\n\r\n" OK "Content-Length: 2\r\n\r\nok", 200, "ok", false, false },
	{ "empty lines before",  "\r\n\n\r\n" OK "Content-Length: 2\r\n\r\nok",                        200, "ok", false, false },
	{ "identity",            OK "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok",      200, "ok", false, false },
	{ "one chunk",           OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",          200, "ok", false, false },
	{ "chunks",              OK "transfer-encoding: Chunked\r\n\r\n1;a=b\r\no\r\n001 \r\nk\r\n000\r\nA: b\r\n\r\n", 200, "ok", false, false },
	{ "large chunk",         OK "Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",  200, "0123456789", false, false },
	{ "chunks, bare ends",   OK "Transfer-Encoding: chunked\n\na\n0123456789\n0\n\n",              200, "0123456789", false, false },
	{ "no chunk",            OK "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",                     200, "",   false, false },
	{ "without a length",    OK "\r\n",                                                            200, "",   true,  true },
};

static const struct {
	const char *name, *bytes;
} bad[] = {
	{ "another protocol",      "\x16\x03\x01\x02" },
	{ "another cipher",        "\xd0\xf2\x81\xf8" },
	{ "another version",       "HTTP/2 200 OK\r\n\r\n" },
	{ "no version",            "HTTP 200 OK\r\n\r\n" },
	{ "version of letters",    "HTTP/1.x 200 OK\r\n\r\n" },
	{ "long version",          "HTTP/1.10 200 OK\r\n\r\n" },
	{ "no status",             "HTTP/1.1\r\n\r\n" },
	{ "short status",          "HTTP/1.1 20 OK\r\n\r\n" },
	{ "long status",           "HTTP/1.1 2000 OK\r\n\r\n" },
	{ "status of letters",     "HTTP/1.1 2x0 OK\r\n\r\n" },
	{ "status below all",      "HTTP/1.1 099 OK\r\n\r\n" },
	{ "signed status",         "HTTP/1.1 +20 OK\r\n\r\n" },
	{ "empty length",          OK "Content-Length:\r\n\r\n" },
	{ "signed length",         OK "Content-Length: +2\r\n\r\nok" },
	{ "negative length",       OK "Content-Length: -2\r\n\r\nok" },
	{ "length of letters",     OK "Content-Length: 0x2\r\n\r\nok" },
	{ "length with a rest",    OK "Content-Length: 2 2\r\n\r\nok" },
	{ "list of lengths",       OK "Content-Length: 2, 2\r\n\r\nok" },
	{ "two lengths",           OK "Content-Length: 2\r\nContent-length: 3\r\n\r\nok" },
	{ "length past limits",    OK "Content-Length: 65601\r\n\r\n" },
	{ "length past numbers",   OK "Content-Length: 18446744073709551618\r\n\r\nok" },
	{ "length past all",       OK "Content-Length: 99999999999999999999999999999999999999\r\n\r\nok" },
	{ "no header",             OK "what is this\r\n\r\n" },
	{ "no name",               OK ": what is this\r\n\r\n" },
	{ "begins with a blank",   OK " Content-Length: 2\r\n\r\nok" },
	{ "stray CR",              OK "A: b\rContent-Length: 2\r\n\r\nok" },
	{ "CR twice",              OK "Content-Length: 2\r\n\r\r\n\r\nok" },
	{ "control",               OK "A: \x1b[31m\r\nContent-Length: 2\r\n\r\nok" },
	{ "delete",                OK "A: \x7f\r\nContent-Length: 2\r\n\r\nok" },
	{ "another coding",        OK "Transfer-Encoding: gzip\r\n\r\n" },
	{ "codings",               OK "Transfer-Encoding: gzip, chunked\r\n\r\n" },
	{ "coded twice",           OK "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" },
	{ "length and chunks",     OK "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n" },
	{ "chunk of no number",    OK "Transfer-Encoding: chunked\r\n\r\nx\r\n" },
	{ "chunk without a size",  OK "Transfer-Encoding: chunked\r\n\r\n\r\n" },
	{ "chunk with a sign",     OK "Transfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n" },
	{ "chunk too short",       OK "Transfer-Encoding: chunked\r\n\r\n4\r\nok\r\n0\r\n\r\n" },
	{ "chunk too long",        OK "Transfer-Encoding: chunked\r\n\r\n1\r\nok\r\n0\r\n\r\n" },
	{ "chunk past limits",     OK "Transfer-Encoding: chunked\r\n\r\n10041\r\n" },
	{ "chunk past numbers",    OK "Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\nok\r\n" },
};

static const struct {
	const char *name, *bytes, *method, *target, *body;
	bool last;
} asked[] = {
	{ "plain",    "POST /app/request?seq=-7 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok", "POST", "/app/request?seq=-7", "ok", false },
	{ "no body",  "GET / HTTP/1.1\r\n\r\n", "GET", "/", "", false },
	{ "close",    "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "GET", "/", "", true },
	{ "1.0",      "GET / HTTP/1.0\r\n\r\n", "GET", "/", "", true },
	{ "chunks",   "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "POST", "/", "ok", false },
	{ "bare",     "POST / HTTP/1.1\nContent-Length: 2\n\nok", "POST", "/", "ok", false },
};

static const struct {
	const char *name, *bytes;
} asked_badly[] = {
	{ "no version",     "POST /\r\n\r\n" },
	{ "no target",      "POST\r\n\r\n" },
	{ "empty target",   "POST  HTTP/1.1\r\n\r\n" },
	{ "two blanks",     "POST /  HTTP/1.1\r\n\r\n" },
	{ "next version",   "PRI * HTTP/2.0\r\n\r\n" },
	{ "no method",      "/ HTTP/1.1\r\n\r\n" },
	{ "not text",       "\x16\x03\x01\x02" },
	{ "past limits",    "POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n" },
};
/* clang-format on */

typedef enum kasa_http1_step read_fn(struct kasa_http1 *message, const uint8_t *data, size_t len, struct kasa_err *err);

/* Reads a copy that ends where its memory ends. */
static enum kasa_http1_step
read_copy(read_fn *read, const char *bytes, size_t len, struct kasa_http1 *message, struct kasa_err *err,
          uint8_t **copy)
{
	*copy = malloc(len > 0 ? len : 1);
	memcpy(*copy, bytes, len);
	return read(message, *copy, len, err);
}

/* True when the bytes before the last are not enough, and no more than a beginning. */
static bool
waits_for_its_end(read_fn *read, const char *bytes, size_t len)
{
	struct kasa_http1 message;
	bool waits = true;

	for (size_t part = 0; waits && part < len; part++) {
		uint8_t *copy;

		waits = read_copy(read, bytes, part, &message, NULL, &copy) == KASA_HTTP1_MORE;
		free(copy);
	}
	return waits;
}

static bool
has_body(const struct kasa_http1 *message, const char *want)
{
	struct kasa_http1_text body;
	struct kasa_buf room;
	bool same;

	kasa_buf_init(&room, KASA_HTTP1_BODY_MAX);
	ck_assert_int_eq(kasa_http1_body(message, &room, &body), KASA_OK);
	same = body.len == strlen(want) && (body.len == 0 || memcmp(body.at, want, body.len) == 0);
	kasa_buf_finish(&room);
	return same;
}

START_TEST(good_answers_are_read_and_not_before_they_are_whole)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		size_t len = strlen(good[i].bytes);
		struct kasa_http1 message;
		uint8_t *copy;

		if (read_copy(kasa_http1_read_answer, good[i].bytes, len, &message, NULL, &copy) != KASA_HTTP1_DONE
		    || message.status != good[i].status || message.last != good[i].last
		    || message.endless != good[i].endless || message.used != len || !has_body(&message, good[i].body)
		    || !waits_for_its_end(kasa_http1_read_answer, good[i].bytes, len))
			ck_abort_msg("%s", good[i].name);
		free(copy);
	}
}
END_TEST

START_TEST(good_requests_are_read_and_not_before_they_are_whole)
{
	for (size_t i = 0; i < UNIT_COUNT(asked); i++) {
		size_t len = strlen(asked[i].bytes);
		struct kasa_http1 message;
		uint8_t *copy;

		if (read_copy(kasa_http1_read_request, asked[i].bytes, len, &message, NULL, &copy) != KASA_HTTP1_DONE
		    || !kasa_http1_is(&message.method, asked[i].method)
		    || !kasa_http1_is(&message.target, asked[i].target) || message.last != asked[i].last
		    || message.used != len || !has_body(&message, asked[i].body)
		    || !waits_for_its_end(kasa_http1_read_request, asked[i].bytes, len))
			ck_abort_msg("%s", asked[i].name);
		free(copy);
	}
}
END_TEST

/* However little of it has come: refused, or more is wanted; and refused in the end. */
static void
expect_refused(read_fn *read, const char *name, const char *bytes)
{
	struct kasa_http1 message;
	enum kasa_http1_step step = KASA_HTTP1_MORE;

	for (size_t part = 0; part <= strlen(bytes); part++) {
		struct kasa_err err = { .code = KASA_OK };
		enum kasa_http1_step before = step;
		uint8_t *copy;

		step = read_copy(read, bytes, part, &message, &err, &copy);
		free(copy);
		if (step == KASA_HTTP1_DONE || (before == KASA_HTTP1_BAD && step != KASA_HTTP1_BAD)
		    || (step == KASA_HTTP1_BAD && (err.code != KASA_EPROTO || !err.text[0])))
			ck_abort_msg("%s at %zu", name, part);
	}
	ck_assert_msg(step == KASA_HTTP1_BAD, "%s", name);
}

START_TEST(bad_messages_are_refused)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++)
		expect_refused(kasa_http1_read_answer, bad[i].name, bad[i].bytes);
	for (size_t i = 0; i < UNIT_COUNT(asked_badly); i++)
		expect_refused(kasa_http1_read_request, asked_badly[i].name, asked_badly[i].bytes);
}
END_TEST

START_TEST(what_comes_behind_a_message_is_not_of_it)
{
	static const char bytes[] = OK "Content-Length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n";
	struct kasa_http1 message;

	ck_assert_int_eq(kasa_http1_read_answer(&message, (const uint8_t *)bytes, strlen(bytes), NULL),
	                 KASA_HTTP1_DONE);

	ck_assert_uint_eq(message.used, strlen(OK "Content-Length: 2\r\n\r\nok"));
	ck_assert(has_body(&message, "ok"));
}
END_TEST

/* A message of a beginning, many times the same, and an end. */
static char *
repeat(const char *from, const char *often, size_t times, const char *to)
{
	size_t each = strlen(often);
	char *bytes = calloc(1, strlen(from) + times * each + strlen(to) + 1), *at = stpcpy(bytes, from);

	for (size_t i = 0; i < times; i++)
		at = stpcpy(at, often);
	stpcpy(at, to);
	return bytes;
}

static enum kasa_http1_step
read_repeated(const char *from, const char *often, size_t times, const char *to)
{
	char *bytes = repeat(from, often, times, to);
	struct kasa_http1 message;
	enum kasa_http1_step step = kasa_http1_read_answer(&message, (uint8_t *)bytes, strlen(bytes), NULL);

	free(bytes);
	return step;
}

START_TEST(a_head_is_taken_up_to_its_limit_and_no_further)
{
	size_t room = KASA_HTTP1_HEAD_MAX - strlen(OK "A: \r\n\r\n");

	ck_assert_int_eq(read_repeated(OK "A: ", "x", room, "\r\n\r\n"), KASA_HTTP1_DONE);
	ck_assert_int_eq(read_repeated(OK "A: ", "x", room + 1, "\r\n\r\n"), KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated(OK "A: ", "x", room, ""), KASA_HTTP1_MORE);
	ck_assert_int_eq(read_repeated(OK "A: ", "x", KASA_HTTP1_HEAD_MAX, ""), KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated("", "\r\n", KASA_HTTP1_HEAD_MAX, ""), KASA_HTTP1_BAD);
}
END_TEST

START_TEST(a_body_is_taken_up_to_its_limit_and_no_further)
{
	ck_assert_int_eq(read_repeated(OK "Content-Length: 65600\r\n\r\n", "x", KASA_HTTP1_BODY_MAX, ""),
	                 KASA_HTTP1_DONE);
	ck_assert_int_eq(read_repeated(OK "Content-Length: 65601\r\n\r\n", "x", 0, ""), KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated(OK "Transfer-Encoding: chunked\r\n\r\n10040\r\n", "x", KASA_HTTP1_BODY_MAX,
	                               "\r\n0\r\n\r\n"),
	                 KASA_HTTP1_DONE);
	ck_assert_int_eq(read_repeated(OK "Transfer-Encoding: chunked\r\n\r\n10040\r\n", "x", KASA_HTTP1_BODY_MAX,
	                               "\r\n1\r\nx\r\n0\r\n\r\n"),
	                 KASA_HTTP1_BAD);
}
END_TEST

START_TEST(chunks_are_taken_up_to_their_number_and_what_stands_round_them_up_to_its_length)
{
	static const char head[] = OK "Transfer-Encoding: chunked\r\n\r\n";

	ck_assert_int_eq(read_repeated(head, "1\r\nx\r\n", KASA_HTTP1_CHUNKS_MAX, "0\r\n\r\n"), KASA_HTTP1_DONE);
	ck_assert_int_eq(read_repeated(head, "1\r\nx\r\n", KASA_HTTP1_CHUNKS_MAX + 1, "0\r\n\r\n"), KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated(head, "1;0123456789\r\nx\r\n", KASA_HTTP1_CHUNKS_MAX, "0\r\n\r\n"),
	                 KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated(OK "Transfer-Encoding: chunked\r\n\r\n1;", "x", 300, "\r\nx\r\n"),
	                 KASA_HTTP1_BAD);
	ck_assert_int_eq(read_repeated(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n", 2000, "\r\n"),
	                 KASA_HTTP1_BAD);
}
END_TEST

START_TEST(fields_are_found_one_after_the_other_in_any_case)
{
	static const char bytes[] = OK "Set-Cookie: a=1\r\nContent-Length: 0\r\nSET-COOKIE:  b=2;\r\n c=3 \r\n\r\n";
	struct kasa_http1 message;
	struct kasa_http1_text value;
	size_t from = 0;

	ck_assert_int_eq(kasa_http1_read_answer(&message, (const uint8_t *)bytes, strlen(bytes), NULL),
	                 KASA_HTTP1_DONE);

	ck_assert(kasa_http1_field(&message, "Set-Cookie", &from, &value));
	ck_assert(kasa_http1_is(&value, "a=1"));
	ck_assert(kasa_http1_field(&message, "set-cookie", &from, &value));
	ck_assert(kasa_http1_is(&value, "b=2;\r\n c=3"));
	ck_assert(!kasa_http1_field(&message, "Set-Cookie", &from, &value));
	from = 0;
	ck_assert(!kasa_http1_field(&message, "Set-Cook", &from, &value));
}
END_TEST

START_TEST(heads_are_written_as_devices_want_them)
{
	static const struct kasa_http1_line lines[] = {
		{ "Host", "192.0.2.7" },
		{ "Cookie", NULL },
		{ "Content-Type", "application/octet-stream" },
	};
	struct kasa_buf out;

	kasa_buf_init(&out, 1000);
	ck_assert_int_eq(kasa_http1_head(&out, "POST /app HTTP/1.1", lines, UNIT_COUNT(lines), 16), KASA_OK);
	ck_assert_uint_ge(out.cap, out.len + 16);
	kasa_buf_add(&out, "", 1);

	ck_assert_str_eq((char *)out.data, "POST /app HTTP/1.1\r\n"
	                                   "Host: 192.0.2.7\r\n"
	                                   "Content-Type: application/octet-stream\r\n"
	                                   "Content-Length: 16\r\n\r\n");
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(a_head_that_does_not_fit_with_its_body_is_not_written)
{
	struct kasa_buf out;

	kasa_buf_init(&out, 100);

	ck_assert_int_eq(kasa_http1_head(&out, "HTTP/1.1 200 OK", NULL, 0, 100), KASA_ENOMEM);

	ck_assert_uint_eq(out.len, 0);
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(what_was_written_is_read)
{
	struct kasa_http1 message;
	struct kasa_buf out;

	kasa_buf_init(&out, 1000);
	kasa_http1_head(&out, "HTTP/1.1 403 Forbidden", NULL, 0, 2);
	kasa_buf_add(&out, "no", 2);

	ck_assert_int_eq(kasa_http1_read_answer(&message, out.data, out.len, NULL), KASA_HTTP1_DONE);

	ck_assert_int_eq(message.status, 403);
	ck_assert(has_body(&message, "no"));
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(hosts_are_named_as_urls_name_them)
{
	static const struct {
		const char *host;
		uint16_t port;
		const char *value;
	} hosts[] = {
		{ "192.0.2.7", 80, "192.0.2.7" },
		{ "192.0.2.7", 8080, "192.0.2.7:8080" },
		{ "::1", 80, "[::1]" },
		{ "fe80::1%eth0", 65535, "[fe80::1]:65535" },
	};
	char value[KASA_HTTP1_HOST_MAX];

	for (size_t i = 0; i < UNIT_COUNT(hosts); i++) {
		kasa_http1_host(value, hosts[i].host, hosts[i].port);
		ck_assert_str_eq(value, hosts[i].value);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		good_answers_are_read_and_not_before_they_are_whole,
		good_requests_are_read_and_not_before_they_are_whole,
		bad_messages_are_refused,
		what_comes_behind_a_message_is_not_of_it,
		a_head_is_taken_up_to_its_limit_and_no_further,
		a_body_is_taken_up_to_its_limit_and_no_further,
		chunks_are_taken_up_to_their_number_and_what_stands_round_them_up_to_its_length,
		fields_are_found_one_after_the_other_in_any_case,
		heads_are_written_as_devices_want_them,
		a_head_that_does_not_fit_with_its_body_is_not_written,
		what_was_written_is_read,
		hosts_are_named_as_urls_name_them,
	};

	return unit_run("http1", tests, UNIT_COUNT(tests));
}
