/* The countdown in SMART: the words of each order, and what comes back. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#define COUNTS(is_on, s)                                                                                        \
	{                                                                                                       \
		.kind = KASA_ORDER_COUNTDOWN_SET, .text = "kasa", .countdown = {.on = (is_on), .delay_s = (s) } \
	}
#define CANCEL                                      \
	{                                           \
		.kind = KASA_ORDER_COUNTDOWN_CANCEL \
	}
#define READ                                 \
	{                                    \
		.kind = KASA_ORDER_COUNTDOWN \
	}
#define EMPTY "{\"method\":\"remove_countdown_rules\",\"params\":{\"remove_all\":true}}"
#define ADD(is_on, s)                                                                                        \
	"{\"method\":\"add_countdown_rule\",\"params\":{\"delay\":" #s ",\"desired_states\":{\"on\":" #is_on \
	"},\"enable\""                                                                                       \
	":true,\"remain\":" #s "}}"
#define LIST SMART_ASK("get_countdown_rules")
#define RULE(enable, on, delay, remain)                                                 \
	"{\"delay\":" #delay ",\"desired_states\":{\"on\":" #on "},\"enable\":" #enable \
	",\"id\":\"C1\",\"remain\":" #remain "}"
#define LISTED(rules) \
	SMART_GAVE("get_countdown_rules", "\"countdown_rule_max_count\":1,\"enable\":false,\"rule_list\":[" rules "]")
#define SCHEDULE_ONLY                                                                                \
	"{\"component_nego\":{\"component_list\":[" SMART_COMPONENT("schedule", 1) "]}," SMART_INFO( \
		"TAPOPLUG", "P1", "TGFtcA==", ",\"device_on\":true") "}"

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_PLUG(true), READ, LIST },
	{ SMART_PLUG(true), COUNTS(false, 300), SMART_BATCH(EMPTY "," ADD(false, 300) "," LIST) },
	{ SMART_PLUG(true), CANCEL, SMART_BATCH(EMPTY "," LIST) },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_COUNTDOWN_SET, .outlet = 1, .text = "kasa", .countdown = { .on = true, .delay_s = 5 } },
	  SMART_BATCH(SMART_TO_CHILD("00", EMPTY) "," SMART_TO_CHILD("00", ADD(true, 5)) "," SMART_TO_CHILD("00", LIST)) },
};

static const struct smart_request refused[] = {
	{ SMART_STRIP(true, true), CANCEL, "P300 has a countdown in each outlet, none for the whole: give one of its outlets" },
	{ SCHEDULE_ONLY, READ, "P1 counts no time down" },
	{ SMART_HUB, READ, "H100 counts no time down" },
};

static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), COUNTS(false, 300), SMART_ANSWERS(SMART_DID("remove_countdown_rules") "," SMART_GAVE("add_countdown_rule", "\"id\":\"C1\"") ","
	  LISTED(RULE(true, false, 300, 300))), KASA_VERDICT_DONE, NULL },
	/* there was none to remove */
	{ SMART_PLUG(true), COUNTS(false, 300), SMART_ANSWERS(SMART_NOT("remove_countdown_rules", -1901) "," SMART_DID("add_countdown_rule") ","
	  LISTED(RULE(true, false, 300, 299))), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), COUNTS(true, 300), SMART_ANSWERS(SMART_DID("remove_countdown_rules") "," SMART_DID("add_countdown_rule") ","
	  LISTED(RULE(true, false, 300, 300))), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), COUNTS(false, 90000), SMART_ANSWERS(SMART_DID("remove_countdown_rules") "," SMART_NOT("add_countdown_rule", -1008) "," LISTED("")),
	  KASA_VERDICT_REFUSED, "the device refused add_countdown_rule: a value is missing, wrong or out of range (-1008); "
	  "perhaps the time is too long for it: a rule of the schedule for once can switch later" },
	{ SMART_PLUG(true), COUNTS(false, 9), SMART_ANSWERS(SMART_DID("remove_countdown_rules") "," SMART_NOT("add_countdown_rule", -1902) "," LISTED("")),
	  KASA_VERDICT_REFUSED, "the device refused add_countdown_rule: the countdown conflicts with something (-1902); it keeps the countdown that it has" },
	{ SMART_PLUG(true), CANCEL, SMART_ANSWERS(SMART_DID("remove_countdown_rules") "," LISTED("")), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), CANCEL, SMART_ANSWERS(SMART_NOT("remove_countdown_rules", -1901) "," LISTED(RULE(false, true, 300, 0))), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), CANCEL, SMART_ANSWERS(SMART_NOT("remove_countdown_rules", -1901) "," LISTED(RULE(true, true, 300, 7))), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), CANCEL, SMART_ANSWERS(SMART_NOT("remove_countdown_rules", -1002) "," LISTED(RULE(true, true, 300, 7))), KASA_VERDICT_REFUSED,
	  "the device does not support remove_countdown_rules: unknown method (-1002)" },
	{ SMART_PLUG(true), READ, SMART_OK("\"rule_list\":7"), KASA_VERDICT_GARBAGE, "get_countdown_rules lists no countdown" },
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

START_TEST(what_comes_of_it_is_told)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

static struct kasa_countdown
read_one(const char *answer)
{
	struct kasa_order order = READ;
	struct kasa_countdown countdown;
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, answer), KASA_VERDICT_DONE);
	countdown = talk.answer.countdown;
	smart_talk_end(&talk);
	return countdown;
}

START_TEST(one_that_runs_is_told_from_one_that_ran_out)
{
	struct kasa_countdown runs = read_one(SMART_OK("\"rule_list\":[" RULE(true, false, 120, 7) "]"));
	struct kasa_countdown over = read_one(SMART_OK("\"rule_list\":[" RULE(false, true, 300, 0) "]"));
	struct kasa_countdown none = read_one(SMART_OK("\"rule_list\":[]"));

	ck_assert(runs.running);
	ck_assert_str_eq(runs.id, "C1");
	ck_assert_int_eq(runs.on, 0);
	ck_assert_int_eq(runs.delay_s, 120);
	ck_assert_int_eq(runs.remain_s, 7);
	ck_assert(!over.running);
	ck_assert_int_eq(over.on, 1);
	ck_assert(!none.running);
	ck_assert_str_eq(none.id, "");
	ck_assert_int_eq(none.remain_s, KASA_UNKNOWN);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_a_device_cannot_do_is_not_asked_of_it,
		what_comes_of_it_is_told,
		one_that_runs_is_told_from_one_that_ran_out,
	};

	return unit_run("smart_countdown", tests, UNIT_COUNT(tests));
}
