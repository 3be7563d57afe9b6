/* A conversation: one question, one answer, deadlines, and connections that stay open. */
#include "unit/unit.h"

#include "unit/talk.h"
#include "wire/xor.h"

static struct talk talk;

static void
prepare(void)
{
	talk_init(&talk, &kasa_wire_xor);
}

/* A call whose question is on its way. */
static void
prepare_asked(unsigned say)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, say);
	talk_sent(&talk);
}

START_TEST(a_link_at_rest_wants_nothing)
{
	prepare();

	talk_expect_nothing(&talk);

	ck_assert_uint_eq(talk.link.deadline_ms, KASA_NEVER);
	ck_assert_str_eq(talk_sent(&talk), "");
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_is_one_connection_one_question_one_answer)
{
	prepare();

	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	ck_assert(talk.event.fresh);
	ck_assert_str_eq(talk_sent(&talk), TALK_QUESTION);
	ck_assert_str_eq(talk_sent(&talk), "");
	talk_answer(&talk);
	kasa_link_end(&talk.link, talk.now_ms, false);

	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_question_may_leave_in_pieces)
{
	size_t len, rest;

	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);

	ck_assert_ptr_nonnull(kasa_link_down(&talk.link, &len));
	kasa_link_sent(&talk.link, 5);
	ck_assert_ptr_nonnull(kasa_link_down(&talk.link, &rest));
	ck_assert_uint_eq(rest, len - 5);
	kasa_link_sent(&talk.link, rest);
	ck_assert_ptr_null(kasa_link_down(&talk.link, &rest));
	talk_finish(&talk);
}
END_TEST

START_TEST(a_second_call_is_refused_while_one_is_open)
{
	struct kasa_err err;

	prepare_asked(KASA_SAY_REPEATABLE);

	ck_assert_int_eq(kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + 1000, 0, &err), KASA_EBUSY);

	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_asks_several_questions_on_one_connection)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_answer(&talk);

	kasa_link_more(&talk.link, talk.now_ms, false);
	talk_ask(&talk, KASA_SAY_REPEATABLE);

	ck_assert(!talk.event.fresh);
	ck_assert_str_eq(talk_sent(&talk), TALK_QUESTION);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_may_go_on_with_a_new_connection)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_answer(&talk);

	kasa_link_more(&talk.link, talk.now_ms, true);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, 0);
	ck_assert(talk.event.fresh);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_connection_is_kept_for_the_next_call)
{
	prepare();
	talk_call(&talk);

	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);

	ck_assert(!talk.event.fresh);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_that_must_not_meet_a_dying_connection_gets_a_new_one)
{
	prepare();
	talk_call(&talk);

	talk_begin(&talk, KASA_CALL_FRESH);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, 0);
	ck_assert(talk.event.fresh);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_connection_that_nobody_uses_is_given_back_after_thirty_seconds)
{
	uint64_t answered_ms;

	prepare();
	talk_call(&talk);
	answered_ms = talk.now_ms;

	talk_pass(&talk);

	ck_assert_uint_eq(talk.now_ms - answered_ms, 30000);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	ck_assert_uint_eq(talk.link.deadline_ms, KASA_NEVER);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_tick_before_its_time_does_nothing)
{
	prepare_asked(KASA_SAY_REPEATABLE);

	kasa_link_tick(&talk.link, talk.link.deadline_ms - 1);

	talk_expect_nothing(&talk);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_device_that_closes_after_its_answer_has_answered)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_reply(&talk, TALK_ANSWER);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, TALK_ANSWER);
	kasa_link_end(&talk.link, talk.now_ms, false);
	talk_expect_nothing(&talk);

	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_device_that_closes_after_each_answer_is_asked_on_a_new_connection)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_answer(&talk);
	talk_lose(&talk, KASA_ERESET);

	kasa_link_more(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_connection_lost_between_calls_is_closed_and_forgotten)
{
	prepare();
	talk_call(&talk);

	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	ck_assert_uint_eq(talk.link.deadline_ms, KASA_NEVER);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_that_ends_without_asking_keeps_the_connection)
{
	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_expect(&talk, KASA_LINK_ASK);

	kasa_link_end(&talk.link, talk.now_ms, false);

	talk_expect_nothing(&talk);
	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	ck_assert(talk.event.fresh);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_aborted_call_tells_nothing_and_closes)
{
	prepare_asked(KASA_SAY_REPEATABLE);

	kasa_link_abort(&talk.link);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_request_that_is_too_long_fails_the_call_and_nothing_leaves)
{
	static char text[KASA_MESSAGE_MAX + 1];

	prepare();
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_expect(&talk, KASA_LINK_ASK);

	kasa_link_say(&talk.link, talk.now_ms, text, sizeof text, 0, KASA_LINK_REPLY_MS);

	ck_assert_str_eq(talk_sent(&talk), "");
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EINVAL);
	talk_finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_link_at_rest_wants_nothing,
		a_call_is_one_connection_one_question_one_answer,
		a_question_may_leave_in_pieces,
		a_second_call_is_refused_while_one_is_open,
		a_call_asks_several_questions_on_one_connection,
		a_call_may_go_on_with_a_new_connection,
		a_connection_is_kept_for_the_next_call,
		a_call_that_must_not_meet_a_dying_connection_gets_a_new_one,
		a_connection_that_nobody_uses_is_given_back_after_thirty_seconds,
		a_tick_before_its_time_does_nothing,
		a_device_that_closes_after_its_answer_has_answered,
		a_device_that_closes_after_each_answer_is_asked_on_a_new_connection,
		a_connection_lost_between_calls_is_closed_and_forgotten,
		a_call_that_ends_without_asking_keeps_the_connection,
		an_aborted_call_tells_nothing_and_closes,
		a_request_that_is_too_long_fails_the_call_and_nothing_leaves,
	};

	return unit_run("link", tests, UNIT_COUNT(tests));
}
