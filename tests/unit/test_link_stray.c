/* Bytes that answer nothing: too many, too late, or from nobody who is a device. */
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

START_TEST(bytes_that_nobody_asked_for_close_the_connection)
{
	prepare();
	talk_call(&talk);

	talk_reply(&talk, TALK_ANSWER);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_too_many_never_answers_the_next_question)
{
	struct kasa_buf twice;

	prepare_asked(KASA_SAY_REPEATABLE);
	kasa_buf_init(&twice, KASA_MESSAGE_MAX);
	kasa_xor_seal("{\"first\":1}", 11, &twice, NULL);
	kasa_xor_seal("{\"second\":2}", 12, &twice, NULL);
	kasa_link_up(&talk.link, talk.now_ms, twice.data, twice.len);
	kasa_buf_finish(&twice);
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, "{\"first\":1}");

	kasa_link_more(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_expect_nothing(&talk);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(half_an_answer_too_many_is_enough_to_give_the_connection_up)
{
	struct kasa_buf more;

	prepare_asked(KASA_SAY_REPEATABLE);
	kasa_buf_init(&more, KASA_MESSAGE_MAX);
	kasa_xor_seal(TALK_ANSWER, strlen(TALK_ANSWER), &more, NULL);
	kasa_buf_add(&more, "", 1);
	kasa_link_up(&talk.link, talk.now_ms, more.data, more.len);
	kasa_buf_finish(&more);
	talk_expect(&talk, KASA_LINK_ANSWER);

	kasa_link_end(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_finish(&talk);
}
END_TEST

START_TEST(bytes_behind_an_answer_that_is_being_looked_at_taint_the_connection)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_answer(&talk);
	talk_reply(&talk, TALK_ANSWER);

	kasa_link_end(&talk.link, talk.now_ms, false);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_was_none_closes_the_connection)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	talk_answer(&talk);

	kasa_link_end(&talk.link, talk.now_ms, true);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_late_answer_to_an_aborted_call_answers_nothing)
{
	prepare_asked(KASA_SAY_REPEATABLE);
	kasa_link_abort(&talk.link);
	talk_begin(&talk, 0);

	talk_reply(&talk, TALK_ANSWER);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_expect_nothing(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(what_is_no_device_fails_at_once_and_closes)
{
	prepare_asked(KASA_SAY_REPEATABLE);

	kasa_link_up(&talk.link, talk.now_ms, (const uint8_t *)"HTTP/1.1 400", 12);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EPROTO);
	talk_finish(&talk);
}
END_TEST

START_TEST(more_bytes_than_any_answer_has_are_not_kept)
{
	static const uint8_t many[2 * KASA_MESSAGE_MAX];
	const uint8_t head[] = { 0, 1, 0, 0, KASA_XOR_FIRST };

	prepare_asked(KASA_SAY_REPEATABLE);
	kasa_link_up(&talk.link, talk.now_ms, head, sizeof head);
	kasa_link_up(&talk.link, talk.now_ms, many, sizeof many);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EPROTO);
	talk_finish(&talk);
}
END_TEST

START_TEST(what_is_said_out_of_turn_is_not_heard)
{
	prepare();
	kasa_link_connected(&talk.link, talk.now_ms, talk.random);
	kasa_link_say(&talk.link, talk.now_ms, TALK_QUESTION, strlen(TALK_QUESTION), 0, KASA_LINK_REPLY_MS);
	kasa_link_more(&talk.link, talk.now_ms, true);

	talk_expect_nothing(&talk);
	ck_assert_str_eq(talk_sent(&talk), "");
	talk_call(&talk);
	talk_finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		bytes_that_nobody_asked_for_close_the_connection,
		an_answer_too_many_never_answers_the_next_question,
		half_an_answer_too_many_is_enough_to_give_the_connection_up,
		bytes_behind_an_answer_that_is_being_looked_at_taint_the_connection,
		an_answer_that_was_none_closes_the_connection,
		a_late_answer_to_an_aborted_call_answers_nothing,
		what_is_no_device_fails_at_once_and_closes,
		more_bytes_than_any_answer_has_are_not_kept,
		what_is_said_out_of_turn_is_not_heard,
	};

	return unit_run("link_stray", tests, UNIT_COUNT(tests));
}
