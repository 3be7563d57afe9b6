/* Answers of the SMART language: where errors hide, what is learned, and what answers another question. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#define NOT_READ ""
#define INFO(id, fw, members) \
	"\"device_id\":\"" id "\",\"fw_ver\":\"" fw "\",\"type\":\"SMART.TAPOPLUG\",\"model\":\"P110\"," members
#define ON(on) INFO(SMART_ID, "1.3.0 Build 1", "\"device_on\":" #on)
#define CHILDREN(a, b) \
	"\"child_device_list\":[" SMART_CHILD("00", 1, a) "," SMART_CHILD("01", 2, b) "],\"start_index\":0,\"sum\":2"
#define HANDED(response) SMART_GAVE("control_child", "\"responseData\":" response)

// clang-format off
static const struct smart_reply replies[] = {
	/* looking */
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_OK(ON(true)), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1), KASA_VERDICT_REFUSED,
	  "the device refused get_device_info: it failed, and does not tell why (-1)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1002), KASA_VERDICT_REFUSED,
	  "the device does not support get_device_info: unknown method (-1002)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1012), KASA_VERDICT_REFUSED,
	  "the device refused get_device_info: no reason is known (-1012)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1501), KASA_VERDICT_REFUSED,
	  "the device does not let us in: the e-mail or the password is wrong (-1501)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(9999), KASA_VERDICT_LAPSED,
	  "the device refused the request: the session is over (9999)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_FAILED(0), KASA_VERDICT_REFUSED,
	  "the device does not answer get_device_info" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_OK(""), KASA_VERDICT_GARBAGE,
	  "get_device_info describes no device: no device_id, no model, no type" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, "{}", KASA_VERDICT_GARBAGE, "not an answer of the SMART language" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, "[]", KASA_VERDICT_GARBAGE, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, "", KASA_VERDICT_GARBAGE, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_GARBAGE, "an answer to another question" },
	/* a stranger, in two messages or one */
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_GAVE("component_nego", "\"component_list\":[]") "," SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_DONE, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_NOT("component_nego", -1002) "," SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_DONE, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_NOT("component_nego", -1002)), KASA_VERDICT_MORE, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_AGAIN, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(""), KASA_VERDICT_AGAIN, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1003), KASA_VERDICT_AGAIN, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_FAILED(1200), KASA_VERDICT_AGAIN, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1002), KASA_VERDICT_AGAIN, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_FAILED(-1301), KASA_VERDICT_REFUSED,
	  "the device refused multipleRequest: the device failed (-1301)" },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_OK(ON(true)), KASA_VERDICT_GARBAGE, "an answer to another question" },
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_GARBAGE,
	  "an answer to another question" },
	/* switching */
	{ SMART_PLUG(false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE("get_device_info", ON(true))), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE("get_device_info", ON(false))), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_NOT("get_device_info", -1)), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(SMART_DID("set_device_info")), KASA_VERDICT_MORE, NULL },
	{ SMART_PLUG(false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(SMART_NOT("set_device_info", -1008)), KASA_VERDICT_REFUSED,
	  "the device refused set_device_info: a value is missing, wrong or out of range (-1008)" },
	/* outlets */
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, true))), KASA_VERDICT_DONE, NULL },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, false))), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(HANDED(SMART_FAILED(-1008)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, false))), KASA_VERDICT_REFUSED,
	  "the device refused set_device_info: a value is missing, wrong or out of range (-1008)" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(SMART_NOT("control_child", -1)), KASA_VERDICT_REFUSED,
	  "the device refused set_device_info: it failed, and does not tell why (-1)" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(SMART_NOT("control_child", -1002)), KASA_VERDICT_AGAIN, NULL },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(HANDED(SMART_FAILED(-1002))), KASA_VERDICT_REFUSED,
	  "the device does not support set_device_info: unknown method (-1002)" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 }, SMART_ANSWERS(SMART_GAVE("control_child", "")), KASA_VERDICT_REFUSED,
	  "the device does not answer set_device_info" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," HANDED(SMART_FAILED(0)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, true))), KASA_VERDICT_DONE, NULL },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," HANDED(SMART_FAILED(-1)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, true))), KASA_VERDICT_REFUSED, 
	  "outlet 2: the device refused set_device_info: it failed, and does not tell why (-1)" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," SMART_GAVE("get_child_device_list", CHILDREN(true, true))), KASA_VERDICT_MORE, NULL },
	/* raw */
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, SMART_FAILED(0), KASA_VERDICT_DONE, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, "{}", KASA_VERDICT_DONE, NULL },
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, SMART_FAILED(-1002), KASA_VERDICT_REFUSED,
	  "the device does not support the request: unknown method (-1002)" },
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, SMART_ANSWERS(SMART_DID("a") "," SMART_NOT("b", -1)), KASA_VERDICT_REFUSED,
	  "the device refused b: it failed, and does not tell why (-1)" },
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, SMART_OK("\"responseData\":" SMART_FAILED(-1008)), KASA_VERDICT_REFUSED,
	  "the device refused the request: a value is missing, wrong or out of range (-1008)" },
	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = SMART_ASK("x") }, SMART_FAILED(-40401), KASA_VERDICT_LAPSED, NULL },
};
// clang-format on

START_TEST(each_answer_gets_its_verdict)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(the_number_of_a_refusal_is_kept)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	smart_talk_reads(&talk, SMART_FAILED(-1002));
	ck_assert_int_eq(talk.err.code, KASA_ENOTSUP);
	ck_assert_int_eq(talk.err.device_code, -1002);
	smart_talk_reads(&talk, SMART_FAILED(1111));
	ck_assert_int_eq(talk.err.code, KASA_EAUTH);
	smart_talk_reads(&talk, SMART_FAILED(77));
	ck_assert_int_eq(talk.err.code, KASA_EDEVICE);
	ck_assert_int_eq(talk.err.device_code, 77);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(failing_at_batches_is_remembered)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(false), &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_FAILED(-1003)), KASA_VERDICT_AGAIN);
	ck_assert(talk.record.one_by_one);
	ck_assert_int_eq(talk.err.code, KASA_OK);
	ck_assert_int_eq(smart_talk_runs(&talk, "{\"set_device_info\":{}," SMART_INFO("TAPOPLUG", "P110", "",
	                                                                              ",\"device_on\":true") "}"),
	                 KASA_VERDICT_DONE);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(an_outlet_that_is_not_reached_among_others_is_asked_alone_and_they_are_not_asked_again)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_STRIP(false, false),
	                 &(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(&talk, SMART_ANSWERS(HANDED(SMART_FAILED(0)) "," SMART_NOT("control_child", 1200))),
		KASA_VERDICT_AGAIN);
	smart_talk_says(&talk,
	                SMART_TO_CHILD("01", "{\"method\":\"set_device_info\",\"params\":{\"device_on\":true}}"));
	smart_talk_end(&talk);
}
END_TEST

START_TEST(what_stands_behind_a_refusal_is_asked_anew)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, NOT_READ, &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(SMART_NOT("component_nego", -1002))), KASA_VERDICT_MORE);
	smart_talk_says(&talk, SMART_ASK("get_device_info"));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK(ON(true))), KASA_VERDICT_DONE);
	ck_assert(!talk.record.one_by_one && talk.record.known);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(new_firmware_is_asked_for_its_components)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	smart_talk_says(&talk, SMART_ASK("get_device_info"));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK(INFO(SMART_ID, "1.4.0", "\"device_on\":true"))),
	                 KASA_VERDICT_AGAIN);
	smart_talk_says(&talk, SMART_BATCH(SMART_ASK("component_nego") "," SMART_ASK("get_device_info")));
	ck_assert_int_eq(
		smart_talk_reads(&talk,
	                         SMART_ANSWERS(SMART_GAVE("component_nego", "\"component_list\":[]") "," SMART_GAVE(
					 "get_device_info", INFO(SMART_ID, "1.4.0", "\"device_on\":true")))),
		KASA_VERDICT_DONE);
	ck_assert_str_eq(talk.record.state.fw, "1.4.0");
	ck_assert_uint_eq(talk.record.state.features, KASA_FEATURE_RELAY);
	smart_talk_end(&talk);
}
END_TEST

/* DHCP gives the address of a strip to a plug. */
START_TEST(another_device_in_the_place_is_asked_all_anew)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_STRIP(true, true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(
				SMART_GAVE("get_device_info", INFO("other", "1", "\"device_on\":false")) "," SMART_NOT(
					"get_child_device_list", -1002))),
		KASA_VERDICT_REFUSED);
	ck_assert(!talk.record.known);
	talk.order = (struct kasa_order){ .kind = KASA_ORDER_LOOK };
	ck_assert_int_eq(smart_talk_runs(&talk, SMART_PLUG(true)), KASA_VERDICT_DONE);
	ck_assert(talk.record.known);
	ck_assert_uint_eq(talk.record.state.outlet_count, 0);
	ck_assert_int_eq(talk.record.state.family, KASA_FAMILY_PLUG);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(half_a_list_of_outlets_is_nothing_to_act_on)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_STRIP(true, true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(&talk, SMART_ANSWERS(SMART_GAVE("get_device_info", ON(true)) "," SMART_GAVE(
						"get_child_device_list",
						"\"child_device_list\":[" SMART_CHILD("01", 2, true) "],\"sum\":2"))),
		KASA_VERDICT_MORE);
	ck_assert(!talk.record.known);
	smart_talk_says(&talk, "{\"method\":\"get_child_device_list\",\"params\":{\"start_index\":1}}");
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK("\"child_device_list\":[" SMART_CHILD(
							 "00", 1, false) "],\"start_index\":1,\"sum\":2")),
	                 KASA_VERDICT_DONE);
	ck_assert(talk.record.known);
	ck_assert_str_eq(talk.record.state.outlets[0].id, SMART_ID "00");
	ck_assert_int_eq(talk.record.state.outlets[0].on, 0);
	ck_assert_int_eq(talk.record.state.on, 1);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_list_that_ends_early_is_what_it_is)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_STRIP(true, true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	smart_talk_reads(&talk, SMART_ANSWERS(SMART_GAVE("get_device_info", ON(true)) "," SMART_GAVE(
					"get_child_device_list",
					"\"child_device_list\":[" SMART_CHILD("01", 9, true) "],\"sum\":7")));
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_OK("\"child_device_list\":[],\"sum\":7")), KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.record.state.outlet_count, 1);
	smart_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_answer_gets_its_verdict,
		the_number_of_a_refusal_is_kept,
		failing_at_batches_is_remembered,
		an_outlet_that_is_not_reached_among_others_is_asked_alone_and_they_are_not_asked_again,
		what_stands_behind_a_refusal_is_asked_anew,
		new_firmware_is_asked_for_its_components,
		another_device_in_the_place_is_asked_all_anew,
		half_a_list_of_outlets_is_nothing_to_act_on,
		a_list_that_ends_early_is_what_it_is,
	};

	return unit_run("smart_answer", tests, UNIT_COUNT(tests));
}
