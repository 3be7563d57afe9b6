/* Jobs in SMART, whose looks and acts are several messages: what a stranger is asked first, and what follows. */
#include "unit/unit.h"

#include "unit/smart_devices.h"
#include "unit/task.h"

#define ASK(method) "{\"method\":\"" method "\"}"
#define BATCH(requests) "{\"method\":\"multipleRequest\",\"params\":{\"requests\":[" requests "]}}"
#define OK(result) "{\"error_code\":0,\"result\":" result "}"
#define ANSWERS(responses) OK("{\"responses\":[" responses "]}")
#define GAVE(method, result) "{\"method\":\"" method "\",\"error_code\":0,\"result\":" result "}"
#define INFO(id, on) "{\"device_id\":\"" id "\",\"type\":\"SMART.TAPOPLUG\",\"model\":\"P110\",\"device_on\":" on "}"
#define PLUG_COMPONENTS "{\"component_list\":[" SMART_COMPONENT("led", 1) "]}"
#define STRIP_COMPONENTS "{\"component_list\":[" SMART_COMPONENT("child_device", 1) "]}"
#define OUTLETS(a, b) "{\"child_device_list\":[" SMART_CHILD("00", 1, a) "," SMART_CHILD("01", 2, b) "],\"sum\":2}"
#define RULE(rule) "{\"led_rule\":\"" rule "\"}"
#define FIRST BATCH(ASK("component_nego") "," ASK("get_device_info"))
#define PAGE(method) "{\"method\":\"" method "\",\"params\":{\"start_index\":0}}"
#define SET(on) "{\"method\":\"set_device_info\",\"params\":{\"device_on\":" on "}}"
#define TURN(on) BATCH(SET(on) "," ASK("get_device_info"))
#define TURNED(on) ANSWERS(GAVE("set_device_info", "{}") "," GAVE("get_device_info", INFO(SMART_ID, on)))

static void
begin_smart(struct task *task, const struct kasa_order *order)
{
	begin(task, order);
	task->peer.payload = &kasa_payload_smart;
}

/* A plug that is off and has an LED, asked who it is. */
static void
meet_plug(struct task *task, enum kasa_job_next next)
{
	ck_assert_str_eq(question(task, KASA_JOB_NEW), FIRST);
	ck_assert_int_eq(answer(task, ANSWERS(GAVE("component_nego", PLUG_COMPONENTS) "," GAVE(
					      "get_device_info", INFO(SMART_ID, "false")))),
	                 KASA_JOB_ASK);
	ck_assert_str_eq(question(task, KASA_JOB_SAME), ASK("get_led_info"));
	ck_assert_int_eq(answer(task, OK(RULE("always"))), next);
}

START_TEST(a_stranger_is_asked_who_it_is_before_it_is_switched)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	meet_plug(&task, KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), TURN("true"));
	ck_assert(task.repeatable);
	ck_assert_int_eq(answer(&task, TURNED("true")), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(an_outlet_of_a_stranger_is_found_by_its_list)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .outlet = 2 });
	task.job.toggle = true;
	question(&task, KASA_JOB_NEW);
	answer(&task,
	       ANSWERS(GAVE("component_nego", STRIP_COMPONENTS) "," GAVE("get_device_info", INFO(SMART_ID, "null"))));
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 BATCH(PAGE("get_child_device_list") "," PAGE("get_child_device_component_list")));
	ck_assert_int_eq(answer(&task, ANSWERS(GAVE("get_child_device_list", OUTLETS(true, false)) "," GAVE(
					       "get_child_device_component_list", "{}"))),
	                 KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 BATCH("{\"method\":\"control_child\",\"params\":{\"device_id\":\"" SMART_ID
	                       "01\",\"requestData\":" SET("true") "}}," PAGE("get_child_device_list")));
	finish(&task);
}
END_TEST

START_TEST(a_device_that_does_not_take_batches_is_asked_and_told_one_by_one)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	ck_assert_str_eq(question(&task, KASA_JOB_NEW), FIRST);
	ck_assert_int_eq(answer(&task, "{\"error_code\":-1003}"), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ASK("component_nego"));
	ck_assert_int_eq(answer(&task, OK("{\"component_list\":[]}")), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ASK("get_device_info"));
	ck_assert_int_eq(answer(&task, OK(INFO(SMART_ID, "false"))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), SET("true"));
	ck_assert_int_eq(answer(&task, "{\"error_code\":0}"), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ASK("get_device_info"));
	ck_assert_int_eq(answer(&task, OK(INFO(SMART_ID, "true"))), KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(a_stranger_in_the_place_of_another_is_not_switched)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	strcpy(task.peer.expect_id, SMART_ID);
	question(&task, KASA_JOB_NEW);

	ck_assert_int_eq(answer(&task, ANSWERS(GAVE("component_nego", PLUG_COMPONENTS) "," GAVE(
					       "get_device_info", INFO("other", "false")))),
	                 KASA_JOB_FAILED);
	ck_assert_int_eq(task.err.code, KASA_EIDENTITY);
	finish(&task);
}
END_TEST

START_TEST(what_was_not_done_is_looked_at_once_more)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	meet_plug(&task, KASA_JOB_ASK);
	question(&task, KASA_JOB_SAME);
	ck_assert_int_eq(answer(&task, TURNED("false")), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ASK("get_device_info"));
	ck_assert_int_eq(answer(&task, OK(INFO(SMART_ID, "false"))), KASA_JOB_FAILED);
	ck_assert_str_eq(task.err.text, "the device acknowledged and stays as it was");
	finish(&task);
}
END_TEST

/* The object that was read stays at hand while a new connection proves who is there. */
START_TEST(a_connection_lost_within_an_order_does_not_lose_what_was_read)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_LED });
	strcpy(task.peer.expect_id, SMART_ID);
	meet_plug(&task, KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME), ASK("get_led_info"));
	ck_assert_int_eq(answer(&task, OK("{\"led_rule\":\"always\",\"x\":1}")), KASA_JOB_ASK);
	question(&task, KASA_JOB_SAME);

	ck_assert_str_eq(question(&task, KASA_JOB_NEW), ASK("get_device_info"));
	ck_assert_int_eq(answer(&task, OK(INFO(SMART_ID, "false"))), KASA_JOB_ASK);
	ck_assert_str_eq(question(&task, KASA_JOB_SAME),
	                 BATCH("{\"method\":\"set_led_info\",\"params\":{\"led_rule\":\"never\",\"x\":1}}," ASK(
				 "get_led_info")));
	ck_assert_int_eq(answer(&task, ANSWERS(GAVE("set_led_info", "{}") "," GAVE("get_led_info", RULE("never")))),
	                 KASA_JOB_DONE);
	finish(&task);
}
END_TEST

START_TEST(what_met_a_session_that_is_over_is_asked_again_in_a_new_one)
{
	struct task task;

	begin_smart(&task, &(struct kasa_order){ .kind = KASA_ORDER_REBOOT });
	meet_plug(&task, KASA_JOB_ASK_FRESH);
	question(&task, KASA_JOB_SAME);
	ck_assert(!task.repeatable);
	ck_assert_int_eq(answer(&task, "{\"error_code\":9999}"), KASA_JOB_RENEW);
	ck_assert_ptr_nonnull(strstr(question(&task, KASA_JOB_REOPENED), "device_reboot"));
	finish(&task);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_stranger_is_asked_who_it_is_before_it_is_switched,
		an_outlet_of_a_stranger_is_found_by_its_list,
		a_device_that_does_not_take_batches_is_asked_and_told_one_by_one,
		a_stranger_in_the_place_of_another_is_not_switched,
		what_was_not_done_is_looked_at_once_more,
		a_connection_lost_within_an_order_does_not_lose_what_was_read,
		what_met_a_session_that_is_over_is_asked_again_in_a_new_one,
	};

	return unit_run("job_smart", tests, UNIT_COUNT(tests));
}
