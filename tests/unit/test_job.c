/* A task of several steps: who is it, what is it, and what must not be done twice. */
#include "unit/unit.h"

#include "unit/task.h"

START_TEST(switching_whoever_is_there_is_one_question)
{
	struct task task;

	begin_switch(&task, true);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), ON);
	ck_assert(task.repeatable);
	ck_assert_int_eq(answer(&task, ANSWER_WITH(SET_RELAY, PLUG(1))), KASA_JOB_DONE);
	ck_assert_int_eq(task.peer.record.state.on, 1);
	finish(&task);
}
END_TEST

START_TEST(an_expected_device_proves_itself_before_it_is_switched)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ON);
	ck_assert_int_eq(answer(&task, ANSWER_WITH(SET_RELAY, PLUG(1))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_stranger_gets_no_order)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRANGER)), KASA_JOB_FAILED);

	ck_assert_int_eq(task.err.code, KASA_EIDENTITY);
	ck_assert_ptr_nonnull(strstr(task.err.text, OTHER_ID));
	ck_assert_ptr_nonnull(strstr(task.err.text, DEVICE_ID));
	ck_assert(!task.peer.record.known);
	finish(&task);
}
END_TEST

START_TEST(a_mac_is_who_it_is_where_no_id_is_known)
{
	struct task task;

	begin_switch(&task, true);
	strcpy(task.peer.expect_mac, "AA:BB:CC:DD:EE:01");
	question(&task, KASA_JOB_NEW);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(STRANGER)), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EIDENTITY);
	ck_assert_ptr_nonnull(strstr(task.err.text, "AA:BB:CC:DD:EE:99"));

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_ASK);
	finish(&task);
}
END_TEST

START_TEST(an_id_is_the_same_in_any_case)
{
	struct task task;

	begin_switch(&task, true);
	strcpy(task.peer.expect_id, "8006aaaabbbbccccddddeeeeffff000011112222");
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_ASK);
	finish(&task);
}
END_TEST

START_TEST(a_proof_holds_as_long_as_its_connection)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));
	question(&task, KASA_JOB_SAME);
	answer(&task, ANSWER_WITH(SET_RELAY, PLUG(1)));

	kasa_job_finish(&task.job);
	kasa_job_init(&task.job, &(struct kasa_order){ .kind = KASA_ORDER_RELAY }, false);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), OFF);
	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	finish(&task);
}
END_TEST

START_TEST(a_device_that_closes_behind_its_proof_is_believed_on_one_reopened_connection)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));

	ck_assert_str_eq(question(&task, KASA_JOB_REOPENED), ON);
	ck_assert_str_eq(question(&task, KASA_JOB_REOPENED), LOOK);
	finish(&task);
}
END_TEST

START_TEST(a_reopened_connection_without_a_proof_before_it_means_proof_first)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);

	ck_assert_str_eq(question(&task, KASA_JOB_REOPENED), LOOK);
	finish(&task);
}
END_TEST

START_TEST(a_connection_that_is_lost_under_an_order_means_proof_again)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO(PLUG(0)));
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ON);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(0))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ON);
	finish(&task);
}
END_TEST

START_TEST(a_poll_of_the_meter_proves_itself_in_its_answer)
{
	struct task task;

	begin(&task, &(struct kasa_order){ .kind = KASA_ORDER_ENERGY, .with_state = true });
	task.peer.record = device_record(PLUG(1));
	expect_id(&task);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW),
	                 "{\"system\":{\"get_sysinfo\":{}},\"emeter\":{\"get_realtime\":{}}}");
	ck_assert_int_eq(answer(&task, "{\"system\":{\"get_sysinfo\":{" STRANGER
	                               "}},\"emeter\":{\"get_realtime\":{\"power\":1}}}"),
	                 KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EIDENTITY);
	finish(&task);
}
END_TEST

START_TEST(a_meter_is_not_asked_for_before_the_device_is_known)
{
	struct task task;

	begin(&task, &(struct kasa_order){ .kind = KASA_ORDER_ENERGY, .with_state = true });

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(BULB(1))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 "{\"system\":{\"get_sysinfo\":{}},\"smartlife.iot.common.emeter\":{\"get_realtime\":{}}}");
	finish(&task);
}
END_TEST

START_TEST(a_device_without_a_meter_is_not_asked_for_one)
{
	struct task task;

	begin(&task, &(struct kasa_order){ .kind = KASA_ORDER_ENERGY });
	question(&task, KASA_JOB_NEW);
	answer(&task, ANSWER_INFO("\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\",\"feature\":\"TIM\""));
	kasa_buf_clear(&task.request);

	ck_assert_int_eq(kasa_job_ask(&task.job, &task.peer, false, &task.request, &task.repeatable, &task.err),
	                 KASA_ENOTSUP);
	ck_assert_str_eq(task.err.text, "HS100(EU) has no energy meter");
	finish(&task);
}
END_TEST

START_TEST(what_must_not_be_repeated_goes_out_on_a_new_connection_without_looking_again)
{
	struct task task;

	begin(&task, &(struct kasa_order){ .kind = KASA_ORDER_REBOOT });
	expect_id(&task);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), LOOK);
	ck_assert(task.repeatable);
	ck_assert_int_eq(answer(&task, ANSWER_INFO(PLUG(1))), KASA_JOB_ASK_FRESH);
	ck_assert_str_eq(question(&task, KASA_JOB_REOPENED), "{\"system\":{\"reboot\":{\"delay\":1}}}");
	ck_assert(!task.repeatable);
	ck_assert_int_eq(answer(&task, "{\"system\":{\"reboot\":{\"err_code\":0}}}"), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(garbage_at_any_stage_makes_the_connection_suspect)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);
	ck_assert_int_eq(answer(&task, "garbage"), KASA_JOB_GARBAGE);
	ck_assert_int_eq(task.err.code, KASA_EPROTO);

	answer(&task, ANSWER_INFO(PLUG(0)));
	question(&task, KASA_JOB_SAME);
	ck_assert_int_eq(answer(&task, "{\"schedule\":{}}"), KASA_JOB_GARBAGE);
	answer(&task, "{\"system\":{" SET_RELAY "}}");
	question(&task, KASA_JOB_SAME);
	ck_assert_int_eq(answer(&task, ""), KASA_JOB_GARBAGE);
	finish(&task);
}
END_TEST

START_TEST(who_does_not_tell_who_it_is_gets_no_order)
{
	struct task task;

	begin_switch(&task, true);
	expect_id(&task);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, "{\"system\":{\"get_sysinfo\":{\"err_code\":-3}}}"), KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EDEVICE);
	finish(&task);
}
END_TEST

static enum kasa_verdict
teach(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record, struct kasa_answer *reply,
      struct kasa_err *err)
{
	(void)order, (void)text, (void)len, (void)record, (void)reply;
	kasa_err_set(err, KASA_EDEVICE, "once more");
	return KASA_VERDICT_AGAIN;
}

START_TEST(a_device_that_teaches_for_ever_is_not_followed_for_ever)
{
	struct kasa_payload teacher = kasa_payload_iot;
	enum kasa_job_next next = KASA_JOB_ASK;
	struct task task;
	int lessons = 0;

	begin_switch(&task, true);
	teacher.parse = teach;
	task.peer.payload = &teacher;
	for (; next == KASA_JOB_ASK; lessons++) {
		question(&task, KASA_JOB_SAME);
		next = answer(&task, "{}");
	}

	ck_assert_int_eq(next, KASA_JOB_FAILED);
	ck_assert_int_lt(lessons, 10);
	finish(&task);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		switching_whoever_is_there_is_one_question,
		an_expected_device_proves_itself_before_it_is_switched,
		a_stranger_gets_no_order,
		a_mac_is_who_it_is_where_no_id_is_known,
		an_id_is_the_same_in_any_case,
		a_proof_holds_as_long_as_its_connection,
		a_device_that_closes_behind_its_proof_is_believed_on_one_reopened_connection,
		a_reopened_connection_without_a_proof_before_it_means_proof_first,
		a_connection_that_is_lost_under_an_order_means_proof_again,
		a_poll_of_the_meter_proves_itself_in_its_answer,
		a_meter_is_not_asked_for_before_the_device_is_known,
		a_device_without_a_meter_is_not_asked_for_one,
		what_must_not_be_repeated_goes_out_on_a_new_connection_without_looking_again,
		garbage_at_any_stage_makes_the_connection_suspect,
		who_does_not_tell_who_it_is_gets_no_order,
		a_device_that_teaches_for_ever_is_not_followed_for_ever,
	};

	return unit_run("job", tests, UNIT_COUNT(tests));
}
