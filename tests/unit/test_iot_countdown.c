/* The countdown: the words that each family gets, and when it runs as asked. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#define SET(goes_on, seconds)                                                    \
	{                                                                        \
		.kind = KASA_ORDER_COUNTDOWN_SET, .text = "kasa", .countdown = { \
			.on = (goes_on),                                         \
			.delay_s = (seconds)                                     \
		}                                                                \
	}
#define PLAIN(what)                                \
	{                                          \
		.kind = KASA_ORDER_COUNTDOWN##what \
	}
#define LISTS(list) "\"get_rules\":{\"rule_list\":[" list "],\"err_code\":0}"
#define ANSWER(list) "{\"count_down\":{" LISTS(list) "}}"
#define WAS_SET(list)                                                                                               \
	"{\"count_down\":{\"delete_all_rules\":{\"err_code\":0},\"add_rule\":{\"id\":\"7\",\"err_code\":0}," LISTS( \
		list) "}}"
#define RUNNING(members) "{\"id\":\"7\",\"name\":\"kasa\",\"enable\":1," members "}"

// clang-format off
static const struct iot_request requests[] = {
	{ PLUG(1), PLAIN(), "{\"count_down\":{\"get_rules\":{}}}" },
	{ BULB(1), PLAIN(), "{\"smartlife.iot.common.count_down\":{\"get_rules\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_COUNTDOWN, .outlet = 1 }, "{\"context\":{\"child_ids\":[\"" DEVICE_ID "00\"]},\"count_down\":{\"get_rules\":{}}}" },
	{ PLUG(1), SET(false, 7200),
	  "{\"count_down\":{\"delete_all_rules\":{},\"add_rule\":{\"enable\":1,\"delay\":7200,\"act\":0,\"name\":\"kasa\"},\"get_rules\":{}}}" },
	{ LIGHTSTRIP(1), SET(true, INT_MAX),
	  "{\"smartlife.iot.common.count_down\":{\"delete_all_rules\":{},\"add_rule\":{\"enable\":1,\"delay\":2147483647,\"act\":1,\"name\":\"kasa\"},\"get_rules\":{}}}" },
	/* the longest that a bulb may get is still one message */
	{ BULB(1), { .kind = KASA_ORDER_COUNTDOWN_SET, .text = "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"", .countdown = { true, INT_MAX } },
	  "{\"smartlife.iot.common.count_down\":{\"delete_all_rules\":{},\"add_rule\":{\"enable\":1,\"delay\":2147483647,\"act\":1,\"name\":"
	  "\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\"},\"get_rules\":{}}}" },
	{ PLUG(1), PLAIN(_CANCEL), "{\"count_down\":{\"delete_all_rules\":{},\"get_rules\":{}}}" },
};

static const struct iot_request refused[] = {
	{ STRIP(0, 0), PLAIN(), "HS300(US) has a countdown in each outlet, none for the whole: give one of its outlets" },
	{ "\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\"", SET(true, 5), "HS100(EU) counts no time down" },
};

static const struct {
	const char *answer;
	struct kasa_countdown countdown;
} read[] = {
	{ ANSWER(""), { false, "", "", KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
	{ ANSWER(RUNNING("\"delay\":60,\"act\":0,\"remain\":42")), { true, "7", "kasa", 0, 60, 42 } },
	{ ANSWER(RUNNING("\"delay\":60,\"act\":1")), { true, "7", "kasa", 1, 60, KASA_UNKNOWN } },
	{ ANSWER(RUNNING("\"delay\":60,\"act\":1,\"remain\":0")), { false, "7", "kasa", 1, 60, 0 } },
	{ ANSWER("{\"id\":\"7\",\"name\":\"\",\"enable\":0,\"delay\":-1,\"act\":5,\"remain\":9}"), { false, "7", "", KASA_UNKNOWN, KASA_UNKNOWN, 9 } },
	{ ANSWER("{\"id\":\"6\",\"enable\":0}," RUNNING("\"delay\":60,\"act\":0,\"remain\":42")), { true, "7", "kasa", 0, 60, 42 } },
	{ ANSWER("5"), { false, "", "", KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN } },
};

static const struct iot_reply replies[] = {
	{ PLUG(1), PLAIN(), "{\"count_down\":{\"get_rules\":{\"rule_list\":5}}}", KASA_VERDICT_GARBAGE },
	{ PLUG(1), PLAIN(), "{\"count_down\":{\"err_code\":-1,\"err_msg\":\"module not support\"}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), SET(false, 60), WAS_SET(RUNNING("\"delay\":60,\"act\":0,\"remain\":60")), KASA_VERDICT_DONE },
	{ PLUG(1), SET(false, 60), WAS_SET(RUNNING("\"act\":0")), KASA_VERDICT_DONE },
	{ PLUG(1), SET(false, 60), WAS_SET(RUNNING("\"delay\":61,\"act\":0,\"remain\":60")), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), SET(false, 60), WAS_SET(RUNNING("\"delay\":60,\"act\":1,\"remain\":60")), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), SET(false, 60), WAS_SET(""), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), PLAIN(_CANCEL), "{\"count_down\":{\"delete_all_rules\":{\"err_code\":0}," LISTS("") "}}", KASA_VERDICT_DONE },
	{ PLUG(1), PLAIN(_CANCEL), "{\"count_down\":{\"delete_all_rules\":{\"err_code\":0}," LISTS(RUNNING("\"act\":1")) "}}", KASA_VERDICT_UNCONFIRMED },
};

static const struct {
	struct kasa_order order;
	int code;
	const char *why;
} explained[] = {
	{ SET(false, 3601), -3, "the device refused count_down.add_rule: no (-3); perhaps it counts an hour at most: a rule of the schedule for once can switch later" },
	{ SET(false, 3600), -3, "the device refused count_down.add_rule: no (-3)" },
	{ SET(false, 60), -10, "the device refused count_down.add_rule: no (-10); it keeps the countdown that it has" },
};
// clang-format on

START_TEST(each_order_is_worded_as_its_family_knows_it)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_a_device_cannot_do_is_not_sent)
{
	iot_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(a_countdown_runs_while_it_is_enabled_and_time_is_left)
{
	const struct kasa_order order = PLAIN();

	for (size_t i = 0; i < UNIT_COUNT(read); i++) {
		const struct kasa_countdown *want = &read[i].countdown, *is;
		struct iot_talk talk;

		iot_talk_begin(&talk, PLUG(1), &order);
		ck_assert_int_eq(iot_talk_reads(&talk, read[i].answer), KASA_VERDICT_DONE);
		is = &talk.answer.countdown;
		ck_assert_msg(is->running == want->running && is->on == want->on && is->delay_s == want->delay_s
		                      && is->remain_s == want->remain_s,
		              "row %zu", i);
		ck_assert_str_eq(is->id, want->id);
		ck_assert_str_eq(is->name, want->name);
		iot_talk_end(&talk);
	}
}
END_TEST

START_TEST(an_answer_counts_when_it_runs_as_ordered)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(setting_it_twice_leaves_one)
{
	const struct kasa_order set = SET(true, 5), cancel = PLAIN(_CANCEL);

	ck_assert(kasa_payload_iot.repeatable(&set));
	ck_assert(kasa_payload_iot.repeatable(&cancel));
}
END_TEST

START_TEST(a_refusal_is_explained)
{
	for (size_t i = 0; i < UNIT_COUNT(explained); i++) {
		struct iot_talk talk;
		char answer[160];

		snprintf(answer, sizeof answer,
		         "{\"count_down\":{\"delete_all_rules\":{\"err_code\":0},\"add_rule\":{\"err_code\":%d,"
		         "\"err_msg\":\"no\"}}}",
		         explained[i].code);
		iot_talk_begin(&talk, PLUG(1), &explained[i].order);
		ck_assert_int_eq(iot_talk_reads(&talk, answer), KASA_VERDICT_REFUSED);
		ck_assert_str_eq(talk.err.text, explained[i].why);
		iot_talk_end(&talk);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_is_worded_as_its_family_knows_it,
		what_a_device_cannot_do_is_not_sent,
		a_countdown_runs_while_it_is_enabled_and_time_is_left,
		an_answer_counts_when_it_runs_as_ordered,
		setting_it_twice_leaves_one,
		a_refusal_is_explained,
	};

	return unit_run("iot_countdown", tests, UNIT_COUNT(tests));
}
