/* KLAP through a link: how a session is made, what is asked in it, and how it ends. */
#include "unit/unit.h"

#include "unit/fake_klap.h"
#include "unit/talk.h"
#include "wire/klap_session.h"

static struct talk talk;
static struct fake_klap fake;
static struct kasa_credentials accounts[3];

static const struct kasa_klap_session *
session(void)
{
	return (const struct kasa_klap_session *)(const void *)talk.session;
}

/* A device of the second of three accounts, to which nothing was said. */
static void
prepare(const struct kasa_wire *announced, enum kasa_klap_version version)
{
	talk_init(&talk, announced);
	kasa_link_at(&talk.link, "192.0.2.7", 80);
	fake_klap_init(&fake, version);
	kasa_klap_account(&accounts[0], "User@example.com", FAKE_KLAP_PASSWORD);
	kasa_klap_account(&accounts[1], FAKE_KLAP_USER, FAKE_KLAP_PASSWORD);
	kasa_klap_account(&accounts[2], "", "");
	talk.shared.keyring = (struct kasa_keyring){ .accounts = accounts, .count = UNIT_COUNT(accounts) };
	for (size_t i = 0; i < sizeof talk.random; i++)
		talk.random[i] = (uint8_t)i;
}

/* What waits goes to the device; its answer is kept. */
static void
hear(struct kasa_buf *answer)
{
	size_t len;
	const uint8_t *data = kasa_link_down(&talk.link, &len);

	ck_assert_ptr_nonnull(data);
	kasa_buf_init(answer, 2 * KASA_WIRE_FRAMED);
	fake_klap_answer(&fake, data, len, answer);
	kasa_link_sent(&talk.link, len);
}

static void
come(const struct kasa_buf *answer)
{
	kasa_link_up(&talk.link, talk.now_ms, answer->data, answer->len);
}

/* What waits goes to the device, and its answer comes. */
static void
exchange(void)
{
	struct kasa_buf answer;

	hear(&answer);
	come(&answer);
	kasa_buf_finish(&answer);
}

static void
log_in(void)
{
	talk_connect(&talk);
	exchange();
	exchange();
}

static void
expect_answer(void)
{
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, fake.reply);
	ck_assert_uint_eq(talk.event.len, strlen(fake.reply));
	ck_assert_str_eq(fake.question, TALK_QUESTION);
}

/* A call that makes a session, and leaves its connection open. */
static void
call(void)
{
	talk_begin(&talk, 0);
	log_in();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	kasa_link_end(&talk.link, talk.now_ms, false);
}

static void
expect_sent(const char *head, size_t body_len)
{
	size_t len;
	const uint8_t *data = kasa_link_down(&talk.link, &len);

	ck_assert_uint_eq(len, strlen(head) + body_len);
	ck_assert_mem_eq(data, head, strlen(head));
}

START_TEST(requests_have_the_heads_that_devices_want)
{
	prepare(&kasa_wire_klap1, KASA_KLAP_V1);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	expect_sent("POST /app/handshake1 HTTP/1.1\r\nHost: 192.0.2.7\r\nAccept: */*\r\nConnection: keep-alive\r\n"
	            "Content-Type: application/octet-stream\r\nContent-Length: 16\r\n\r\n",
	            16);
	exchange();
	expect_sent("POST /app/handshake2 HTTP/1.1\r\nHost: 192.0.2.7\r\nAccept: */*\r\nConnection: keep-alive\r\n"
	            "Content-Type: application/octet-stream\r\nCookie: " FAKE_KLAP_COOKIE
	            "\r\nContent-Length: 32\r\n\r\n",
	            32);
	exchange();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	ck_assert_int_lt(session()->secret.keys.seq, 0);
	exchange();

	expect_answer();
	ck_assert_str_eq(fake.cookie, FAKE_KLAP_COOKIE);
	ck_assert_int_eq(strncmp(fake.target, "/app/request?seq=-", 18), 0);
	talk_finish(&talk);
}
END_TEST

START_TEST(the_answer_tells_version_and_account_whatever_was_announced)
{
	static const struct {
		const struct kasa_wire *announced;
		enum kasa_klap_version formulas, hash;
		const struct kasa_wire *settled;
	} cases[] = {
		{ &kasa_wire_klap1, KASA_KLAP_V1, KASA_KLAP_V1, &kasa_wire_klap1 },
		{ &kasa_wire_klap1, KASA_KLAP_V2, KASA_KLAP_V2, &kasa_wire_klap2 },
		{ &kasa_wire_klap1, KASA_KLAP_V1, KASA_KLAP_V2, &kasa_wire_klap1 },
		{ &kasa_wire_klap2, KASA_KLAP_V1, KASA_KLAP_V1, &kasa_wire_klap1 },
		{ &kasa_wire_klap2, KASA_KLAP_V2, KASA_KLAP_V2, &kasa_wire_klap2 },
		{ &kasa_wire_klap2, KASA_KLAP_V1, KASA_KLAP_V2, &kasa_wire_klap1 },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		prepare(cases[i].announced, cases[i].formulas);
		fake.hash = cases[i].hash;
		call();
		ck_assert_ptr_eq(talk.link.wire, cases[i].settled);
		ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
		ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE2], 1);
		talk_finish(&talk);
	}
}
END_TEST

START_TEST(a_session_is_small)
{
	ck_assert_uint_le(kasa_wire_klap1.session_size, 200);
	ck_assert_uint_eq(kasa_wire_klap1.session_size, kasa_wire_klap2.session_size);
}
END_TEST

START_TEST(without_an_account_nothing_is_sent)
{
	size_t len;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk.shared.keyring.count = 0;
	talk_begin(&talk, 0);
	talk_connect(&talk);

	ck_assert_ptr_null(kasa_link_down(&talk.link, &len));
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EAUTH);
	ck_assert_ptr_nonnull(strstr(talk.event.err->text, "kasa login"));
	talk_finish(&talk);
}
END_TEST

START_TEST(an_account_that_does_not_fit_is_not_tried_again_and_the_sentence_names_the_causes)
{
	static const char *const causes[] = { "upper and lower case", "another account", "Google",
		                              "Third-Party Compatibility" };

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk.shared.keyring.count = 1;
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EAUTH);
	for (size_t i = 0; i < UNIT_COUNT(causes); i++)
		ck_assert_ptr_nonnull(strstr(talk.event.err->text, causes[i]));
	ck_assert_uint_lt(strlen(talk.event.err->text), KASA_ERR_TEXT_MAX - 100); /* there is room for more before it */
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	ck_assert_int_eq(kasa_link_begin(&talk.link, talk.now_ms + 30000, talk.now_ms + 40000, KASA_CALL_ONCE, NULL),
	                 KASA_EBREAKER);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_first_half_that_is_refused_says_why)
{
	static const struct {
		int status, code;
		const char *word;
	} cases[] = {
		{ 403, KASA_ENOTSUP, "Third-Party Compatibility" }, { 400, KASA_EPROTO, "does not speak KLAP" },
		{ 404, KASA_EPROTO, "does not speak KLAP" },        { 500, KASA_EPROTO, "does not speak KLAP" },
		{ 302, KASA_EPROTO, "does not speak KLAP" },        { 429, KASA_EDEVICE, "too many requests" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		prepare(&kasa_wire_klap2, KASA_KLAP_V2);
		fake.status[FAKE_KLAP_HANDSHAKE1] = cases[i].status;
		talk_begin(&talk, 0);
		talk_connect(&talk);
		exchange();
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_expect_failure(&talk, cases[i].code);
		ck_assert_ptr_nonnull(strstr(talk.event.err->text, cases[i].word));
		talk_finish(&talk);
	}
}
END_TEST

static void
answer_first_half(const char *bytes, size_t len)
{
	struct kasa_buf answer;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	hear(&answer);
	kasa_buf_finish(&answer);
	kasa_link_up(&talk.link, talk.now_ms, (const uint8_t *)bytes, len);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EPROTO);
	talk_finish(&talk);
}

START_TEST(what_is_no_first_half_is_refused)
{
	static const char *const answers[] = {
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>",
		"HTTP/1.1 200 OK\r\nContent-Length: 49\r\n\r\n0123456789012345678901234567890123456789012345678",
		"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n",
		"SSH-2.0-dropbear",
	};

	for (size_t i = 0; i < UNIT_COUNT(answers); i++)
		answer_first_half(answers[i], strlen(answers[i]));
}
END_TEST

START_TEST(a_cookie_longer_than_what_is_kept_is_refused)
{
	static char cookies[300];

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	memset(stpcpy(cookies, "TP_SESSIONID="), 'x', 200);
	fake.cookies = cookies;
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EPROTO);
	ck_assert_ptr_nonnull(strstr(talk.event.err->text, "cookie"));
	talk_finish(&talk);
}
END_TEST

START_TEST(a_second_half_that_is_refused_is_tried_once_more_from_the_start)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.status[FAKE_KLAP_HANDSHAKE2] = 403;
	talk_begin(&talk, 0);
	log_in();
	talk_expect(&talk, KASA_LINK_CLOSE);
	log_in();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EAUTH);
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 2);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_second_half_that_is_taken_at_the_second_time_makes_a_session)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.status[FAKE_KLAP_HANDSHAKE2] = 400;
	talk_begin(&talk, 0);
	log_in();
	talk_expect(&talk, KASA_LINK_CLOSE);
	fake.status[FAKE_KLAP_HANDSHAKE2] = 0;
	log_in();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	talk_finish(&talk);
}
END_TEST

START_TEST(too_many_requests_are_not_answered_with_more)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.status[FAKE_KLAP_HANDSHAKE2] = 429;
	talk_begin(&talk, 0);
	log_in();
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EDEVICE);
	ck_assert_int_eq(kasa_link_begin(&talk.link, talk.now_ms + 30000, talk.now_ms + 40000, KASA_CALL_ONCE, NULL),
	                 KASA_EBREAKER);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_request_refused_for_being_one_too_many_was_not_done_and_its_session_goes_on)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	fake.status[FAKE_KLAP_REQUEST] = 429;
	talk_begin(&talk, 0);
	talk_ask(&talk, 0);
	exchange();
	fake.keys.seq++; /* it was heard */
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EDEVICE);

	fake.status[FAKE_KLAP_REQUEST] = 0;
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	talk_finish(&talk);
}
END_TEST

/* The log-in goes on where it was, upon another connection, and is over. */
static void
go_on(void)
{
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	exchange();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE2], 1);
}

START_TEST(a_device_that_closes_after_each_answer_is_followed)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.connection = "close";
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();
	go_on();
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	kasa_link_more(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_log_in_that_moves_goes_on_when_the_connection_is_made_at_the_second_try)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.connection = "close";
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_ETIMEOUT);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_pass(&talk);
	talk_connect(&talk);
	exchange();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE2], 1);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_log_in_of_an_aborted_call_goes_on_in_the_next_one)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.connection = "close";
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();
	kasa_link_abort(&talk.link);
	talk_begin(&talk, 0);
	go_on();
	talk_finish(&talk);
}
END_TEST

/* Handshake 2 was sent, and the connection is lost before anything comes. */
static void
lose_second_half(void)
{
	size_t len;

	kasa_link_down(&talk.link, &len);
	kasa_link_sent(&talk.link, len);
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);
}

START_TEST(a_log_in_that_is_lost_again_and_again_is_begun_anew)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();
	lose_second_half();
	talk_connect(&talk);
	lose_second_half();
	talk_pass(&talk);
	log_in();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 2);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_device_that_closes_without_a_word_is_followed)
{
	size_t len;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	exchange();
	kasa_link_down(&talk.link, &len);
	kasa_link_sent(&talk.link, len);
	talk_lose(&talk, KASA_ERESET);
	go_on();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_came_before_its_half_was_said_answers_nothing)
{
	struct kasa_buf answer;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	hear(&answer);
	kasa_buf_printf(&answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	come(&answer);
	kasa_buf_finish(&answer);
	go_on();
	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_first_half_that_ends_with_the_connection_is_taken_for_its_length_is_known)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
	struct kasa_buf answer, endless;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	hear(&answer);
	kasa_buf_init(&endless, 1000);
	kasa_buf_add(&endless, head, sizeof head - 1);
	kasa_buf_add(&endless, answer.data + answer.len - 48, 47);
	come(&endless);
	talk_expect_nothing(&talk);
	kasa_link_up(&talk.link, talk.now_ms, answer.data + answer.len - 1, 1);
	kasa_buf_finish(&answer);
	kasa_buf_finish(&endless);
	go_on();
	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_session_that_the_device_forgot_is_made_anew_and_the_request_repeated)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	fake.status[FAKE_KLAP_REQUEST] = 403;
	talk_begin(&talk, 0);
	talk_ask(&talk, 0);
	exchange();

	fake.status[FAKE_KLAP_REQUEST] = 0;
	talk_expect(&talk, KASA_LINK_CLOSE);
	log_in();
	talk_ask(&talk, 0);
	exchange();
	expect_answer();
	talk_finish(&talk);
}
END_TEST

START_TEST(a_request_that_the_device_did_not_understand_is_repeated_once_in_a_new_session)
{
	static const int statuses[] = { 400, 500, 503, 404, 302 };

	for (size_t i = 0; i < UNIT_COUNT(statuses); i++) {
		prepare(&kasa_wire_klap2, KASA_KLAP_V2);
		fake.status[FAKE_KLAP_REQUEST] = statuses[i];
		talk_begin(&talk, 0);
		log_in();
		talk_ask(&talk, KASA_SAY_REPEATABLE);
		exchange();
		talk_expect(&talk, KASA_LINK_CLOSE);
		log_in();
		talk_ask(&talk, KASA_SAY_REPEATABLE);
		exchange();
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_expect_failure(&talk, KASA_EDEVICE);
		ck_assert_int_eq(talk.event.err->device_code, statuses[i]);
		talk_finish(&talk);
	}
}
END_TEST

START_TEST(what_must_not_be_repeated_is_not_when_the_device_did_not_understand)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.status[FAKE_KLAP_REQUEST] = 500;
	talk_begin(&talk, 0);
	log_in();
	talk_ask(&talk, 0);
	exchange();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EUNKNOWN);
	talk_finish(&talk);
}
END_TEST

/* A question in a session that stands; its answer comes. */
static void
ask_again(void)
{
	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
}

START_TEST(a_wrong_signature_is_refused_with_its_own_error_and_ends_the_session)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	fake.forges = true;
	ask_again();
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ESIGNATURE);
	ck_assert_ptr_nonnull(strstr(talk.event.err->text, "--ignore-signatures"));

	fake.forges = false;
	talk_begin(&talk, 0);
	log_in();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	talk_finish(&talk);
}
END_TEST

START_TEST(a_wrong_signature_is_taken_where_that_is_wanted)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	talk.shared.keyring.ignore_signatures = true;
	fake.forges = true;
	ask_again();
	expect_answer();
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_without_a_text_is_none)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	fake.reply = "";
	ask_again();
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EPROTO);
	talk_finish(&talk);
}
END_TEST

/* Each half of the log-in ends its connection, and so does the answer: what is asked comes upon the third. */
static void
ask_endless(void)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.endless = true;
	talk_begin(&talk, 0);
	talk_connect(&talk);
	for (int i = 0; i < 2; i++) {
		exchange();
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_connect(&talk);
	}
	talk_ask(&talk, KASA_SAY_REPEATABLE);
}

START_TEST(an_answer_that_ends_with_the_connection_is_whole_when_it_is_signed)
{
	struct kasa_buf answer;

	ask_endless();
	hear(&answer);
	for (size_t i = 0; i < answer.len; i++) {
		talk_expect_nothing(&talk);
		kasa_link_up(&talk.link, talk.now_ms, answer.data + i, 1);
	}
	kasa_buf_finish(&answer);
	expect_answer();
	kasa_link_end(&talk.link, talk.now_ms, false);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_ends_with_the_connection_and_is_signed_wrongly_is_none)
{
	ask_endless();
	fake.forges = true;
	talk.link.patience.tries = KASA_LINK_TRIES;
	exchange();
	talk_expect_nothing(&talk);
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ERESET);
	talk_finish(&talk);
}
END_TEST

START_TEST(the_longest_message_goes_both_ways)
{
	static char text[KASA_MESSAGE_MAX + 1];

	prepare(&kasa_wire_klap1, KASA_KLAP_V1);
	call();
	memset(text, 'x', KASA_MESSAGE_MAX);
	fake.reply = text;
	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_ASK);
	kasa_link_say(&talk.link, talk.now_ms, text, KASA_MESSAGE_MAX, KASA_SAY_REPEATABLE, 1000);
	exchange();

	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_uint_eq(talk.event.len, KASA_MESSAGE_MAX);
	talk_finish(&talk);
}
END_TEST

START_TEST(the_highest_number_ends_a_session)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	((struct kasa_klap_session *)(void *)talk.session)->secret.keys.seq = INT32_MAX - 1;
	fake.keys.seq = INT32_MAX - 1;
	ask_again();
	expect_answer();
	ck_assert_str_eq(fake.target, "/app/request?seq=2147483647");
	kasa_link_end(&talk.link, talk.now_ms, false);

	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_CLOSE);
	log_in();
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 2);
	talk_finish(&talk);
}
END_TEST

/* How long a session is used, in seconds. */
static void
expect_renewed_after(const char *cookies, uint64_t seconds)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	fake.cookies = cookies;
	call();
	ck_assert(!kasa_wire_klap2.stale(session(), talk.now_ms + seconds * 1000 - 1));
	ck_assert(kasa_wire_klap2.stale(session(), talk.now_ms + seconds * 1000));
	talk_finish(&talk);
}

START_TEST(a_session_is_renewed_before_it_runs_out)
{
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=86400", 85200);
	expect_renewed_after("TP_SESSIONID=1", 85200);
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=1440", 1200);
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=6", 5);
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=999999999", 999998799);
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=99999999999999999999", 85200);
	expect_renewed_after("TP_SESSIONID=1;TIMEOUT=0", 85200);
}
END_TEST

START_TEST(a_session_that_ran_out_is_made_anew_before_anything_is_asked)
{
	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	talk.now_ms += UINT64_C(86400) * 1000;
	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_CLOSE);
	log_in();
	talk_ask(&talk, 0);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_REQUEST], 2);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_is_silent_past_its_time_is_asked_again_in_the_same_session)
{
	size_t len;

	prepare(&kasa_wire_klap2, KASA_KLAP_V2);
	call();
	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	kasa_link_down(&talk.link, &len);
	kasa_link_sent(&talk.link, len);
	fake.keys.seq++;
	talk_pass(&talk);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_pass(&talk);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	exchange();
	expect_answer();
	ck_assert_uint_eq(fake.heard[FAKE_KLAP_HANDSHAKE1], 1);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_device_without_cookies_is_asked_without)
{
	prepare(&kasa_wire_klap1, KASA_KLAP_V1);
	fake.cookies = NULL;
	call();
	ck_assert_str_eq(fake.cookie, "");
	talk_finish(&talk);
}
END_TEST

/* What waits goes to the device; its answer comes cut at one place, and not before its end does anything happen. */
static void
exchange_cut(size_t cut)
{
	struct kasa_buf answer;
	uint8_t *piece;

	hear(&answer);
	if (cut >= answer.len)
		cut = answer.len - 1;
	piece = malloc(cut + 1);
	memcpy(piece, answer.data, cut);
	if (cut > 0)
		kasa_link_up(&talk.link, talk.now_ms, piece, cut);
	free(piece);
	talk_expect_nothing(&talk);
	kasa_link_up(&talk.link, talk.now_ms, answer.data + cut, answer.len - cut);
	kasa_buf_finish(&answer);
}

static void
call_cut_everywhere(bool chunked)
{
	for (size_t cut = 0; cut < 300; cut++) {
		prepare(&kasa_wire_klap2, KASA_KLAP_V2);
		fake.chunked = chunked;
		talk_begin(&talk, 0);
		talk_connect(&talk);
		exchange_cut(cut);
		exchange_cut(cut);
		talk_ask(&talk, KASA_SAY_REPEATABLE);
		exchange_cut(cut);
		expect_answer();
		talk_finish(&talk);
	}
}

START_TEST(answers_may_come_in_pieces_cut_anywhere)
{
	call_cut_everywhere(false);
}
END_TEST

START_TEST(answers_may_come_in_chunks_cut_anywhere)
{
	call_cut_everywhere(true);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		requests_have_the_heads_that_devices_want,
		the_answer_tells_version_and_account_whatever_was_announced,
		a_session_is_small,
		without_an_account_nothing_is_sent,
		an_account_that_does_not_fit_is_not_tried_again_and_the_sentence_names_the_causes,
		a_first_half_that_is_refused_says_why,
		what_is_no_first_half_is_refused,
		a_cookie_longer_than_what_is_kept_is_refused,
		a_second_half_that_is_refused_is_tried_once_more_from_the_start,
		a_second_half_that_is_taken_at_the_second_time_makes_a_session,
		too_many_requests_are_not_answered_with_more,
		a_request_refused_for_being_one_too_many_was_not_done_and_its_session_goes_on,
		a_device_that_closes_after_each_answer_is_followed,
		a_log_in_that_moves_goes_on_when_the_connection_is_made_at_the_second_try,
		a_log_in_of_an_aborted_call_goes_on_in_the_next_one,
		a_log_in_that_is_lost_again_and_again_is_begun_anew,
		a_device_that_closes_without_a_word_is_followed,
		an_answer_that_came_before_its_half_was_said_answers_nothing,
		a_first_half_that_ends_with_the_connection_is_taken_for_its_length_is_known,
		a_session_that_the_device_forgot_is_made_anew_and_the_request_repeated,
		a_request_that_the_device_did_not_understand_is_repeated_once_in_a_new_session,
		what_must_not_be_repeated_is_not_when_the_device_did_not_understand,
		a_wrong_signature_is_refused_with_its_own_error_and_ends_the_session,
		a_wrong_signature_is_taken_where_that_is_wanted,
		an_answer_without_a_text_is_none,
		an_answer_that_ends_with_the_connection_is_whole_when_it_is_signed,
		an_answer_that_ends_with_the_connection_and_is_signed_wrongly_is_none,
		the_longest_message_goes_both_ways,
		the_highest_number_ends_a_session,
		a_session_is_renewed_before_it_runs_out,
		a_session_that_ran_out_is_made_anew_before_anything_is_asked,
		an_answer_that_is_silent_past_its_time_is_asked_again_in_the_same_session,
		a_device_without_cookies_is_asked_without,
		answers_may_come_in_pieces_cut_anywhere,
		answers_may_come_in_chunks_cut_anywhere,
	};

	return unit_run("klap_link", tests, UNIT_COUNT(tests));
}
