/* Transports with a handshake: a request waits for it, and its session outlives connections, but not for ever. */
#include "unit/unit.h"

#include "unit/talk.h"
#include "unit/toy_wire.h"

static struct talk talk;

static struct toy_session *
session(void)
{
	return (struct toy_session *)(void *)talk.session;
}

static void
prepare(void)
{
	talk_init(&talk, &toy_wire);
	talk.random[0] = 'n';
}

static void
come(const char *bytes)
{
	kasa_link_up(&talk.link, talk.now_ms, (const uint8_t *)bytes, strlen(bytes));
}

/* Exactly this waits to be sent. */
static void
expect_sent_bytes(const char *bytes, size_t n)
{
	size_t len;
	const uint8_t *data = kasa_link_down(&talk.link, &len);

	ck_assert_uint_eq(len, n);
	ck_assert_mem_eq(data, bytes, n);
	kasa_link_sent(&talk.link, len);
}

static void
expect_sent(const char *text)
{
	expect_sent_bytes(text, strlen(text));
}

static void
say(const char *text, unsigned flags)
{
	talk_expect(&talk, KASA_LINK_ASK);
	kasa_link_say(&talk.link, talk.now_ms, text, strlen(text), flags, KASA_LINK_REPLY_MS);
}

/* A connection on which a session with this number is made. */
static void
connect_and_greet(const char *number)
{
	talk_connect(&talk);
	expect_sent("Hn");
	come("h");
	come(number);
	expect_sent_bytes((const char[]){ 'C', number[0] }, 2);
	come("k");
	ck_assert(!session()->dirty);
}

/* A call that makes session 7, and leaves its connection open. */
static void
prepare_called(void)
{
	prepare();
	talk_begin(&talk, 0);
	connect_and_greet("7");
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, false);
}

START_TEST(a_request_waits_for_the_handshake)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_expect_nothing(&talk);
	expect_sent("Hn");
	come("h7");
	talk_expect_nothing(&talk);
	expect_sent("C7");
	come("k");

	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, "ok");
	talk_finish(&talk);
}
END_TEST

static unsigned fetched;

static void
fetch(struct kasa_keyring *keyring)
{
	ck_assert_ptr_eq(keyring, &talk.shared.keyring);
	fetched++;
}

/* The keyring may lie in a file: it is opened before the first handshake, once, and never for a wire without any. */
START_TEST(the_keyring_is_fetched_before_the_first_handshake)
{
	talk_init(&talk, &kasa_wire_xor);
	talk.shared.keyring.fetch = fetch;
	talk_call(&talk);
	ck_assert_uint_eq(fetched, 0);
	talk_finish(&talk);

	prepare();
	talk.shared.keyring.fetch = fetch;
	talk_begin(&talk, 0);
	ck_assert_uint_eq(fetched, 0);
	connect_and_greet("7");
	ck_assert_uint_eq(fetched, 1);
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, false);
	talk.now_ms += TOY_SESSION_MS;
	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	ck_assert_uint_eq(fetched, 1);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_handshake_may_come_in_pieces)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	expect_sent("Hn");
	come("h");
	talk_expect_nothing(&talk);
	come("7");
	expect_sent("C7");
	come("k");

	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(the_session_survives_a_connection_lost_between_calls)
{
	prepare_called();
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);

	talk_begin(&talk, 0);
	talk_connect(&talk);
	say("more", KASA_SAY_REPEATABLE);

	expect_sent("Q7\x04more");
	talk_finish(&talk);
}
END_TEST

START_TEST(the_session_survives_a_connection_lost_under_a_request)
{
	prepare_called();
	talk_begin(&talk, 0);
	say("ask", KASA_SAY_REPEATABLE);
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);

	talk_connect(&talk);
	say("ask", KASA_SAY_REPEATABLE);

	expect_sent("Q7\x03"
	            "ask");
	talk_finish(&talk);
}
END_TEST

START_TEST(the_session_survives_an_idle_connection_given_back)
{
	prepare_called();
	talk_pass(&talk);
	talk_expect(&talk, KASA_LINK_CLOSE);

	talk_begin(&talk, 0);
	talk_connect(&talk);
	say("more", KASA_SAY_REPEATABLE);

	expect_sent("Q7\x04more");
	talk_finish(&talk);
}
END_TEST

START_TEST(the_session_is_over_after_an_answer_that_was_none)
{
	prepare_called();
	talk_begin(&talk, 0);
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	come("A\x02"
	     "no");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, true);
	talk_expect(&talk, KASA_LINK_CLOSE);

	talk_begin(&talk, 0);
	connect_and_greet("8");
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q8\x03"
	            "ask");
	talk_finish(&talk);
}
END_TEST

START_TEST(an_expired_session_is_renewed_and_the_request_repeated_once)
{
	prepare_called();
	talk_begin(&talk, 0);
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	come("X");

	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q8\x03"
	            "ask");
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_uint_eq(talk.link.patience.tries, 0);
	talk_finish(&talk);
}
END_TEST

START_TEST(what_must_not_be_repeated_is_repeated_after_a_renewal_for_it_was_not_done)
{
	prepare_called();
	talk_begin(&talk, 0);
	say("reboot", 0);
	come("X");

	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	say("reboot", 0);
	expect_sent("Q8\x06reboot");
	talk_finish(&talk);
}
END_TEST

/* The device knows the session no more: asked and answered so, on a new session. */
static void
ask_in_vain(void)
{
	size_t len;

	say("ask", KASA_SAY_REPEATABLE);
	kasa_link_down(&talk.link, &len);
	kasa_link_sent(&talk.link, len);
	come("X");
}

START_TEST(a_session_that_ends_again_and_again_makes_the_handshakes_wait_and_tells_of_a_rival)
{
	uint64_t begun_ms;

	prepare_called();
	talk_begin(&talk, 0);
	ask_in_vain();
	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	ask_in_vain();
	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("9");
	begun_ms = talk.now_ms;
	ask_in_vain();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect(&talk, KASA_LINK_RIVAL);
	talk_expect_nothing(&talk);
	talk_pass(&talk);
	ck_assert_uint_ge(talk.now_ms - begun_ms, KASA_LINK_RIVAL_MS / 2);
	ck_assert_uint_le(talk.now_ms - begun_ms, KASA_LINK_RIVAL_MS);
	connect_and_greet("1");
	say("ask", KASA_SAY_REPEATABLE);
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_whose_time_is_over_before_the_next_handshake_gives_way_to_the_rival)
{
	prepare_called();
	kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + KASA_LINK_RIVAL_MS / 4, 0, NULL);
	ask_in_vain();
	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	ask_in_vain();
	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("9");
	ask_in_vain();

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect(&talk, KASA_LINK_RIVAL);
	talk_expect_failure(&talk, KASA_ERIVAL);
	talk_finish(&talk);
}
END_TEST

/* One poll in which the session turns out to be over; true when it was made anew and answered. */
static bool
poll_through(const char *number)
{
	talk_begin(&talk, KASA_CALL_ONCE);
	ask_in_vain();
	talk_expect(&talk, KASA_LINK_CLOSE);
	if (kasa_link_next(&talk.link, talk.now_ms, &talk.event) && talk.event.kind == KASA_LINK_RIVAL)
		return false;
	ck_assert_int_eq(talk.event.kind, KASA_LINK_OPEN);
	kasa_link_connected(&talk.link, talk.now_ms, talk.random);
	expect_sent("Hn");
	come(number);
	expect_sent_bytes((const char[]){ 'C', number[1] }, 2);
	come("k");
	say("ask", KASA_SAY_REPEATABLE);
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, false);
	return true;
}

START_TEST(a_session_that_the_language_calls_over_is_renewed_and_the_call_goes_on)
{
	const struct kasa_err over = { .code = KASA_EPROTO, .text = "the session is over" };

	prepare_called();
	talk_begin(&talk, 0);
	say("reboot", 0);
	come("A\x04"
	     "over");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_renew(&talk.link, talk.now_ms, &over);

	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	say("reboot", 0);
	expect_sent("Q8\x06reboot");
	talk_finish(&talk);
}
END_TEST

START_TEST(polls_give_way_to_a_rival_at_once_and_rest)
{
	struct kasa_err err;

	prepare_called();
	ck_assert(poll_through("h8"));
	ck_assert(poll_through("h9"));
	ck_assert(!poll_through("h1"));
	talk_expect_failure(&talk, KASA_ERIVAL);
	ck_assert_int_eq(kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + TALK_CALL_MS, KASA_CALL_ONCE, &err),
	                 KASA_EBREAKER);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_session_that_lasts_ends_the_rivalry)
{
	prepare_called();
	for (int i = 0; i < 2; i++)
		ck_assert(poll_through("h8"));
	for (int i = 0; i < KASA_LINK_LASTS; i++) {
		talk_begin(&talk, 0);
		say("ask", KASA_SAY_REPEATABLE);
		come("A\x02"
		     "ok");
		talk_expect(&talk, KASA_LINK_ANSWER);
		kasa_link_end(&talk.link, talk.now_ms, false);
	}
	ck_assert(poll_through("h9"));
	talk_finish(&talk);
}
END_TEST

START_TEST(a_session_known_to_be_over_is_renewed_before_asking)
{
	prepare_called();
	talk.now_ms += TOY_SESSION_MS;

	talk_begin(&talk, 0);

	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q8\x03"
	            "ask");
	talk_finish(&talk);
}
END_TEST

START_TEST(a_session_over_between_two_questions_of_a_call_is_renewed)
{
	prepare();
	talk_begin(&talk, 0);
	connect_and_greet("7");
	say("one", KASA_SAY_REPEATABLE);
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	session()->ends_ms = talk.now_ms;
	kasa_link_more(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	connect_and_greet("8");
	say("two", KASA_SAY_REPEATABLE);
	expect_sent("Q8\x03two");
	talk_finish(&talk);
}
END_TEST

START_TEST(a_refused_handshake_fails_the_call_and_is_not_tried_again)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	expect_sent("Hn");
	come("h7");
	expect_sent("C7");
	come("r");

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EAUTH);
	ck_assert_uint_eq(session()->number, 0);
	talk_finish(&talk);
}
END_TEST

static int
begin_poll(void)
{
	struct kasa_err err;

	return kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + TALK_CALL_MS, KASA_CALL_ONCE, &err);
}

static void
be_refused(void)
{
	talk_begin(&talk, 0);
	talk_connect(&talk);
	come("h7");
	come("r");
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EAUTH);
}

/* It is there, as everybody can hear; the account is as wrong as before. */
START_TEST(a_refused_log_in_rests_polls_for_its_time_whatever_is_heard_of_the_device)
{
	prepare();
	be_refused();
	ck_assert_int_eq(begin_poll(), KASA_EBREAKER);
	kasa_link_heard(&talk.link);
	ck_assert_int_eq(begin_poll(), KASA_EBREAKER);
	talk.now_ms += KASA_LINK_REFUSED_MS - 1;
	ck_assert_int_eq(begin_poll(), KASA_EBREAKER);
	talk.now_ms += 1;
	ck_assert_int_eq(begin_poll(), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(calls_that_fail_behind_a_refused_log_in_do_not_shorten_the_rest)
{
	prepare();
	be_refused();
	for (int i = 0; i < 3; i++) {
		talk_begin(&talk, 0);
		talk_expect(&talk, KASA_LINK_OPEN);
		talk_lose(&talk, KASA_EREFUSED);
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_expect_failure(&talk, KASA_EREFUSED);
	}
	talk.now_ms += KASA_LINK_REFUSED_MS - 1;
	kasa_link_heard(&talk.link);
	ck_assert_int_eq(begin_poll(), KASA_EBREAKER);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_ends_the_rest_behind_a_refused_log_in)
{
	prepare();
	be_refused();
	talk_begin(&talk, 0);
	connect_and_greet("8");
	say("ask", KASA_SAY_REPEATABLE);
	come("A\x02"
	     "ok");
	talk_expect(&talk, KASA_LINK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, false);
	ck_assert_int_eq(begin_poll(), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_rest_that_was_refused_and_is_over_leaves_the_next_one_to_be_ended_by_being_heard)
{
	prepare();
	be_refused();
	talk.now_ms += KASA_LINK_REFUSED_MS;
	for (int i = 0; i < 3; i++) {
		talk_begin(&talk, 0);
		talk_expect(&talk, KASA_LINK_OPEN);
		talk_lose(&talk, KASA_EREFUSED);
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_expect_failure(&talk, KASA_EREFUSED);
	}
	ck_assert_int_eq(begin_poll(), KASA_EBREAKER);
	kasa_link_heard(&talk.link);
	ck_assert_int_eq(begin_poll(), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_handshake_that_is_lost_is_begun_anew_with_clean_memory)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	expect_sent("Hn");
	come("h7");
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_pass(&talk);

	connect_and_greet("8");
	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(silence_in_a_handshake_is_tried_again)
{
	uint64_t begun_ms;

	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	begun_ms = talk.now_ms;
	talk_pass(&talk);
	ck_assert_uint_eq(talk.now_ms - begun_ms, KASA_LINK_REPLY_MS);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_pass(&talk);

	connect_and_greet("8");
	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_aborted_in_a_handshake_leaves_no_half_session)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	come("h7");
	kasa_link_abort(&talk.link);
	talk_expect(&talk, KASA_LINK_CLOSE);

	talk_begin(&talk, 0);
	connect_and_greet("8");
	talk_expect(&talk, KASA_LINK_ASK);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_came_with_the_handshake_answers_no_question)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	expect_sent("Hn");
	come("h7");
	expect_sent("C7");
	come("kA\x02no");

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	say("ask", KASA_SAY_REPEATABLE);
	expect_sent("Q7\x03"
	            "ask");
	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_session_is_wiped_when_it_is_over)
{
	static const struct toy_session clean;

	prepare_called();
	talk_begin(&talk, 0);
	say("ask", KASA_SAY_REPEATABLE);
	come("X");

	ck_assert_mem_eq(session(), &clean, sizeof clean);
	talk_finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_waits_for_the_handshake,
		the_keyring_is_fetched_before_the_first_handshake,
		a_handshake_may_come_in_pieces,
		the_session_survives_a_connection_lost_between_calls,
		the_session_survives_a_connection_lost_under_a_request,
		the_session_survives_an_idle_connection_given_back,
		the_session_is_over_after_an_answer_that_was_none,
		an_expired_session_is_renewed_and_the_request_repeated_once,
		what_must_not_be_repeated_is_repeated_after_a_renewal_for_it_was_not_done,
		a_session_that_ends_again_and_again_makes_the_handshakes_wait_and_tells_of_a_rival,
		a_call_whose_time_is_over_before_the_next_handshake_gives_way_to_the_rival,
		a_session_that_the_language_calls_over_is_renewed_and_the_call_goes_on,
		polls_give_way_to_a_rival_at_once_and_rest,
		a_session_that_lasts_ends_the_rivalry,
		a_session_known_to_be_over_is_renewed_before_asking,
		a_session_over_between_two_questions_of_a_call_is_renewed,
		a_refused_handshake_fails_the_call_and_is_not_tried_again,
		a_refused_log_in_rests_polls_for_its_time_whatever_is_heard_of_the_device,
		calls_that_fail_behind_a_refused_log_in_do_not_shorten_the_rest,
		an_answer_ends_the_rest_behind_a_refused_log_in,
		a_rest_that_was_refused_and_is_over_leaves_the_next_one_to_be_ended_by_being_heard,
		a_handshake_that_is_lost_is_begun_anew_with_clean_memory,
		silence_in_a_handshake_is_tried_again,
		a_call_aborted_in_a_handshake_leaves_no_half_session,
		an_answer_that_came_with_the_handshake_answers_no_question,
		a_session_is_wiped_when_it_is_over,
	};

	return unit_run("link_greeting", tests, UNIT_COUNT(tests));
}
