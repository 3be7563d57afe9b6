/* Rules: the words that each family gets, what comes back, and what an edit leaves alone. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#include "model/iot_rule.h"

#define ID "0123456789ABCDEF0123456789ABCDEF"
#define CLOCK(m)                                         \
	{                                                \
		.kind = KASA_MOMENT_CLOCK, .minute = (m) \
	}
#define SUN(which, offset)                                          \
	{                                                           \
		.kind = KASA_MOMENT_##which, .offset_min = (offset) \
	}
#define ON                          \
	{                           \
		.kind = KASA_ACT_ON \
	}
#define OFF                          \
	{                            \
		.kind = KASA_ACT_OFF \
	}
#define SHINES(...)                                                              \
	{                                                                        \
		.kind = KASA_ACT_ON, .has_light = true, .light = { __VA_ARGS__ } \
	}
#define NOT KASA_UNKNOWN
#define WORKDAYS 0x3eu
#define RULE(...)           \
	{                   \
		__VA_ARGS__ \
	}
#define ADD(which, ...)                                                  \
	{                                                                \
		.kind = KASA_ORDER_RULE_ADD, .rules = {                  \
			.book = KASA_BOOK_##which,                       \
			.rule = &(const struct kasa_rule){ __VA_ARGS__ } \
		}                                                        \
	}
#define ORDER(what, ...)                                            \
	{                                                           \
		.kind = KASA_ORDER_##what, .rules = { __VA_ARGS__ } \
	}

/* What a KP105 lists, and a member that nobody knows. */
#define KP105_RULE                                                                                             \
	"{\"eact\":-1,\"enable\":1,\"id\":\"" ID "\",\"name\":\"name\",\"repeat\":1,\"sact\":1,\"smin\":1027," \
	"\"soffset\":0,\"stime_opt\":2,\"wday\":[1,1,1,1,1,1,1],\"mood\":{\"odd\":[1.50,\"\\u00fc\"]}}"
#define RULES_ANSWER(list) \
	"{\"schedule\":{\"get_rules\":{\"rule_list\":[" list "],\"version\":2,\"enable\":1,\"err_code\":0}}}"
#define DONE_ANSWER(method, list)                                                                              \
	"{\"schedule\":{\"" method "\":{\"err_code\":0},\"get_rules\":{\"rule_list\":[" list "],\"enable\":1," \
	"\"err_code\":0},\"get_next_action\":{\"type\":-1,\"err_code\":0}}}"
#define PLUG_TAIL "\"get_rules\":{},\"get_next_action\":{}}}"
#define UNUSED "\"latitude\":0,\"longitude\":0,\"force\":0}"
#define BULB_MODULE "{\"smartlife.iot.common.schedule\":"
#define CHILD_CONTEXT "{\"context\":{\"child_ids\":[\"" DEVICE_ID "01\"]},"

// clang-format off
static const struct iot_request requests[] = {
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "{\"schedule\":{\"get_rules\":{},\"get_next_action\":{}}}" },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_AWAY), "{\"anti_theft\":{\"get_rules\":{}}}" },
	{ BULB(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), BULB_MODULE "{\"get_rules\":{},\"get_next_action\":{}}}" },
	{ LIGHTSTRIP(1), ORDER(RULES, .book = KASA_BOOK_AWAY), "{\"smartlife.iot.common.anti_theft\":{\"get_rules\":{}}}" },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RULES, .outlet = 2 }, CHILD_CONTEXT "\"schedule\":{\"get_rules\":{},\"get_next_action\":{}}}" },

	{ PLUG(1), ADD(SCHEDULE, .enabled = 1, .days = WORKDAYS, .start = CLOCK(1290), .action = ON),
	  "{\"schedule\":{\"add_rule\":{\"name\":\"\",\"enable\":1,\"repeat\":1,\"wday\":[0,1,1,1,1,1,0],\"year\":0,\"month\":0,\"day\":0,"
	  "\"stime_opt\":0,\"smin\":1290,\"soffset\":0,\"sact\":1,\"etime_opt\":-1,\"emin\":0,\"eoffset\":0,\"eact\":-1," UNUSED "," PLUG_TAIL },
	{ PLUG(1), ADD(SCHEDULE, .name = "a \"b\"", .days = 1, .start = SUN(SUNSET, -15), .action = OFF),
	  "{\"schedule\":{\"add_rule\":{\"name\":\"a \\\"b\\\"\",\"enable\":0,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"year\":0,\"month\":0,\"day\":0,"
	  "\"stime_opt\":2,\"smin\":0,\"soffset\":-15,\"sact\":0,\"etime_opt\":-1,\"emin\":0,\"eoffset\":0,\"eact\":-1," UNUSED "," PLUG_TAIL },
	{ PLUG(1), ADD(SCHEDULE, .enabled = 1, .once = true, .year = 2026, .month = 12, .day = 24, .start = CLOCK(0), .action = ON,
	               .end = SUN(SUNRISE, 90), .end_action = OFF),
	  "{\"schedule\":{\"add_rule\":{\"name\":\"\",\"enable\":1,\"repeat\":0,\"wday\":[0,0,0,0,1,0,0],\"year\":2026,\"month\":12,\"day\":24,"
	  "\"stime_opt\":0,\"smin\":0,\"soffset\":0,\"sact\":1,\"etime_opt\":1,\"emin\":0,\"eoffset\":90,\"eact\":0," UNUSED "," PLUG_TAIL },
	{ PLUG(1), ADD(AWAY, .enabled = 1, .days = 0x41, .start = CLOCK(1080), .end = CLOCK(1380)),
	  "{\"anti_theft\":{\"add_rule\":{\"name\":\"\",\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,1],\"year\":0,\"month\":0,\"day\":0,"
	  "\"stime_opt\":0,\"smin\":1080,\"soffset\":0,\"etime_opt\":0,\"emin\":1380,\"eoffset\":0,\"frequency\":5,\"duration\":2,\"lastfor\":1,"
	  UNUSED ",\"get_rules\":{}}}" },
	/* lights take few bytes: what is not used is not said, and the list is read in the next message where it must */
	{ BULB(1), ADD(SCHEDULE, .enabled = 1, .days = WORKDAYS, .start = CLOCK(1290), .action = ON),
	  BULB_MODULE "{\"add_rule\":{\"enable\":1,\"repeat\":1,\"wday\":[0,1,1,1,1,1,0],\"stime_opt\":0,\"smin\":1290,\"sact\":2,"
	  "\"s_light\":{\"on_off\":1,\"mode\":\"last_status\"},\"etime_opt\":-1},\"get_rules\":{},\"get_next_action\":{}}}" },
	{ BULB(1), ADD(SCHEDULE, .enabled = 1, .days = WORKDAYS, .start = SUN(SUNRISE, 5), .action = OFF),
	  BULB_MODULE "{\"add_rule\":{\"enable\":1,\"repeat\":1,\"wday\":[0,1,1,1,1,1,0],\"stime_opt\":1,\"soffset\":5,\"sact\":2,"
	  "\"s_light\":{\"on_off\":0},\"etime_opt\":-1},\"get_rules\":{},\"get_next_action\":{}}}" },
	{ BULB(1), ADD(SCHEDULE, .enabled = 1, .days = 0x7f, .name = "bright", .start = CLOCK(1439), .action = SHINES(100, NOT, 359, 100)),
	  BULB_MODULE "{\"add_rule\":{\"name\":\"bright\",\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1],\"stime_opt\":0,\"smin\":1439,\"sact\":2,"
	  "\"s_light\":{\"on_off\":1,\"hue\":359,\"saturation\":100,\"color_temp\":0,\"brightness\":100},\"etime_opt\":-1}}}" },
	{ BULB(1), ADD(AWAY, .enabled = 1, .days = 0x41, .start = CLOCK(1080), .end = CLOCK(1380)),
	  "{\"smartlife.iot.common.anti_theft\":{\"add_rule\":{\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,1],\"stime_opt\":0,\"smin\":1080,"
	  "\"etime_opt\":0,\"emin\":1380,\"frequency\":5,\"duration\":2,\"lastfor\":1},\"get_rules\":{}}}" },

	{ PLUG(1), ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = ID }), "{\"schedule\":{\"delete_rule\":{\"id\":\"" ID "\"}," PLUG_TAIL },
	{ PLUG(1), ORDER(RULES_CLEAR, .book = KASA_BOOK_AWAY), "{\"anti_theft\":{\"delete_all_rules\":{},\"get_rules\":{}}}" },
	{ PLUG(1), ORDER(RULES_ENABLE, .on = true), "{\"schedule\":{\"set_overall_enable\":{\"enable\":1}," PLUG_TAIL },
	{ BULB(1), ORDER(RULES_ENABLE, .book = KASA_BOOK_AWAY), "{\"smartlife.iot.common.anti_theft\":{\"set_overall_enable\":{\"enable\":0},\"get_rules\":{}}}" },
};

static const struct iot_request refused[] = {
	{ STRIP(0, 0), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "HS300(US) keeps rules for each outlet, none for the whole: give one of its outlets" },
	{ "\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\"", ORDER(RULES, .book = KASA_BOOK_AWAY), "HS100(EU) keeps no schedule" },
	{ PLUG(1), ADD(SCHEDULE, .days = 1, .start = CLOCK(1), .action = SHINES(50, NOT, NOT, NOT)),
	  "rules of HS110(EU) say on and off, nothing of brightness or colour" },
	{ BULB(1), ADD(SCHEDULE, .days = 1, .start = CLOCK(1), .action = SHINES(NOT, 2000, NOT, NOT)), "KL130(EU) shows whites from 2500 to 9000 K, not 2000" },
	{ BULB(1), ADD(SCHEDULE, .days = 1, .name = "a name of many words that says it all", .start = CLOCK(1), .action = SHINES(1, NOT, 1, 1),
	               .end = CLOCK(2), .end_action = OFF),
	  "KL130(EU) takes requests of up to 255 bytes; this one has 303" },
	{ PLUG(1), { .kind = KASA_ORDER_RULE_EDIT, .text = "{\"id\":", .rules = { .rule = &(const struct kasa_rule){ .id = ID } } },
	  "the rule as the device gave it: not JSON: the text ends early at byte 6" },
};

static const struct {
	struct kasa_order order;
	bool repeatable;
} manners[] = {
	{ ORDER(RULES, .book = KASA_BOOK_SCHEDULE), true },
	{ ADD(SCHEDULE, .days = 1), false },
	{ ADD(AWAY, .days = 1), false },
	{ ORDER(RULE_EDIT, .book = KASA_BOOK_AWAY), true },
	{ ORDER(RULE_REMOVE, .book = KASA_BOOK_SCHEDULE), true },
	{ ORDER(RULES_CLEAR, .book = KASA_BOOK_SCHEDULE), true },
	{ ORDER(RULES_ENABLE, .book = KASA_BOOK_AWAY), true },
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

START_TEST(only_adding_does_harm_twice)
{
	for (size_t i = 0; i < UNIT_COUNT(manners); i++)
		ck_assert_msg(kasa_payload_iot.repeatable(&manners[i].order) == manners[i].repeatable, "row %zu", i);
}
END_TEST

START_TEST(a_list_is_read_with_what_is_next)
{
	struct kasa_order order = ORDER(RULES, .book = KASA_BOOK_SCHEDULE);
	struct iot_talk talk;
	const struct kasa_rules *rules = &talk.answer.rules;

	iot_talk_begin(&talk, PLUG(1), &order);
	ck_assert_int_eq(iot_talk_reads(&talk, "{\"schedule\":{\"get_rules\":{\"rule_list\":[" KP105_RULE
	                                       ",{\"id\":\"2\"}],\"enable\":0},\"get_next_action\":"
	                                       "{\"type\":1,\"id\":\"" ID "\",\"schd_time\":61620,\"action\":1}}}"),
	                 KASA_VERDICT_DONE);

	ck_assert_int_eq(rules->enabled, 0);
	ck_assert_uint_eq(rules->count, 2);
	ck_assert_str_eq(rules->rules[0].id, ID);
	ck_assert_str_eq(rules->rules[0].given, KP105_RULE);
	ck_assert_int_eq(rules->rules[0].start.kind, KASA_MOMENT_SUNSET);
	ck_assert_int_eq(rules->rules[0].start.minute, 1027);
	ck_assert_int_eq(rules->rules[0].end.kind, KASA_MOMENT_NONE);
	ck_assert_int_eq(rules->rules[0].action.kind, KASA_ACT_ON);
	ck_assert_uint_eq(rules->rules[0].days, KASA_DAYS_ALL);
	ck_assert_int_eq(rules->rules[1].enabled, KASA_UNKNOWN);
	ck_assert_str_eq(rules->rules[1].given, "{\"id\":\"2\"}");
	ck_assert_int_eq(rules->next.by, KASA_MODE_SCHEDULE);
	ck_assert_int_eq(rules->next.at_s, 61620);
	ck_assert_int_eq(rules->next.on, 1);
	ck_assert_str_eq(rules->next_id, ID);
	iot_talk_end(&talk);
}
END_TEST

START_TEST(firmware_that_does_not_tell_what_is_next_has_rules_all_the_same)
{
	struct kasa_order order = ORDER(RULES, .book = KASA_BOOK_SCHEDULE);
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &order);
	ck_assert_int_eq(iot_talk_reads(&talk, "{\"schedule\":{\"get_rules\":{\"rule_list\":[],\"err_code\":0},"
	                                       "\"get_next_action\":{\"err_code\":-2,\"err_msg\":\"no\"}}}"),
	                 KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.rules.count, 0);
	ck_assert_ptr_null(talk.answer.rules.rules);
	ck_assert_int_eq(talk.answer.rules.enabled, KASA_UNKNOWN);
	ck_assert_int_eq(talk.answer.rules.next.by, KASA_MODE_UNKNOWN);
	iot_talk_end(&talk);
}
END_TEST

// clang-format off
static const struct {
	const char *json;
	struct kasa_rule rule;
} read[] = {
	{ "{}", RULE(.enabled = NOT) },
	{ "{\"enable\":true,\"wday\":\"x\",\"repeat\":\"1\",\"stime_opt\":0,\"smin\":1440,\"sact\":7}",
	  RULE(.enabled = NOT, .start = { .kind = KASA_MOMENT_OTHER }, .action = { .kind = KASA_ACT_OTHER }) },
	{ "{\"enable\":0,\"wday\":[0,0,1],\"repeat\":1,\"stime_opt\":3,\"sact\":3,\"s_dimmer\":{\"brightness\":5}}",
	  RULE(.enabled = 0, .days = 4, .start = { .kind = KASA_MOMENT_OTHER }, .action = { .kind = KASA_ACT_OTHER }) },
	{ "{\"enable\":1,\"repeat\":0,\"year\":2026,\"month\":2,\"day\":28,\"stime_opt\":0,\"smin\":1439,\"sact\":0}",
	  RULE(.enabled = 1, .once = true, .year = 2026, .month = 2, .day = 28, .start = CLOCK(1439), .action = OFF) },
	{ "{\"enable\":1,\"repeat\":1,\"wday\":[1,1,1,1,1,1,1,1,1],\"year\":2026,\"stime_opt\":1,\"soffset\":-59,\"sact\":1,\"etime_opt\":0,\"emin\":5,\"eact\":0}",
	  RULE(.enabled = 1, .days = 0x7f, .start = SUN(SUNRISE, -59), .action = ON, .end = CLOCK(5), .end_action = OFF) },
	{ "{\"enable\":1,\"stime_opt\":0,\"smin\":1,\"sact\":2,\"s_light\":{\"on_off\":1,\"mode\":\"customize_preset\",\"hue\":1,\"saturation\":2,\"color_temp\":0,\"brightness\":4}}",
	  RULE(.enabled = 1, .start = CLOCK(1), .action = SHINES(4, 0, 1, 2)) },
	{ "{\"enable\":1,\"stime_opt\":0,\"smin\":1,\"sact\":2,\"s_light\":{\"on_off\":1,\"mode\":\"last_status\",\"brightness\":0}}",
	  RULE(.enabled = 1, .start = CLOCK(1), .action = ON) },
	{ "{\"enable\":1,\"stime_opt\":0,\"smin\":1,\"sact\":2,\"s_light\":{\"on_off\":0}}", RULE(.enabled = 1, .start = CLOCK(1), .action = OFF) },
	{ "{\"enable\":1,\"stime_opt\":0,\"smin\":1,\"sact\":2}", RULE(.enabled = 1, .start = CLOCK(1), .action = { .kind = KASA_ACT_OTHER }) },
};
// clang-format on

static bool
same_action(const struct kasa_act *a, const struct kasa_act *b)
{
	return a->kind == b->kind && a->has_light == b->has_light
	       && (!a->has_light || memcmp(&a->light, &b->light, sizeof a->light) == 0);
}

static bool
same_moment(const struct kasa_moment *a, const struct kasa_moment *b)
{
	return a->kind == b->kind && a->offset_min == b->offset_min
	       && (a->kind != KASA_MOMENT_CLOCK || a->minute == b->minute);
}

static bool
same_rule(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return a->enabled == b->enabled && a->once == b->once && a->days == b->days && a->year == b->year
	       && a->month == b->month && a->day == b->day && same_moment(&a->start, &b->start)
	       && same_moment(&a->end, &b->end) && same_action(&a->action, &b->action)
	       && same_action(&a->end_action, &b->end_action);
}

START_TEST(a_rule_is_read_as_far_as_it_is_known)
{
	for (size_t i = 0; i < UNIT_COUNT(read); i++) {
		struct kasa_rule rule;
		struct kasa_err err;

		ck_assert_int_eq(kasa_iot_rule_parse(read[i].json, &rule, &err), KASA_OK);
		ck_assert_msg(same_rule(&rule, &read[i].rule), "row %zu", i);
	}
}
END_TEST

/* The rule of an edit: what was listed, and what is to be changed of it. */
static struct kasa_order
edit_of(const char *given, struct kasa_rule *rule)
{
	struct kasa_err err;

	ck_assert_int_eq(kasa_iot_rule_parse(given, rule, &err), KASA_OK);
	return (struct kasa_order){ .kind = KASA_ORDER_RULE_EDIT, .text = given, .rules = { .rule = rule } };
}

static void
check_edit(const char *device, const struct kasa_order *order, const char *arguments)
{
	struct iot_talk talk;
	const char *words;

	iot_talk_begin(&talk, device, order);
	words = iot_talk_words(&talk);
	ck_assert_msg(words && strstr(words, arguments), "%s, not %s", words ? words : talk.err.text, arguments);
	iot_talk_end(&talk);
}

START_TEST(an_edit_of_nothing_sends_the_rule_as_it_came)
{
	struct kasa_rule rule;
	struct kasa_order order = edit_of(KP105_RULE, &rule);

	check_edit(PLUG(1), &order, "\"edit_rule\":" KP105_RULE ",\"get_rules\"");
}
END_TEST

START_TEST(an_edit_changes_what_was_asked_and_keeps_what_is_not_known)
{
	struct kasa_rule rule;
	struct kasa_order order = edit_of(KP105_RULE, &rule);

	rule.enabled = 0;
	check_edit(PLUG(1), &order,
	           "\"edit_rule\":{\"eact\":-1,\"id\":\"" ID
	           "\",\"name\":\"name\",\"repeat\":1,\"sact\":1,\"smin\":1027,"
	           "\"soffset\":0,\"stime_opt\":2,\"wday\":[1,1,1,1,1,1,1],\"mood\":{\"odd\":[1.50,\"\\u00fc\"]},"
	           "\"enable\":0}");

	order = edit_of(KP105_RULE, &rule);
	rule.start = (struct kasa_moment)CLOCK(60);
	rule.days = 2;
	check_edit(PLUG(1), &order,
	           "\"edit_rule\":{\"eact\":-1,\"enable\":1,\"id\":\"" ID "\",\"name\":\"name\",\"sact\":1,"
	           "\"mood\":{\"odd\":[1.50,\"\\u00fc\"]},\"repeat\":1,\"wday\":[0,1,0,0,0,0,0],\"year\":0,\"month\":0,"
	           "\"day\":0,\"stime_opt\":0,\"smin\":60,\"soffset\":0}");
}
END_TEST

START_TEST(what_is_not_understood_stays_when_the_rest_is_changed)
{
	struct kasa_rule rule;
	struct kasa_order order =
		edit_of("{\"id\":\"1\",\"stime_opt\":9,\"smin\":\"?\",\"sact\":3,\"s_dimmer\":{\"b\":1}}", &rule);

	snprintf(rule.name, sizeof rule.name, "n");
	check_edit(PLUG(1), &order,
	           "\"edit_rule\":{\"id\":\"1\",\"stime_opt\":9,\"smin\":\"?\",\"sact\":3,\"s_dimmer\":{\"b\":1},"
	           "\"name\":\"n\"}");

	order = edit_of("{\"id\":\"1\",\"stime_opt\":0,\"smin\":1,\"sact\":3,\"s_dimmer\":{\"b\":1}}", &rule);
	rule.action = (struct kasa_act)OFF;
	check_edit(PLUG(1), &order, "\"edit_rule\":{\"id\":\"1\",\"stime_opt\":0,\"smin\":1,\"sact\":0}");
}
END_TEST

START_TEST(a_light_is_spared_what_says_nothing)
{
	struct kasa_rule rule;
	struct kasa_order order = edit_of(
		"{\"id\":\"1\",\"name\":\"\",\"enable\":1,\"wday\":[1,0,0,0,0,0,0],\"repeat\":1,\"stime_opt\":0,\"smin\":0,"
		"\"soffset\":0,\"sact\":2,\"s_light\":{\"on_off\":1,\"mode\":\"last_status\",\"brightness\":0},"
		"\"etime_opt\":-1,\"emin\":0,\"eoffset\":0,\"eact\":-1,\"latitude\":0,\"force\":0}",
		&rule);

	rule.enabled = 0;
	check_edit(BULB(1), &order,
	           "\"edit_rule\":{\"id\":\"1\",\"wday\":[1,0,0,0,0,0,0],\"repeat\":1,\"stime_opt\":0,\"smin\":0,"
	           "\"sact\":2,\"s_light\":{\"on_off\":1,\"mode\":\"last_status\",\"brightness\":0},"
	           "\"enable\":0}");
}
END_TEST

START_TEST(what_a_light_has_is_not_spared)
{
	struct kasa_rule rule;
	struct kasa_order order = edit_of("{\"id\":\"1\",\"name\":\"n\",\"enable\":1,\"stime_opt\":2,\"soffset\":5,"
	                                  "\"sact\":1,\"etime_opt\":0,\"emin\":1,\"eact\":0,\"latitude\":1}",
	                                  &rule);

	rule.enabled = 0;
	check_edit(BULB(1), &order,
	           "\"edit_rule\":{\"id\":\"1\",\"name\":\"n\",\"stime_opt\":2,\"soffset\":5,\"sact\":1,"
	           "\"etime_opt\":0,\"emin\":1,\"eact\":0,\"latitude\":1,\"enable\":0}");
}
END_TEST

START_TEST(the_values_that_a_light_gave_are_not_judged_and_new_ones_are)
{
	struct kasa_rule rule;
	struct kasa_order order =
		edit_of("{\"id\":\"1\",\"stime_opt\":0,\"smin\":0,\"sact\":2,\"s_light\":{\"on_off\":1,"
	                "\"hue\":5,\"color_temp\":99}}",
	                &rule);
	struct iot_talk talk;

	rule.enabled = 1;
	check_edit(BULB(1), &order, "\"s_light\":{\"on_off\":1,\"hue\":5,\"color_temp\":99}");

	rule.action.light.brightness = 101;
	iot_talk_begin(&talk, BULB(1), &order);
	ck_assert_ptr_null(iot_talk_words(&talk));
	ck_assert_int_eq(talk.err.code, KASA_EINVAL);
	iot_talk_end(&talk);
}
END_TEST

#define KEPT "{\"id\":\"7\",\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":5,\"sact\":1}"
#define OTHERWISE \
	"{\"id\":\"7\",\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":6,\"sact\":1}"
#define ADDED(id, list) \
	"{\"schedule\":{\"add_rule\":{" id "\"err_code\":0},\"get_rules\":{\"rule_list\":[" list "],\"enable\":1}}}"
#define SEVEN .enabled = 1, .days = 1, .start = CLOCK(5), .action = ON

// clang-format off
static const struct iot_reply replies[] = {
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), RULES_ANSWER(KP105_RULE), KASA_VERDICT_DONE },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), RULES_ANSWER("5"), KASA_VERDICT_GARBAGE },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "{\"schedule\":{\"get_rules\":{\"rule_list\":{}}}}", KASA_VERDICT_GARBAGE },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "{\"schedule\":{\"get_rules\":{\"err_code\":0}}}", KASA_VERDICT_GARBAGE },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "{\"schedule\":{\"err_code\":-1,\"err_msg\":\"module not support\"}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), ORDER(RULES, .book = KASA_BOOK_AWAY), RULES_ANSWER(""), KASA_VERDICT_GARBAGE }, /* another question's */

	{ PLUG(1), ADD(SCHEDULE, SEVEN), ADDED("\"id\":\"7\",", KEPT), KASA_VERDICT_DONE },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), ADDED("", KEPT), KASA_VERDICT_DONE },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), ADDED("\"id\":\"8\",", KEPT), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), ADDED("\"id\":\"7\",", OTHERWISE), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), ADDED("", ""), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), "{\"schedule\":{\"add_rule\":{\"id\":\"7\"}}}", KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ADD(SCHEDULE, SEVEN), "{\"schedule\":{\"add_rule\":{\"err_code\":-10,\"err_msg\":\"table is full\"}}}", KASA_VERDICT_REFUSED },

	{ PLUG(1), { .kind = KASA_ORDER_RULE_EDIT, .text = OTHERWISE, .rules.rule = &(const struct kasa_rule){ .id = "7", SEVEN } }, DONE_ANSWER("edit_rule", KEPT), KASA_VERDICT_DONE },
	{ PLUG(1), { .kind = KASA_ORDER_RULE_EDIT, .text = OTHERWISE, .rules.rule = &(const struct kasa_rule){ .id = "7", SEVEN } }, DONE_ANSWER("edit_rule", OTHERWISE), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = "7" }), DONE_ANSWER("delete_rule", KP105_RULE), KASA_VERDICT_DONE },
	{ PLUG(1), ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = "7" }), DONE_ANSWER("delete_rule", KEPT), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ORDER(RULES_CLEAR, .on = false), DONE_ANSWER("delete_all_rules", ""), KASA_VERDICT_DONE },
	{ PLUG(1), ORDER(RULES_CLEAR, .on = false), DONE_ANSWER("delete_all_rules", KEPT), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ORDER(RULES_ENABLE, .on = true), DONE_ANSWER("set_overall_enable", ""), KASA_VERDICT_DONE },
	{ PLUG(1), ORDER(RULES_ENABLE, .on = false), DONE_ANSWER("set_overall_enable", ""), KASA_VERDICT_UNCONFIRMED },

	/* twice removed is removed */
	{ PLUG(1), ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = "7" }),
	  "{\"schedule\":{\"delete_rule\":{\"err_code\":-14,\"err_msg\":\"entry not exist\"},\"get_rules\":{\"rule_list\":[]}}}", KASA_VERDICT_DONE },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RULE_REMOVE, .outlet = 1, .rules.rule = &(const struct kasa_rule){ .id = "7" } },
	  "{\"schedule\":{\"delete_rule\":{\"err_code\":-14},\"get_rules\":{\"rule_list\":[]}}}", KASA_VERDICT_AGAIN },
	{ STRIP(0, 0), { .kind = KASA_ORDER_RULE_REMOVE, .outlet = 1, .other_outlet_id = true, .rules.rule = &(const struct kasa_rule){ .id = "7" } },
	  "{\"schedule\":{\"delete_rule\":{\"err_code\":-14},\"get_rules\":{\"rule_list\":[]}}}", KASA_VERDICT_DONE },
	{ PLUG(1), { .kind = KASA_ORDER_RULE_EDIT, .text = KEPT, .rules.rule = &(const struct kasa_rule){ .id = "7", SEVEN } },
	  "{\"schedule\":{\"edit_rule\":{\"err_code\":-14,\"err_msg\":\"entry not exist\"},\"get_rules\":{\"rule_list\":[]}}}", KASA_VERDICT_REFUSED },
};

static const struct {
	struct kasa_order order;
	int code;
	const char *why;
} explained[] = {
	{ ADD(SCHEDULE, .start = SUN(SUNSET, 0)), -3, "the device refused schedule.add_rule: no (-3); perhaps it knows no sunrise and sunset, or not where it is" },
	{ ADD(SCHEDULE, .end = CLOCK(1)), -3, "the device refused schedule.add_rule: no (-3); perhaps its rules have no end: one rule for each of the two times may do" },
	{ ADD(SCHEDULE, .once = true), -3, "the device refused schedule.add_rule: no (-3); perhaps the date is in the past, by its own clock" },
	{ ADD(SCHEDULE, .name = "01234567890123456789012345678901"), -3, "the device refused schedule.add_rule: no (-3); perhaps the name is too long for it" },
	{ ADD(SCHEDULE, .days = 1), -3, "the device refused schedule.add_rule: no (-3)" },
	{ ADD(SCHEDULE, .days = 1), -10, "the device refused schedule.add_rule: no (-10); it keeps no more rules: remove one first" },
	{ ADD(SCHEDULE, .days = 1), -99, "the device refused schedule.add_rule: no (-99)" },
};
// clang-format on

START_TEST(an_answer_counts_when_the_rules_are_as_ordered)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(a_refusal_is_explained)
{
	for (size_t i = 0; i < UNIT_COUNT(explained); i++) {
		struct iot_talk talk;
		char answer[128];

		snprintf(answer, sizeof answer, "{\"schedule\":{\"add_rule\":{\"err_code\":%d,\"err_msg\":\"no\"}}}",
		         explained[i].code);
		iot_talk_begin(&talk, PLUG(1), &explained[i].order);
		ck_assert_int_eq(iot_talk_reads(&talk, answer), KASA_VERDICT_REFUSED);
		ck_assert_str_eq(talk.err.text, explained[i].why);
		ck_assert_int_eq(talk.err.device_code, explained[i].code);
		iot_talk_end(&talk);
	}
}
END_TEST

START_TEST(a_bulb_reads_its_list_in_the_next_message)
{
	struct kasa_order order = ADD(SCHEDULE, .name = "bright", .enabled = 1, .days = 0x7f, .start = CLOCK(1439),
	                              .action = SHINES(100, NOT, 359, 100));
	struct iot_talk talk;

	iot_talk_begin(&talk, BULB(1), &order);
	ck_assert_ptr_nonnull(iot_talk_words(&talk));
	ck_assert_uint_le(strlen((const char *)talk.out.data), 255);
	ck_assert(!kasa_payload_iot.repeatable(&talk.order));
	ck_assert_int_eq(iot_talk_reads(&talk, BULB_MODULE "{\"add_rule\":{\"id\":\"7\",\"err_code\":0}}}"),
	                 KASA_VERDICT_MORE);
	ck_assert_str_eq(iot_talk_words(&talk), BULB_MODULE "{\"get_rules\":{},\"get_next_action\":{}}}");
	ck_assert(kasa_payload_iot.repeatable(&talk.order));
	ck_assert_str_eq(talk.answer.rules.added_id, "7");
	iot_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_is_worded_as_its_family_knows_it,
		what_a_device_cannot_do_is_not_sent,
		only_adding_does_harm_twice,
		a_list_is_read_with_what_is_next,
		firmware_that_does_not_tell_what_is_next_has_rules_all_the_same,
		a_rule_is_read_as_far_as_it_is_known,
		an_edit_of_nothing_sends_the_rule_as_it_came,
		an_edit_changes_what_was_asked_and_keeps_what_is_not_known,
		what_is_not_understood_stays_when_the_rest_is_changed,
		a_light_is_spared_what_says_nothing,
		what_a_light_has_is_not_spared,
		the_values_that_a_light_gave_are_not_judged_and_new_ones_are,
		an_answer_counts_when_the_rules_are_as_ordered,
		a_refusal_is_explained,
		a_bulb_reads_its_list_in_the_next_message,
	};

	return unit_run("iot_schedule", tests, UNIT_COUNT(tests));
}
