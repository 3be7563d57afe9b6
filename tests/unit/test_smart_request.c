/* Requests of the SMART language: their exact text, and what may be asked when. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#define NOT_READ "" /* the state was not read yet */
#define SET(on) "{\"method\":\"set_device_info\",\"params\":{\"device_on\":" #on "}}"

// clang-format off
static const struct smart_request requests[] = {
	{ NOT_READ, { .kind = KASA_ORDER_LOOK }, SMART_BATCH(SMART_ASK("component_nego") "," SMART_ASK("get_device_info")) },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOOK }, SMART_ASK("get_device_info") },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_LOOK }, SMART_BATCH(SMART_ASK("get_device_info") "," SMART_CHILD_LIST) },
	{ SMART_HUB, { .kind = KASA_ORDER_LOOK }, SMART_ASK("get_device_info") },

	{ SMART_PLUG(true), { .kind = KASA_ORDER_RELAY, .on = true }, SMART_BATCH(SET(true) "," SMART_ASK("get_device_info")) },
	{ SMART_PLAIN(true), { .kind = KASA_ORDER_RELAY }, SMART_BATCH(SET(false) "," SMART_ASK("get_device_info")) },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .on = true, .outlet = 2 },
	  SMART_BATCH(SMART_TO_CHILD("01", SET(true)) "," SMART_CHILD_LIST) },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY },
	  SMART_BATCH(SMART_TO_CHILD("00", SET(false)) "," SMART_TO_CHILD("01", SET(false)) "," SMART_CHILD_LIST) },
	{ SMART_LONG_STRIP(true), { .kind = KASA_ORDER_RELAY },
	  SMART_BATCH(SMART_TO_CHILD("00", SET(false)) "," SMART_TO_CHILD("01", SET(false)) "," SMART_TO_CHILD("02", SET(false)) ","
	              SMART_TO_CHILD("03", SET(false)) "," SMART_TO_CHILD("04", SET(false))) },

	{ NOT_READ, { .kind = KASA_ORDER_RAW, .text = "{\"method\" : \"x\" }" }, "{\"method\" : \"x\" }" },
};

static const struct smart_request refused[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_RELAY, .outlet = 1 }, "P110 has no outlets to choose from" },
	{ SMART_STRIP(true, false), { .kind = KASA_ORDER_RELAY, .outlet = 3 }, "P300 has outlets 1 to 2, not 3" },
	{ SMART_HUB, { .kind = KASA_ORDER_RELAY }, "H100 is nothing that could be switched from here" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_HISTORY }, "P110 speaks SMART, in which no words are known for days and months of energy and usage; "
	  "get_device_usage tells what it used today, and in 7 and in 30 days" },
	{ NOT_READ, { .kind = KASA_ORDER_MOTION }, "this device speaks SMART, in which no words are known for a motion sensor" },
};
// clang-format on

START_TEST(each_order_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_a_device_cannot_do_is_not_asked_of_it)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

/* All kinds, to devices of all kinds: words, or a sentence. */
START_TEST(each_kind_of_order_has_words_or_a_sentence)
{
	static const char *const devices[] = { SMART_PLUG(true), SMART_STRIP(true, true), SMART_HUB };

	for (size_t i = 0; i < UNIT_COUNT(devices) * KASA_ORDER_KINDS; i++) {
		struct kasa_rule rule = { .id = "1", .days = 1 };
		struct kasa_order order = { .kind = (enum kasa_order_kind)(i % KASA_ORDER_KINDS),
			                    .text = "{\"method\":\"get_x\"}" };
		struct smart_talk talk;

		if (kasa_order_rule(&order) == NULL && order.kind >= KASA_ORDER_RULE_ADD
		    && order.kind <= KASA_ORDER_RULE_REMOVE)
			order.rules.rule = &rule;
		smart_talk_begin(&talk, devices[i / KASA_ORDER_KINDS], &order);
		if (!smart_talk_words(&talk))
			ck_assert_msg(talk.err.text[0]
			                      && (talk.err.code == KASA_ENOTSUP || talk.err.code == KASA_EINVAL),
			              "kind %d: %s", (int)order.kind, talk.err.text);
		smart_talk_end(&talk);
	}
}
END_TEST

START_TEST(who_asks_and_when_stands_behind_the_question)
{
	static const struct kasa_asker asker = { 1700000000000, "AAECAwQFBgcICQoLDA0ODw==" };
	struct kasa_order order = { .kind = KASA_ORDER_LOOK, .asker = &asker };
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);

	smart_talk_says(&talk, "{\"method\":\"get_device_info\",\"request_time_milis\":1700000000000,"
	                       "\"terminal_uuid\":\"AAECAwQFBgcICQoLDA0ODw==\"}");
	smart_talk_end(&talk);
}
END_TEST

START_TEST(the_rest_of_a_long_strip_follows_in_a_second_message)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_LONG_STRIP(true), &(struct kasa_order){ .kind = KASA_ORDER_RELAY });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));

	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(SMART_GAVE("control_child", "\"responseData\":" SMART_FAILED(0)) "," SMART_GAVE(
				"control_child",
				"\"responseData\":" SMART_FAILED(
					0)) "," SMART_GAVE("control_child",
	                                                   "\"responseData\":" SMART_FAILED(
								   0)) "," SMART_GAVE("control_child",
	                                                                              "\"responseData\":" SMART_FAILED(
											      0)) "," SMART_GAVE("control_child",
	                                                                                                         "\"responseData\":" SMART_FAILED(
															 0)))),
		KASA_VERDICT_MORE);
	smart_talk_says(&talk, SMART_BATCH(SMART_TO_CHILD("05", SET(false)) "," SMART_CHILD_LIST));
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_device_that_fails_at_batches_is_asked_one_by_one)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_RELAY });
	talk.record.one_by_one = true;

	smart_talk_says(&talk, SET(false));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_FAILED(0)), KASA_VERDICT_MORE);
	smart_talk_says(&talk, SMART_ASK("get_device_info"));
	smart_talk_end(&talk);
}
END_TEST

START_TEST(the_second_message_to_a_stranger_asks_what_its_components_say)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, NOT_READ, &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(
			&talk,
			SMART_ANSWERS(SMART_GAVE(
				"component_nego",
				"\"component_list\":[" SMART_COMPONENT("child_device", 2) "," SMART_COMPONENT(
					"led",
					1) "]") "," SMART_GAVE("get_device_info",
	                                                       "\"device_id\":\"x\",\"type\":\"SMART.TAPOPLUG\""))),
		KASA_VERDICT_MORE);

	ck_assert(!talk.record.known);
	smart_talk_says(
		&talk,
		SMART_BATCH(
			SMART_CHILD_LIST
			",{\"method\":\"get_child_device_component_list\",\"params\":{\"start_index\":0}}," SMART_ASK(
				"get_led_info")));
	smart_talk_end(&talk);
}
END_TEST

// clang-format off
static const struct {
	struct kasa_order order;
	bool repeatable, needs_state;
} promises[] = {
	{ { .kind = KASA_ORDER_LOOK }, true, false },
	{ { .kind = KASA_ORDER_RELAY }, true, true },
	{ { .kind = KASA_ORDER_RELAY, .outlet = 1 }, true, true },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"method\":\"get_x\"}" }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"method\":\"component_nego\"}" }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{\"method\":\"set_x\"}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "{}" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = "[" }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_BATCH(SMART_ASK("get_a") "," SMART_ASK("get_b")) }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_BATCH(SMART_ASK("get_a") "," SMART_ASK("set_b")) }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_ASK("multipleRequest") }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_TO_CHILD("00", SMART_ASK("get_a")) }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_TO_CHILD("00", SMART_ASK("add_a")) }, false, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_BATCH(SMART_TO_CHILD("00", SMART_ASK("get_a"))) }, true, false },
	{ { .kind = KASA_ORDER_RAW, .text = SMART_BATCH(SMART_TO_CHILD("00", SMART_ASK("do_a"))) }, false, false },
};
// clang-format on

START_TEST(only_what_is_safe_twice_is_repeated)
{
	for (size_t i = 0; i < UNIT_COUNT(promises); i++) {
		ck_assert_msg(kasa_payload_smart.repeatable(&promises[i].order) == promises[i].repeatable, "row %zu",
		              i);
		ck_assert_msg(kasa_payload_smart.needs_state(&promises[i].order) == promises[i].needs_state, "row %zu",
		              i);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_a_device_cannot_do_is_not_asked_of_it,
		each_kind_of_order_has_words_or_a_sentence,
		who_asks_and_when_stands_behind_the_question,
		the_rest_of_a_long_strip_follows_in_a_second_message,
		a_device_that_fails_at_batches_is_asked_one_by_one,
		the_second_message_to_a_stranger_asks_what_its_components_say,
		only_what_is_safe_twice_is_repeated,
	};

	return unit_run("smart_request", tests, UNIT_COUNT(tests));
}
