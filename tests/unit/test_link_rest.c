/* A device that fails call after call is left alone by those who poll, and by nobody else. */
#include "unit/unit.h"

#include "unit/talk.h"
#include "wire/xor.h"

static struct talk talk;

static void
prepare(void)
{
	talk_init(&talk, &kasa_wire_xor);
}

/* A call of a poller, in vain. */
static void
fail_poll(void)
{
	talk_begin(&talk, KASA_CALL_ONCE);
	talk_expect(&talk, KASA_LINK_OPEN);
	talk_lose(&talk, KASA_ETIMEOUT);
	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ETIMEOUT);
}

static int
begin_poll(struct kasa_err *err)
{
	return kasa_link_begin(&talk.link, talk.now_ms, talk.now_ms + TALK_CALL_MS, KASA_CALL_ONCE, err);
}

START_TEST(after_three_failed_calls_a_poll_is_refused_for_a_second)
{
	struct kasa_err err;

	prepare();
	for (int i = 0; i < 3; i++)
		fail_poll();

	ck_assert_int_eq(begin_poll(&err), KASA_EBREAKER);
	ck_assert_ptr_nonnull(strstr(err.text, "3 times"));
	talk.now_ms += KASA_LINK_REST_MS - 1;
	ck_assert_int_eq(begin_poll(&err), KASA_EBREAKER);
	talk.now_ms += 1;
	ck_assert_int_eq(begin_poll(&err), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(the_rest_doubles_with_each_further_failure_up_to_its_cap)
{
	const uint64_t rests[] = { 1000, 2000, 4000, 8000, 16000, 32000, 32000, 32000 };

	prepare();
	fail_poll();
	fail_poll();
	for (size_t i = 0; i < UNIT_COUNT(rests); i++) {
		fail_poll();
		ck_assert_uint_eq(talk.link.patience.rest_until_ms - talk.now_ms, rests[i]);
		talk.now_ms = talk.link.patience.rest_until_ms;
	}
	talk_finish(&talk);
}
END_TEST

START_TEST(hundreds_of_failures_are_still_one_rest)
{
	prepare();
	for (int i = 0; i < 600; i++) {
		fail_poll();
		talk.now_ms = talk.now_ms + KASA_LINK_REST_CAP_MS;
	}

	ck_assert_uint_le(talk.link.patience.rest_until_ms, talk.now_ms);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_person_is_not_refused_while_a_device_rests)
{
	prepare();
	for (int i = 0; i < 3; i++)
		fail_poll();

	talk_call(&talk);
	talk_finish(&talk);
}
END_TEST

START_TEST(an_answer_ends_the_rest)
{
	struct kasa_err err;

	prepare();
	for (int i = 0; i < 3; i++)
		fail_poll();
	talk_call(&talk);

	ck_assert_int_eq(begin_poll(&err), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(being_heard_of_elsewhere_ends_the_rest)
{
	struct kasa_err err;

	prepare();
	for (int i = 0; i < 3; i++)
		fail_poll();
	kasa_link_heard(&talk.link);

	ck_assert_int_eq(begin_poll(&err), KASA_OK);
	talk_finish(&talk);
}
END_TEST

START_TEST(two_failures_and_an_answer_are_no_three_in_a_row)
{
	struct kasa_err err;

	prepare();
	fail_poll();
	fail_poll();
	talk_call(&talk);
	kasa_link_abort(&talk.link);
	talk_expect(&talk, KASA_LINK_CLOSE);
	fail_poll();

	ck_assert_int_eq(begin_poll(&err), KASA_OK);
	talk_finish(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		after_three_failed_calls_a_poll_is_refused_for_a_second,
		the_rest_doubles_with_each_further_failure_up_to_its_cap,
		hundreds_of_failures_are_still_one_rest,
		a_person_is_not_refused_while_a_device_rests,
		an_answer_ends_the_rest,
		being_heard_of_elsewhere_ends_the_rest,
		two_failures_and_an_answer_are_no_three_in_a_row,
	};

	return unit_run("link_rest", tests, UNIT_COUNT(tests));
}
