/* What a conversation does when a device is silent or gone: tries again, and gives up in time. */
#include "unit/unit.h"

#include "unit/talk.h"
#include "wire/xor.h"

static struct talk talk;

static void
prepare(void)
{
	talk_init(&talk, &kasa_wire_xor);
}

static void
prepare_asked(unsigned begin, unsigned say)
{
	prepare();
	talk_begin(&talk, begin);
	talk_connect(&talk);
	talk_ask(&talk, say);
	talk_sent(&talk);
}

/* The pause before the next try, which is passed. */
static uint64_t
pause_ms(void)
{
	uint64_t before = talk.now_ms;

	talk_expect_nothing(&talk);
	talk_pass(&talk);
	return talk.now_ms - before;
}

static void
lose_and_pause(void)
{
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);
	pause_ms();
}

START_TEST(silence_past_the_reply_time_is_asked_again_on_a_new_connection)
{
	uint64_t asked_ms;

	prepare_asked(0, KASA_SAY_REPEATABLE);
	asked_ms = talk.now_ms;
	talk_pass(&talk);
	ck_assert_uint_eq(talk.now_ms - asked_ms, KASA_LINK_REPLY_MS);

	talk_expect(&talk, KASA_LINK_CLOSE);
	pause_ms();
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	ck_assert_str_eq(talk_sent(&talk), TALK_QUESTION);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_connection_that_does_not_come_up_is_tried_again)
{
	uint64_t begun_ms;

	prepare();
	talk_begin(&talk, 0);
	begun_ms = talk.now_ms;
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_pass(&talk);
	ck_assert_uint_eq(talk.now_ms - begun_ms, KASA_LINK_CONNECT_MS);

	talk_expect(&talk, KASA_LINK_CLOSE);
	pause_ms();
	talk_connect(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(four_connections_are_tried_and_no_fifth)
{
	prepare();
	talk_begin(&talk, 0);
	for (int i = 0; i < KASA_LINK_TRIES - 1; i++) {
		talk_expect(&talk, KASA_LINK_OPEN);
		lose_and_pause();
	}
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ERESET);
	talk_finish(&talk);
}
END_TEST

START_TEST(pauses_between_tries_grow_within_their_bounds)
{
	uint64_t longest[KASA_LINK_TRIES - 1] = { 0 };

	for (uint64_t seed = 0; seed < 300; seed++) {
		prepare();
		talk.link.patience.rng.state = seed;
		talk_begin(&talk, 0);
		for (int i = 0; i < KASA_LINK_TRIES - 1; i++) {
			uint64_t ms;

			talk_expect(&talk, KASA_LINK_OPEN);
			talk_lose(&talk, KASA_ERESET);
			talk_expect(&talk, KASA_LINK_CLOSE);
			ms = pause_ms();
			longest[i] = ms > longest[i] ? ms : longest[i];
		}
		talk_finish(&talk);
	}

	ck_assert_uint_le(longest[0], 200);
	ck_assert_uint_gt(longest[0], 180);
	ck_assert_uint_le(longest[1], 400);
	ck_assert_uint_gt(longest[1], 360);
	ck_assert_uint_le(longest[2], 800);
	ck_assert_uint_gt(longest[2], 720);
}
END_TEST

START_TEST(silence_past_the_deadline_fails_the_call_whatever_is_waited_for)
{
	struct kasa_err err;
	uint64_t begun_ms;

	prepare();
	begun_ms = talk.now_ms;
	ck_assert_int_eq(kasa_link_begin(&talk.link, begun_ms, begun_ms + 500, 0, &err), KASA_OK);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_pass(&talk);

	ck_assert_uint_eq(talk.now_ms - begun_ms, 500);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ETIMEOUT);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_call_is_over_by_its_deadline_with_all_its_tries)
{
	uint64_t begun_ms;

	prepare();
	talk_begin(&talk, 0);
	begun_ms = talk.now_ms;
	do
		while (kasa_link_next(&talk.link, talk.now_ms, &talk.event) && talk.event.kind != KASA_LINK_FAILED)
			;
	while (talk.event.kind != KASA_LINK_FAILED && (talk_pass(&talk), true));

	ck_assert_uint_le(talk.now_ms - begun_ms, TALK_CALL_MS);
	ck_assert_int_eq(talk.event.err->code, KASA_ETIMEOUT);
	talk_finish(&talk);
}
END_TEST

START_TEST(no_try_is_begun_that_could_not_be_over_in_time)
{
	struct kasa_err err;

	prepare();
	ck_assert_int_eq(kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + 1, 0, &err), KASA_OK);
	talk.link.patience.rng.state = 12345;
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ERESET);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_refused_connection_is_not_tried_again)
{
	prepare();
	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_EREFUSED);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EREFUSED);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_host_without_a_route_is_not_tried_again)
{
	prepare();
	talk_begin(&talk, 0);
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_EUNREACH);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EUNREACH);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_poll_is_tried_once)
{
	prepare_asked(KASA_CALL_ONCE, KASA_SAY_REPEATABLE);
	talk_pass(&talk);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ETIMEOUT);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_that_is_cut_is_asked_for_again)
{
	struct kasa_buf framed;

	prepare_asked(0, KASA_SAY_REPEATABLE);
	kasa_buf_init(&framed, KASA_MESSAGE_MAX);
	kasa_xor_seal(TALK_ANSWER, strlen(TALK_ANSWER), &framed, NULL);
	kasa_link_up(&talk.link, talk.now_ms, framed.data, framed.len / 2);
	talk_expect_nothing(&talk);
	kasa_buf_finish(&framed);

	lose_and_pause();
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_kept_connection_that_is_dead_is_reopened_at_once_and_not_counted)
{
	prepare();
	talk_call(&talk);
	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	ck_assert_uint_eq(talk.link.patience.tries, 0);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_poll_too_survives_a_dead_kept_connection)
{
	prepare();
	talk_call(&talk);
	talk_begin(&talk, KASA_CALL_ONCE);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_dead_connection_is_reopened_once_in_a_call)
{
	prepare();
	talk_call(&talk);
	talk_begin(&talk, KASA_CALL_ONCE);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_lose(&talk, KASA_ERESET);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ERESET);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_cut_on_a_kept_connection_counts_as_a_try)
{
	prepare();
	talk_call(&talk);
	talk_begin(&talk, 0);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	kasa_link_up(&talk.link, talk.now_ms, (const uint8_t *)"\0\0", 2);
	lose_and_pause();

	ck_assert_uint_eq(talk.link.patience.tries, 1);
	talk_connect(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(what_must_not_be_repeated_and_was_cut_is_of_unknown_outcome)
{
	prepare_asked(KASA_CALL_FRESH, 0);
	talk_lose(&talk, KASA_ERESET);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect(&talk, KASA_LINK_FAILED);
	ck_assert_int_eq(talk.event.err->code, KASA_EUNKNOWN);
	ck_assert_ptr_nonnull(strstr(talk.event.err->text, "may or may not"));
	talk_finish(&talk);
}
END_TEST

START_TEST(what_must_not_be_repeated_and_was_not_answered_is_of_unknown_outcome)
{
	prepare_asked(KASA_CALL_FRESH, 0);
	talk_pass(&talk);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_EUNKNOWN);
	talk_finish(&talk);
}
END_TEST

START_TEST(what_must_not_be_repeated_may_be_connected_for_again)
{
	prepare();
	talk_begin(&talk, KASA_CALL_FRESH);
	talk_expect(&talk, KASA_LINK_OPEN);
	lose_and_pause();

	talk_connect(&talk);
	talk_ask(&talk, 0);
	talk_answer(&talk);
	talk_finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		silence_past_the_reply_time_is_asked_again_on_a_new_connection,
		a_connection_that_does_not_come_up_is_tried_again,
		four_connections_are_tried_and_no_fifth,
		pauses_between_tries_grow_within_their_bounds,
		silence_past_the_deadline_fails_the_call_whatever_is_waited_for,
		a_call_is_over_by_its_deadline_with_all_its_tries,
		no_try_is_begun_that_could_not_be_over_in_time,
		a_refused_connection_is_not_tried_again,
		a_host_without_a_route_is_not_tried_again,
		a_poll_is_tried_once,
		an_answer_that_is_cut_is_asked_for_again,
		a_kept_connection_that_is_dead_is_reopened_at_once_and_not_counted,
		a_poll_too_survives_a_dead_kept_connection,
		a_dead_connection_is_reopened_once_in_a_call,
		an_answer_cut_on_a_kept_connection_counts_as_a_try,
		what_must_not_be_repeated_and_was_cut_is_of_unknown_outcome,
		what_must_not_be_repeated_and_was_not_answered_is_of_unknown_outcome,
		what_must_not_be_repeated_may_be_connected_for_again,
	};

	return unit_run("link_retry", tests, UNIT_COUNT(tests));
}
