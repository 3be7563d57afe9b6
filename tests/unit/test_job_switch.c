/* Switching: what a toggle becomes, and whether the device did what it was told. */
#include "unit/unit.h"

#include "unit/task.h"

START_TEST(a_toggle_is_resolved_to_the_other_state)
{
	struct task task;

	begin_toggle(&task, 0);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(1))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), OFF);
	ck_assert_int_eq(answer(&task, ANSWER_WITH(SET_RELAY, PLUG(0))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_toggle_that_is_tried_again_stays_what_it_was_resolved_to)
{
	struct task task;

	begin_toggle(&task, 0);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ON);

	/* the answer was lost, and it had been done */
	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(1))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ON);
	finish(&task);
}
END_TEST

START_TEST(a_strip_goes_off_as_a_whole_when_one_outlet_is_on)
{
	struct task task;

	begin_toggle(&task, 0);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(STRIP(0, 1)));

	ck_assert_str_eq(question(&task, KASA_JOB_SAME), OFF);
	finish(&task);
}
END_TEST

START_TEST(an_outlet_is_toggled_by_its_own_state)
{
	struct task task;

	begin_toggle(&task, 1);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(STRIP(0, 1)));

	ck_assert_str_eq(question(&task, KASA_JOB_SAME), "{\"context\":{\"child_ids\":[\"" DEVICE_ID "00\"]}," ON_TAIL);
	finish(&task);
}
END_TEST

START_TEST(a_state_that_is_not_told_cannot_be_toggled)
{
	struct task task;

	begin_toggle(&task, 0);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG_INFO)), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_ENOTSUP);
	finish(&task);
}
END_TEST

START_TEST(an_outlet_that_is_not_there_cannot_be_toggled)
{
	struct task task;

	begin_toggle(&task, 3);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRIP(0, 1))), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_ENOTSUP);
	finish(&task);
}
END_TEST

START_TEST(an_acknowledgement_without_the_state_is_looked_after)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, "{\"system\":{" SET_RELAY "}}"), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(1))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_device_that_stays_as_it_was_has_failed)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_WITH(SET_RELAY, PLUG(0)));
	question(&task, KASA_JOB_SAME);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EDEVICE);
	ck_assert_str_eq(task.err.text, "the device acknowledged and stays as it was");
	finish(&task);
}
END_TEST

START_TEST(a_device_that_says_nothing_of_the_switch_and_stays_as_it_was_does_not_support_it)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_ASK);
	question(&task, KASA_JOB_SAME);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_ENOTSUP);
	finish(&task);
}
END_TEST

START_TEST(a_device_that_says_nothing_of_the_switch_and_did_it_has_done_it)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));
	question(&task, KASA_JOB_SAME);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(1))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_stranger_does_not_confirm_what_another_was_told)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));
	question(&task, KASA_JOB_SAME);
	answer(&task, "{\"system\":{" SET_RELAY "}}");

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK); /* the connection was lost in between */
	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRANGER)), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EIDENTITY);
	finish(&task);
}
END_TEST

START_TEST(a_strip_that_does_not_take_all_is_told_each_outlet)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_WITH(SET_RELAY, STRIP(1, 0)));
	question(&task, KASA_JOB_SAME);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRIP(1, 0))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 "{\"context\":{\"child_ids\":[\"" DEVICE_ID "00\",\"" DEVICE_ID "01\"]}," ON_TAIL);
	ck_assert_int_eq(answer(&task, ANSWER_WITH(SET_RELAY, STRIP(1, 1))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_strip_that_takes_nothing_fails_in_the_end)
{
	struct task task;
	enum kasa_job_next next = KASA_JOB_ASK;
	int steps = 0;

	begin_switch(&task, true);
	for (; next == KASA_JOB_ASK; steps++) {
		bool looks = strcmp(question(&task, KASA_JOB_SAME), LOOK) == 0;

		next = answer(&task, looks ? ANSWER_INFO(STRIP(1, 0)) : ANSWER_WITH(SET_RELAY, STRIP(1, 0)));
	}

	ck_assert_int_eq(next, KASA_JOB_FAILED);
	ck_assert_int_eq(steps, 4);
	finish(&task);
}
END_TEST

START_TEST(an_outlet_that_stays_as_it_was_is_not_tried_by_all)
{
	struct task task;

	begin(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 });
	task.peer.record = device_record(STRIP(0, 0));
	question(&task, KASA_JOB_SAME);
	answer(&task, ANSWER_WITH(SET_RELAY, STRIP(0, 0)));
	question(&task, KASA_JOB_SAME);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRIP(0, 0))), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EDEVICE);
	finish(&task);
}
END_TEST

START_TEST(a_light_is_told_in_its_own_words_after_it_refused_the_plugs)
{
	struct task task;

	begin_switch(&task, true);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWER_WITH("\"set_relay_state\":{\"err_code\":-2000}", BULB(0))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 "{\"smartlife.iot.smartbulb.lightingservice\":{\"transition_light_state\":"
	                 "{\"on_off\":1,\"ignore_default\":0}},\"system\":{\"get_sysinfo\":{}}}");
	finish(&task);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_toggle_is_resolved_to_the_other_state,
		a_toggle_that_is_tried_again_stays_what_it_was_resolved_to,
		a_strip_goes_off_as_a_whole_when_one_outlet_is_on,
		an_outlet_is_toggled_by_its_own_state,
		a_state_that_is_not_told_cannot_be_toggled,
		an_outlet_that_is_not_there_cannot_be_toggled,
		an_acknowledgement_without_the_state_is_looked_after,
		a_device_that_stays_as_it_was_has_failed,
		a_device_that_says_nothing_of_the_switch_and_stays_as_it_was_does_not_support_it,
		a_device_that_says_nothing_of_the_switch_and_did_it_has_done_it,
		a_stranger_does_not_confirm_what_another_was_told,
		a_strip_that_does_not_take_all_is_told_each_outlet,
		a_strip_that_takes_nothing_fails_in_the_end,
		an_outlet_that_stays_as_it_was_is_not_tried_by_all,
		a_light_is_told_in_its_own_words_after_it_refused_the_plugs,
	};

	return unit_run("job_switch", tests, UNIT_COUNT(tests));
}
