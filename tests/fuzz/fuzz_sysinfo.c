/* Answers of the IOT language, to every order: what is read of them keeps its promises. */
#include <math.h>

#include "fuzz/fuzz.h"
#include "fuzz/state.h"
#include "model/iot.h"
#include "model/iot_rule.h"
#include "model/rule.h"

static bool
is_moment(const struct kasa_moment *moment)
{
	return fuzz_is_within(moment->minute, moment->kind == KASA_MOMENT_CLOCK ? 0 : KASA_UNKNOWN, 1439)
	       && fuzz_is_within(moment->offset_min, -1440, 1440);
}

/* Each rule can be worded anew, and then is the same. */
static void
check_rule(const struct kasa_rule *rule)
{
	const struct kasa_iot_rule_style style = { .light = false };
	struct kasa_rule again;
	struct kasa_buf out;

	PROMISE(fuzz_is_text(rule->id, sizeof rule->id) && fuzz_is_text(rule->name, sizeof rule->name));
	PROMISE(fuzz_is_flag(rule->enabled) && rule->days <= KASA_DAYS_ALL);
	PROMISE(is_moment(&rule->start) && is_moment(&rule->end));
	kasa_buf_init(&out, 1 << 20);
	PROMISE(kasa_iot_rule_write(rule, rule->given, &style, &out) == KASA_OK
	        && kasa_buf_add(&out, "", 1) == KASA_OK);
	PROMISE(kasa_iot_rule_parse((const char *)out.data, &again, NULL) == KASA_OK && kasa_rule_alike(rule, &again));
	kasa_buf_finish(&out);
}

static void
check_rules(const struct kasa_rules *rules)
{
	PROMISE(fuzz_is_next(&rules->next) && fuzz_is_text(rules->next_id, sizeof rules->next_id));
	PROMISE(fuzz_is_text(rules->added_id, sizeof rules->added_id));
	for (unsigned i = 0; i < rules->count; i++)
		check_rule(&rules->rules[i]);
}

static bool
is_of_rules(const struct kasa_order *order)
{
	return order->kind >= KASA_ORDER_RULES && order->kind <= KASA_ORDER_RULES_ENABLE;
}

/* An answer to this order, twice into one record: the second reading changes nothing. */
static void
answer(const struct kasa_order *order, const char *text, size_t size)
{
	struct kasa_record record;
	struct kasa_answer brought = { .energy = { NAN, NAN, NAN, NAN, NAN, NAN } };

	kasa_record_init(&record);
	for (int i = 0; i < 2; i++) {
		struct kasa_order own = *order;
		struct kasa_err err = { .code = KASA_OK };
		enum kasa_verdict verdict = kasa_iot_parse(&own, text, size, &record, &brought, &err);
		bool bad = verdict == KASA_VERDICT_REFUSED || verdict == KASA_VERDICT_GARBAGE;

		PROMISE(!bad || (err.code != KASA_OK && err.text[0]));
		PROMISE(fuzz_is_text(err.text, sizeof err.text));
		if (order->kind == KASA_ORDER_ENERGY)
			PROMISE(!isinf(brought.energy.power_w) && !isinf(brought.energy.total_kwh));
		if (is_of_rules(order) && verdict == KASA_VERDICT_DONE)
			check_rules(&brought.rules);
		fuzz_check_state(&record.state);
	}
	kasa_answer_finish(&brought);
	kasa_record_finish(&record);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct kasa_rule some = { .days = 1 }, seventh = { .id = "7" };
	static const struct kasa_order orders[] = {
		{ .kind = KASA_ORDER_LOOK },
		{ .kind = KASA_ORDER_RELAY, .on = true },
		{ .kind = KASA_ORDER_RELAY, .outlet = 2 },
		{ .kind = KASA_ORDER_LED, .on = true },
		{ .kind = KASA_ORDER_ALIAS, .text = "Lamp" },
		{ .kind = KASA_ORDER_ENERGY, .with_state = true },
		{ .kind = KASA_ORDER_REBOOT },
		{ .kind = KASA_ORDER_RAW, .text = "{}" },
		{ .kind = KASA_ORDER_LIGHT, .light = { 1, 50, KASA_UNKNOWN, 5, 5, KASA_UNKNOWN } },
		{ .kind = KASA_ORDER_PRESETS },
		{ .kind = KASA_ORDER_EFFECT_SET, .text = "{\"name\":\"x\"}", .effect = "x" },
		{ .kind = KASA_ORDER_LIGHT_DEFAULTS },
		{ .kind = KASA_ORDER_LIGHT_DETAILS },
		{ .kind = KASA_ORDER_DIMMER },
		{ .kind = KASA_ORDER_BUTTON_SET, .button = { KASA_BUTTON_LONG_PRESS, { KASA_ACTION_PRESET, 1 } } },
		{ .kind = KASA_ORDER_MOTION },
		{ .kind = KASA_ORDER_HISTORY, .history = { KASA_HISTORY_USAGE_DAYS, 2026, 2 } },
		{ .kind = KASA_ORDER_CLOUD },
		{ .kind = KASA_ORDER_CLOCK_SET,
		  .clock = { .year = 2026, .month = 7, .day = 1, .hour = 12, .zone = 42 } },
		{ .kind = KASA_ORDER_FIRMWARE },
		{ .kind = KASA_ORDER_WIFI_SCAN },
		{ .kind = KASA_ORDER_LOCATION },
		{ .kind = KASA_ORDER_AMBIENT_SET, .sensor = { KASA_SENSOR_LEVEL, { 7, 100 } } },
		{ .kind = KASA_ORDER_RULES },
		{ .kind = KASA_ORDER_RULES, .rules = { .book = KASA_BOOK_AWAY } },
		{ .kind = KASA_ORDER_RULE_ADD, .rules = { .rule = &some } },
		{ .kind = KASA_ORDER_RULE_REMOVE, .rules = { .rule = &seventh } },
		{ .kind = KASA_ORDER_RULES_ENABLE, .rules = { .on = true } },
		{ .kind = KASA_ORDER_COUNTDOWN },
		{ .kind = KASA_ORDER_COUNTDOWN_SET, .text = "kasa", .countdown = { true, 60 } },
	};
	uint8_t *text = fuzz_copy(data, size);

	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
		answer(&orders[i], (const char *)text, size);
	free(text);
	return 0;
}
