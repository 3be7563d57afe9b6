/* Rules in SMART: the words of each change, what comes back, page by page, and what an edit leaves alone. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#include "model/smart_rule.h"

#define AT(m)                                            \
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

#define LIST "{\"method\":\"get_schedule_rules\",\"params\":{\"start_index\":0}}," SMART_ASK("get_next_event")
#define AWAY_LIST SMART_ASK("get_antitheft_rules")
#define CALL(method, params) "{\"method\":\"" method "\",\"params\":" params "}"
#define MADE "\"year\":1970,\"month\":1,\"day\":1"
#define NO_END "\"e_type\":\"normal\",\"e_min\":0,\"e_action\":\"none\"}"

/* A bulb with all that lights have. */
#define BULB                                                                                                               \
	"{" SMART_COMPONENTS("," SMART_COMPONENT("brightness", 1) "," SMART_COMPONENT("color", 1) "," SMART_COMPONENT(     \
		"color_temperature",                                                                                       \
		1)) "," SMART_INFO("TAPOBULB", "L530", "TGFtcA==",                                                         \
	                           ",\"device_on\":true,\"brightness\":50,\"color_temp\":2700,\"hue\":0,\"saturation\":0," \
	                           "\"color_temp_range\":[2500,6500]") "}"
/* One of those that have the one and not the other. */
#define NO_AWAY                                                                                      \
	"{\"component_nego\":{\"component_list\":[" SMART_COMPONENT("schedule", 1) "]}," SMART_INFO( \
		"TAPOPLUG", "P1", "TGFtcA==", ",\"device_on\":true") "}"
#define COUNTS_ONLY                                                                                   \
	"{\"component_nego\":{\"component_list\":[" SMART_COMPONENT("countdown", 1) "]}," SMART_INFO( \
		"TAPOPLUG", "P1", "TGFtcA==", ",\"device_on\":true") "}"

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_PLUG(true), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), SMART_BATCH(LIST) },
	{ SMART_PLUG(true), ORDER(RULES, .book = KASA_BOOK_AWAY), AWAY_LIST },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_RULES, .outlet = 2 },
	  SMART_BATCH(SMART_TO_CHILD("01", CALL("get_schedule_rules", "{\"start_index\":0}")) "," SMART_TO_CHILD("01", SMART_ASK("get_next_event"))) },

	{ SMART_PLUG(true), ADD(SCHEDULE, .enabled = 1, .days = WORKDAYS, .start = AT(1290), .action = ON),
	  SMART_BATCH(CALL("add_schedule_rule", "{\"enable\":true,\"mode\":\"repeat\",\"week_day\":62," MADE ",\"s_type\":\"normal\",\"s_min\":1290,"
	                   "\"time_offset\":0,\"desired_states\":{\"on\":true}," NO_END) "," LIST) },
	{ SMART_PLUG(true), ADD(SCHEDULE, .days = KASA_DAY_SUNDAY, .start = SUN(SUNSET, -15), .action = OFF),
	  SMART_BATCH(CALL("add_schedule_rule", "{\"enable\":false,\"mode\":\"repeat\",\"week_day\":1," MADE ",\"s_type\":\"sunset\",\"s_min\":0,"
	                   "\"time_offset\":-15,\"desired_states\":{\"on\":false}," NO_END) "," LIST) },
	{ SMART_PLUG(true), ADD(SCHEDULE, .enabled = 1, .once = true, .year = 2026, .month = 12, .day = 24, .start = SUN(SUNRISE, 5), .action = ON),
	  SMART_BATCH(CALL("add_schedule_rule", "{\"enable\":true,\"mode\":\"once\",\"week_day\":0,\"year\":2026,\"month\":12,\"day\":24,"
	                   "\"s_type\":\"sunrise\",\"s_min\":0,\"time_offset\":5,\"desired_states\":{\"on\":true}," NO_END) "," LIST) },
	{ BULB, ADD(SCHEDULE, .enabled = 1, .days = 0x7f, .start = AT(0), .action = SHINES(20, NOT, 120, 100)),
	  SMART_BATCH(CALL("add_schedule_rule", "{\"enable\":true,\"mode\":\"repeat\",\"week_day\":127," MADE ",\"s_type\":\"normal\",\"s_min\":0,"
	                   "\"time_offset\":0,\"desired_states\":{\"on\":true,\"brightness\":20,\"color_temp\":0,\"hue\":120,\"saturation\":100}," NO_END) "," LIST) },
	{ SMART_PLUG(true), ADD(AWAY, .enabled = 1, .days = 0x41, .start = AT(1080), .end = SUN(SUNRISE, -5)),
	  SMART_BATCH(CALL("add_antitheft_rule", "{\"enable\":true,\"mode\":\"repeat\",\"week_day\":65,\"start_time_type\":\"normal\",\"start_min\":1080,"
	                   "\"start_time_offset\":0,\"end_time_type\":\"sunrise\",\"end_min\":0,\"end_time_offset\":-5,\"frequency\":5}") "," AWAY_LIST) },

	{ SMART_PLUG(true), ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = "S\"1" }),
	  SMART_BATCH(CALL("remove_schedule_rules", "{\"remove_all\":false,\"rule_list\":[{\"id\":\"S\\\"1\"}]}") "," LIST) },
	{ SMART_PLUG(true), ORDER(RULES_CLEAR, .book = KASA_BOOK_AWAY),
	  SMART_BATCH(CALL("remove_antitheft_rules", "{\"remove_all\":true}") "," AWAY_LIST) },
	{ SMART_PLUG(true), ORDER(RULES_ENABLE, .on = true), SMART_BATCH(CALL("set_schedule_all_enable", "{\"enable\":true}") "," LIST) },
	{ SMART_PLUG(true), ORDER(RULES_ENABLE, .book = KASA_BOOK_AWAY),
	  SMART_BATCH(CALL("set_antitheft_all_enable", "{\"enable\":false}") "," AWAY_LIST) },
};

static const struct smart_request refused[] = {
	{ SMART_STRIP(true, true), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "P300 keeps rules for each outlet, none for the whole: give one of its outlets" },
	{ SMART_HUB, ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "H100 keeps no schedule" },
	{ COUNTS_ONLY, ORDER(RULES, .book = KASA_BOOK_SCHEDULE), "P1 keeps no schedule" },
	{ NO_AWAY, ORDER(RULES, .book = KASA_BOOK_AWAY), "P1 has no away mode" },
	{ SMART_PLUG(true), ADD(SCHEDULE, .name = "Morning", .days = 1, .start = AT(1), .action = ON), "rules of P110 have no names" },
	{ SMART_PLUG(true), ADD(SCHEDULE, .days = 1, .start = AT(1), .action = ON, .end = AT(2), .end_action = OFF),
	  "rules of P110 have no end: one rule for each of the two times" },
	{ SMART_PLUG(true), ADD(SCHEDULE, .days = 1, .start = AT(1), .action = SHINES(50, NOT, NOT, NOT)),
	  "rules of P110 say on and off, nothing of brightness or colour" },
	{ BULB, ADD(SCHEDULE, .days = 1, .start = AT(1), .action = SHINES(NOT, 2000, NOT, NOT)), "L530 shows whites from 2500 to 6500 K, not 2000" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_RULE_EDIT, .text = "{\"id\":", .rules = { .rule = &(const struct kasa_rule){ .id = "S1" } } },
	  "the rule as the device gave it: not JSON: the text ends early at byte 6" },
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

START_TEST(only_adding_does_harm_twice)
{
	for (int kind = KASA_ORDER_RULES; kind <= KASA_ORDER_RULES_ENABLE; kind++)
		for (int book = 0; book < 2; book++) {
			struct kasa_order order = { .kind = (enum kasa_order_kind)kind,
				                    .rules.book = (enum kasa_rule_book)book };

			ck_assert_int_eq(kasa_payload_smart.repeatable(&order), kind != KASA_ORDER_RULE_ADD);
		}
}
END_TEST

/* ---- dates ---- */

START_TEST(a_rule_of_every_week_has_the_day_on_which_it_is_made)
{
	static const struct kasa_asker asker = { 1709251199000, "t" }; /* the last second of 2024-02-29 */
	struct kasa_order order = ADD(SCHEDULE, .days = 1, .start = AT(1), .action = ON);
	struct smart_talk talk;
	const char *words;

	order.asker = &asker;
	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	words = smart_talk_words(&talk);
	ck_assert_ptr_nonnull(words);
	ck_assert_ptr_nonnull(strstr(words, "\"week_day\":1,\"year\":2024,\"month\":2,\"day\":29,"));
	smart_talk_end(&talk);
}
END_TEST

START_TEST(the_away_mode_knows_no_day_but_the_next)
{
	static const struct kasa_asker asker = { 1709251199000, "t" };
	static const struct {
		int month, day;
		bool takes;
	} days[] = { { 2, 27, false }, { 2, 28, true }, { 2, 29, true }, { 3, 1, true }, { 3, 2, false } };

	for (size_t i = 0; i < UNIT_COUNT(days); i++) {
		struct kasa_rule rule = { .once = true,
			                  .year = 2024,
			                  .month = days[i].month,
			                  .day = days[i].day,
			                  .start = AT(1),
			                  .end = AT(2) };
		struct kasa_order order = ORDER(RULE_ADD, .book = KASA_BOOK_AWAY, .rule = &rule);
		struct smart_talk talk;
		const char *words;

		order.asker = &asker;
		smart_talk_begin(&talk, SMART_PLUG(true), &order);
		words = smart_talk_words(&talk);
		ck_assert_int_eq(words != NULL, days[i].takes);
		if (words)
			ck_assert_ptr_nonnull(strstr(
				words, "{\"enable\":false,\"mode\":\"once\",\"week_day\":0,\"start_time_type\""));
		else
			ck_assert_str_eq(talk.err.text,
			                 "the away mode of P110 knows no dates: once is the next time it can be");
		smart_talk_end(&talk);
	}
}
END_TEST

/* ---- reading ---- */

/* As an L430C lists them, and a member that nobody knows. */
#define SUNSET_RULE                                                                                                    \
	"{\"day\":12,\"desired_states\":{\"auto\":false,\"brightness\":100,\"color_temp\":2700,\"hue\":0,\"on\":true," \
	"\"saturation\":0,\"transition_period\":1800000},\"e_action\":\"none\",\"e_min\":0,\"e_type\":\"normal\","     \
	"\"enable\":true,\"id\":\"S4\",\"mode\":\"repeat\",\"month\":1,\"mood\":{\"odd\":[1.50,\"\\u00fc\"]},"         \
	"\"s_min\":989,\"s_type\":\"sunset\",\"time_offset\":-30,\"week_day\":127,\"year\":2026}"
#define S(n)                                                                                                         \
	"{\"id\":\"S" #n "\",\"enable\":true,\"mode\":\"repeat\",\"week_day\":1,\"s_type\":\"normal\",\"s_min\":" #n \
	",\"desired_states\":{\"on\":true}}"
#define PAGE(start, sum, list) "\"enable\":true,\"start_index\":" #start ",\"sum\":" #sum ",\"rule_list\":[" list "]"
#define LISTED(start, sum, list) SMART_GAVE("get_schedule_rules", PAGE(start, sum, list))
#define NOTHING_NEXT SMART_GAVE("get_next_event", "")

START_TEST(a_list_is_read_with_what_is_next)
{
	struct kasa_order order = ORDER(RULES, .book = KASA_BOOK_SCHEDULE);
	struct smart_talk talk;
	const struct kasa_rules *rules = &talk.answer.rules;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(
		smart_talk_reads(&talk, SMART_ANSWERS(LISTED(0, 2, S(1) "," SUNSET_RULE) "," SMART_GAVE(
						"get_next_event", "\"desired_states\":{\"on\":true},\"e_time\":0,"
								  "\"id\":\"S4\",\"s_time\":1768228140,\"type\":1"))),
		KASA_VERDICT_DONE);

	ck_assert_int_eq(rules->enabled, 1);
	ck_assert_uint_eq(rules->count, 2);
	ck_assert_str_eq(rules->rules[0].given, S(1));
	ck_assert_uint_eq(rules->rules[0].days, KASA_DAY_SUNDAY);
	ck_assert_int_eq(rules->rules[0].start.minute, 1);
	ck_assert_str_eq(rules->rules[1].given, SUNSET_RULE);
	ck_assert_str_eq(rules->rules[1].id, "S4");
	ck_assert_int_eq(rules->rules[1].start.kind, KASA_MOMENT_SUNSET);
	ck_assert_int_eq(rules->rules[1].start.offset_min, -30);
	ck_assert_int_eq(rules->rules[1].end.kind, KASA_MOMENT_NONE);
	ck_assert(rules->rules[1].action.has_light);
	ck_assert_int_eq(rules->rules[1].action.light.color_temp_k, 2700);
	ck_assert_int_eq(rules->next.by, KASA_MODE_SCHEDULE);
	ck_assert_int_eq(rules->next.on, 1);
	ck_assert_int_eq(rules->next.at_s, 989 * 60);
	ck_assert_str_eq(rules->next_id, "S4");
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_long_list_comes_in_pages)
{
	struct kasa_order order = ORDER(RULES, .book = KASA_BOOK_SCHEDULE);
	struct smart_talk talk;
	const struct kasa_rules *rules = &talk.answer.rules;
	static const char *const texts[] = { S(1), S(22), S(3), SUNSET_RULE };

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(LISTED(0, 4, S(1) "," S(22)) "," NOTHING_NEXT)),
	                 KASA_VERDICT_MORE);
	smart_talk_says(&talk,
	                SMART_BATCH("{\"method\":\"get_schedule_rules\",\"params\":{\"start_index\":2}}," SMART_ASK(
				"get_next_event")));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(LISTED(2, 4, S(3)) "," NOTHING_NEXT)),
	                 KASA_VERDICT_MORE);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(LISTED(3, 4, SUNSET_RULE) "," NOTHING_NEXT)),
	                 KASA_VERDICT_DONE);

	ck_assert_uint_eq(rules->count, UNIT_COUNT(texts));
	for (unsigned i = 0; i < UNIT_COUNT(texts); i++)
		ck_assert_str_eq(rules->rules[i].given, texts[i]);
	ck_assert_int_eq(rules->next.by, KASA_MODE_NONE);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_device_that_knows_no_pages_is_not_read_twice)
{
	struct kasa_order order = ORDER(RULES, .book = KASA_BOOK_SCHEDULE);
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(LISTED(0, 9, S(1)) "," NOTHING_NEXT)),
	                 KASA_VERDICT_MORE);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, SMART_ANSWERS(LISTED(0, 9, S(1)) "," NOTHING_NEXT)),
	                 KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.rules.count, 1);
	smart_talk_end(&talk);
}
END_TEST

// clang-format off
static const struct {
	const char *json;
	enum kasa_rule_book book;
	struct kasa_rule rule;
} read[] = {
	{ "{}", KASA_BOOK_SCHEDULE, RULE(.enabled = NOT) },
	{ "{\"enable\":2,\"week_day\":-1,\"mode\":7,\"s_type\":\"normal\",\"s_min\":1440,\"desired_states\":{\"scene\":1}}", KASA_BOOK_SCHEDULE,
	  RULE(.enabled = NOT, .days = KASA_DAYS_ALL, .start = { .kind = KASA_MOMENT_OTHER }, .action = { .kind = KASA_ACT_OTHER }) },
	{ "{\"enable\":0,\"mode\":\"once\",\"week_day\":0,\"day\":28,\"month\":2,\"year\":2026,\"s_type\":\"normal\",\"s_min\":1439,\"s_action\":\"off\"}",
	  KASA_BOOK_SCHEDULE, RULE(.once = true, .year = 2026, .month = 2, .day = 28, .start = AT(1439), .action = OFF) },
	{ "{\"enable\":true,\"mode\":\"repeat\",\"week_day\":3,\"s_type\":\"moonrise\",\"e_type\":\"normal\",\"e_min\":5,\"e_action\":\"off\",\"desired_states\":{\"on\":true,\"auto\":true,\"brightness\":1}}",
	  KASA_BOOK_SCHEDULE, RULE(.enabled = 1, .days = 3, .start = { .kind = KASA_MOMENT_OTHER }, .action = ON, .end = AT(5), .end_action = OFF) },
	/* as a P115 lists its away mode */
	{ "{\"enable\":false,\"end_min\":360,\"end_time_offset\":0,\"end_time_type\":\"normal\",\"frequency\":5,\"id\":\"A1\",\"mode\":\"once\",\"start_min\":1170,\"start_time_offset\":0,\"start_time_type\":\"normal\",\"week_day\":0}",
	  KASA_BOOK_AWAY, RULE(.id = "A1", .once = true, .start = AT(1170), .end = AT(360)) },
	{ "{\"enable\":true,\"mode\":\"repeat\",\"week_day\":65,\"start_time_type\":\"sunset\",\"start_time_offset\":30,\"end_time_type\":\"none\"}",
	  KASA_BOOK_AWAY, RULE(.enabled = 1, .days = 0x41, .start = SUN(SUNSET, 30)) },
};
// clang-format on

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
	       && a->month == b->month && a->day == b->day && strcmp(a->id, b->id) == 0
	       && same_moment(&a->start, &b->start) && same_moment(&a->end, &b->end) && a->action.kind == b->action.kind
	       && a->action.has_light == b->action.has_light && a->end_action.kind == b->end_action.kind;
}

START_TEST(a_rule_is_read_as_far_as_it_is_known)
{
	for (size_t i = 0; i < UNIT_COUNT(read); i++) {
		struct kasa_rule rule;
		struct kasa_err err;

		ck_assert_int_eq(kasa_smart_rule_parse(read[i].json, read[i].book, &rule, &err), KASA_OK);
		ck_assert_msg(same_rule(&rule, &read[i].rule), "row %zu", i);
	}
}
END_TEST

/* ---- editing ---- */

/* What of the rule is sent when it was changed, by a function. */
static void
check_edit(const char *device, const char *given, enum kasa_rule_book book, void (*change)(struct kasa_rule *rule),
           const char *sent)
{
	struct kasa_rule rule;
	struct kasa_order order = ORDER(RULE_EDIT, .book = book, .rule = &rule);
	struct smart_talk talk;
	struct kasa_err err;
	const char *words, *at;

	ck_assert_int_eq(kasa_smart_rule_parse(given, book, &rule, &err), KASA_OK);
	rule.given = given;
	change(&rule);
	order.text = given;
	smart_talk_begin(&talk, device, &order);
	words = smart_talk_words(&talk);
	ck_assert_msg(words, "%s", talk.err.text);
	at = strstr(words, "\"params\":{\"requests\":[{");
	ck_assert_ptr_nonnull(at);
	at = strstr(at + 10, "\"params\":") + 9;
	ck_assert_msg(strncmp(at, sent, strlen(sent)) == 0 && at[strlen(sent)] == '}', "%s", at);
	smart_talk_end(&talk);
}

static void
change_nothing(struct kasa_rule *rule)
{
	(void)rule;
}

static void
disable(struct kasa_rule *rule)
{
	rule->enabled = 0;
}

static void
by_clock(struct kasa_rule *rule)
{
	rule->start = (struct kasa_moment)AT(60);
}

static void
dim(struct kasa_rule *rule)
{
	rule->action.light = (struct kasa_light){ 5, 2700, NOT, NOT };
}

static void
turn_off(struct kasa_rule *rule)
{
	rule->action = (struct kasa_act)OFF;
}

#define STATES \
	"\"desired_states\":{\"auto\":false,\"brightness\":100,\"color_temp\":2700,\"hue\":0,\"on\":true,\"saturation\":0,\"transition_period\":1800000}"
#define BEFORE "{\"day\":12,"
#define AFTER "\"e_action\":\"none\",\"e_min\":0,\"e_type\":\"normal\","
#define REST "\"id\":\"S4\",\"mode\":\"repeat\",\"month\":1,\"mood\":{\"odd\":[1.50,\"\\u00fc\"]},"
#define WHEN "\"s_min\":989,\"s_type\":\"sunset\",\"time_offset\":-30,"
#define LAST "\"week_day\":127,\"year\":2026"

START_TEST(an_edit_leaves_alone_what_it_does_not_change)
{
	check_edit(BULB, SUNSET_RULE, KASA_BOOK_SCHEDULE, change_nothing, SUNSET_RULE);
	check_edit(BULB, SUNSET_RULE, KASA_BOOK_SCHEDULE, disable,
	           BEFORE STATES "," AFTER REST WHEN LAST ",\"enable\":false}");
	check_edit(BULB, SUNSET_RULE, KASA_BOOK_SCHEDULE, by_clock,
	           BEFORE STATES "," AFTER "\"enable\":true," REST LAST
	                         ",\"s_type\":\"normal\",\"s_min\":60,\"time_offset\":0}");
	check_edit(
		BULB, SUNSET_RULE, KASA_BOOK_SCHEDULE, dim,
		BEFORE AFTER
		"\"enable\":true," REST WHEN LAST
		",\"desired_states\":{\"on\":true,\"brightness\":5,\"color_temp\":2700,\"transition_period\":1800000}}");
	check_edit(BULB, SUNSET_RULE, KASA_BOOK_SCHEDULE, turn_off,
	           BEFORE AFTER "\"enable\":true," REST WHEN LAST
	                        ",\"desired_states\":{\"on\":false,\"transition_period\":1800000}}");
	check_edit(SMART_PLUG(true), "{\"id\":\"S1\",\"s_action\":\"on\",\"x\":1}", KASA_BOOK_SCHEDULE, turn_off,
	           "{\"id\":\"S1\",\"x\":1,\"desired_states\":{\"on\":false},\"s_action\":\"off\"}");
	check_edit(SMART_PLUG(true), "{\"id\":\"A1\",\"enable\":true,\"frequency\":7,\"mode\":\"once\",\"day\":3}",
	           KASA_BOOK_AWAY, disable,
	           "{\"id\":\"A1\",\"frequency\":7,\"mode\":\"once\",\"day\":3,\"enable\":false}");
}
END_TEST

/* ---- what comes of a change ---- */

#define ADDED_1 ADD(SCHEDULE, .enabled = 1, .days = 1, .start = AT(1), .action = ON)
#define REMOVED_1 ORDER(RULE_REMOVE, .rule = &(const struct kasa_rule){ .id = "S1" })

// clang-format off
static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), ADDED_1, SMART_ANSWERS(SMART_GAVE("add_schedule_rule", "\"id\":\"S1\"") "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), ADDED_1, SMART_ANSWERS(SMART_DID("add_schedule_rule") "," LISTED(0, 1, S(1)) "," SMART_NOT("get_next_event", -1002)), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), ADDED_1, SMART_ANSWERS(SMART_GAVE("add_schedule_rule", "\"id\":\"S2\"") "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), ADDED_1, SMART_ANSWERS(SMART_NOT("add_schedule_rule", -1802) "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_REFUSED,
	  "the device refused add_schedule_rule: the schedule is full (-1802); it keeps no more rules: remove one first" },
	{ SMART_PLUG(true), ADDED_1, SMART_ANSWERS(SMART_NOT("add_schedule_rule", -1803) "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_REFUSED,
	  "the device refused add_schedule_rule: the rule conflicts with another one (-1803); one that it has is for the same time: change or remove that" },
	{ SMART_PLUG(true), ADD(SCHEDULE, .days = 1, .start = SUN(SUNSET, 400), .action = ON),
	  SMART_ANSWERS(SMART_NOT("add_schedule_rule", -1008) "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_REFUSED,
	  "the device refused add_schedule_rule: a value is missing, wrong or out of range (-1008); perhaps it takes at most 6 hours before or after sunrise and sunset" },
	{ SMART_PLUG(true), REMOVED_1, SMART_ANSWERS(SMART_DID("remove_schedule_rules") "," LISTED(0, 0, "") "," NOTHING_NEXT), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), REMOVED_1, SMART_ANSWERS(SMART_NOT("remove_schedule_rules", -1805) "," LISTED(0, 1, S(2)) "," NOTHING_NEXT), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), REMOVED_1, SMART_ANSWERS(SMART_DID("remove_schedule_rules") "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), REMOVED_1, SMART_ANSWERS(SMART_NOT("remove_schedule_rules", -1002) "," LISTED(0, 1, S(1)) "," NOTHING_NEXT), KASA_VERDICT_REFUSED,
	  "the device does not support remove_schedule_rules: unknown method (-1002)" },
	{ SMART_PLUG(true), ORDER(RULES_ENABLE, .on = false), SMART_ANSWERS(SMART_DID("set_schedule_all_enable") "," LISTED(0, 0, "") "," NOTHING_NEXT), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), ORDER(RULES_CLEAR, .on = false), SMART_ANSWERS(SMART_GAVE("remove_schedule_rules", "") "," LISTED(0, 0, "") "," NOTHING_NEXT), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), ORDER(RULES, .book = KASA_BOOK_SCHEDULE), SMART_ANSWERS(SMART_GAVE("get_schedule_rules", "\"rule_list\":[1]") "," NOTHING_NEXT), KASA_VERDICT_GARBAGE, "rule_list lists no rules" },
};
// clang-format on

START_TEST(what_comes_of_a_change_is_told)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_a_device_cannot_do_is_not_asked_of_it,
		only_adding_does_harm_twice,
		a_rule_of_every_week_has_the_day_on_which_it_is_made,
		the_away_mode_knows_no_day_but_the_next,
		a_list_is_read_with_what_is_next,
		a_long_list_comes_in_pages,
		a_device_that_knows_no_pages_is_not_read_twice,
		a_rule_is_read_as_far_as_it_is_known,
		an_edit_leaves_alone_what_it_does_not_change,
		what_comes_of_a_change_is_told,
	};

	return unit_run("smart_schedule", tests, UNIT_COUNT(tests));
}
