/* The SMART language without memory: an error, no leak, and the next time it works. */
#include "unit/unit.h"

#include "model/smart.h"
#include "unit/oom.h"
#include "unit/smart_devices.h"

enum {
	ROOM = 1 << 16,
};

#define OK(result) "{\"error_code\":0,\"result\":" result "}"
#define ANSWERS(responses) OK("{\"responses\":[" responses "]}")
#define GAVE(method, result) "{\"method\":\"" method "\",\"error_code\":0,\"result\":" result "}"
#define STRIP_INFO \
	"{\"device_id\":\"" SMART_ID "\",\"type\":\"SMART.TAPOPLUG\",\"model\":\"P300\",\"nickname\":\"TGFtcA==\"}"
#define OUTLETS "{\"child_device_list\":[" SMART_CHILD("00", 1, true) "," SMART_CHILD("01", 2, true) "],\"sum\":2}"
#define COMPONENTS "{\"component_list\":[" SMART_COMPONENT("child_device", 2) "," SMART_COMPONENT("led", 1) "]}"
#define RULE "{\"led_rule\":\"always\",\"night_mode\":{\"start_time\":1320}}"
#define RULES_PAGE(start, list)                                                                         \
	ANSWERS(GAVE("get_schedule_rules", "{\"start_index\":" #start ",\"sum\":2,\"rule_list\":[" list \
	                                   "]}") "," GAVE("get_next_event", "{}"))
#define HEARD_PAGE(start, ssid) OK("{\"start_index\":" #start ",\"sum\":2,\"ap_list\":[{\"ssid\":\"" ssid "\"}]}")
#define FIRST ANSWERS(GAVE("component_nego", COMPONENTS) "," GAVE("get_device_info", STRIP_INFO))
#define SECOND                                                                                     \
	ANSWERS(GAVE("get_child_device_list", OUTLETS) "," GAVE("get_child_device_component_list", \
	                                                        "{}") "," GAVE("get_led_info", RULE))

/* Words a part of an order and reads the answer to it. False where memory failed. */
static bool
exchange(struct kasa_order *order, struct kasa_record *record, struct kasa_answer *answer, const char *text,
         enum kasa_verdict want)
{
	struct kasa_err err;
	struct kasa_buf out;
	enum kasa_verdict verdict;
	bool worded;

	kasa_buf_init(&out, ROOM);
	worded = kasa_smart_build(order, record, &out, &err) == KASA_OK;
	kasa_buf_finish(&out);
	if (!worded) {
		ck_assert_int_eq(err.code, KASA_ENOMEM);
		return false;
	}
	verdict = kasa_smart_parse(order, text, strlen(text), record, answer, &err);
	if (verdict == want)
		return true;
	ck_assert_int_eq(verdict, KASA_VERDICT_GARBAGE);
	ck_assert_int_eq(err.code, KASA_ENOMEM);
	return false;
}

static bool
look(struct kasa_record *record)
{
	struct kasa_order order = { .kind = KASA_ORDER_LOOK };

	return exchange(&order, record, NULL, FIRST, KASA_VERDICT_MORE)
	       && exchange(&order, record, NULL, SECOND, KASA_VERDICT_DONE);
}

/* With all memory there is. */
static struct kasa_record
strip(void)
{
	struct kasa_record record;

	oom_pause();
	kasa_record_init(&record);
	look(&record);
	ck_assert(record.known);
	oom_resume();
	return record;
}

static void
meet_strip(void)
{
	struct kasa_record record;

	kasa_record_init(&record);
	if (look(&record))
		ck_assert_uint_eq(record.state.outlet_count, 2);
	else
		ck_assert(!record.known || record.state.outlet_count == 2);
	kasa_record_finish(&record);
}

static void
switch_outlets(void)
{
	struct kasa_record record = strip();
	struct kasa_order order = { .kind = KASA_ORDER_RELAY, .on = true };
	struct kasa_answer answer = { .list = NULL };

	exchange(&order, &record, &answer,
	         ANSWERS(GAVE("control_child", "{\"responseData\":{\"error_code\":0}}") "," GAVE(
			 "control_child", "{\"responseData\":{\"error_code\":0}}") "," GAVE("get_child_device_list",
	                                                                                    OUTLETS)),
	         KASA_VERDICT_DONE);
	kasa_record_finish(&record);
}

static void
name_outlet(void)
{
	struct kasa_record record = strip();
	struct kasa_order order = { .kind = KASA_ORDER_ALIAS, .text = "One", .outlet = 1 };

	exchange(&order, &record, NULL,
	         ANSWERS(GAVE("control_child",
	                      "{\"responseData\":{\"error_code\":0}}") "," GAVE("get_child_device_list", OUTLETS)),
	         KASA_VERDICT_DONE);
	kasa_record_finish(&record);
}

static void
set_led(void)
{
	struct kasa_record record = strip();
	struct kasa_order order = { .kind = KASA_ORDER_LED, .on = true };
	struct kasa_answer answer = { .list = NULL };

	if (exchange(&order, &record, &answer, OK(RULE), KASA_VERDICT_MORE))
		exchange(&order, &record, &answer, ANSWERS(GAVE("set_led_info", "{}") "," GAVE("get_led_info", RULE)),
		         KASA_VERDICT_DONE);
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
list_presets(void)
{
	struct kasa_record record;
	struct kasa_order order = { .kind = KASA_ORDER_PRESETS };
	struct kasa_answer answer = { .list = NULL };

	kasa_record_init(&record);
	exchange(&order, &record, &answer, OK("{\"states\":[{\"brightness\":1}]}"), KASA_VERDICT_DONE);
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
list_rules(void)
{
	struct kasa_record record;
	struct kasa_order order = { .kind = KASA_ORDER_RULES };
	struct kasa_answer answer = { .list = NULL };

	kasa_record_init(&record);
	if (exchange(&order, &record, &answer, RULES_PAGE(0, "{\"id\":\"S1\"}"), KASA_VERDICT_MORE)
	    && exchange(&order, &record, &answer, RULES_PAGE(1, "{\"id\":\"S2\",\"s_min\":5}"), KASA_VERDICT_DONE))
		ck_assert_str_eq(answer.rules.rules[0].given, "{\"id\":\"S1\"}");
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
edit_rule(void)
{
	struct kasa_rule rule = { .id = "S1", .days = 1 };
	struct kasa_order order = {
		.kind = KASA_ORDER_RULE_EDIT,
		.text = "{\"id\":\"S1\",\"enable\":true,\"week_day\":3,\"desired_states\":{\"x\":1}}",
		.rules.rule = &rule
	};
	struct kasa_answer answer = { .list = NULL };
	struct kasa_record record;

	kasa_record_init(&record);
	exchange(&order, &record, &answer,
	         ANSWERS(GAVE("edit_schedule_rule", "{}") "," GAVE(
			 "get_schedule_rules",
			 "{\"rule_list\":[{\"id\":\"S1\",\"enable\":false,\"week_day\":1}]}") "," GAVE("get_next_event",
	                                                                                               "{}")),
	         KASA_VERDICT_DONE);
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
scan(void)
{
	struct kasa_record record;
	struct kasa_order order = { .kind = KASA_ORDER_WIFI_SCAN };
	struct kasa_answer answer = { .list = NULL };

	kasa_record_init(&record);
	if (exchange(&order, &record, &answer, HEARD_PAGE(0, "YQ=="), KASA_VERDICT_MORE)
	    && exchange(&order, &record, &answer, HEARD_PAGE(1, "Yg=="), KASA_VERDICT_DONE))
		ck_assert_str_eq(answer.networks.networks[1].ssid, "b");
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
ask_anything(void)
{
	struct kasa_record record;
	struct kasa_order order = { .kind = KASA_ORDER_RAW, .text = "{\"method\":\"get_x\"}" };

	kasa_record_init(&record);
	(void)kasa_payload_smart.repeatable(&order);
	exchange(&order, &record, NULL, OK("{}"), KASA_VERDICT_DONE);
	kasa_record_finish(&record);
}

static const struct {
	const char *name;
	oom_scenario *run;
} scenarios[] = {
	{ "look", meet_strip },  { "relay", switch_outlets }, { "alias", name_outlet },
	{ "led", set_led },      { "presets", list_presets }, { "raw", ask_anything },
	{ "rules", list_rules }, { "rule", edit_rule },       { "scan", scan },
};

START_TEST(no_allocation_that_fails_does_harm)
{
	for (size_t i = 0; i < UNIT_COUNT(scenarios); i++)
		oom_run(scenarios[i].name, scenarios[i].run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { no_allocation_that_fails_does_harm };

	return unit_run("oom_smart", tests, UNIT_COUNT(tests));
}
