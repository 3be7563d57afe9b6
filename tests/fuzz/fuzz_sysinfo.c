/* Answers of the IOT language, to every order: what is read of them keeps its promises. */
#include <math.h>

#include "base/str.h"
#include "fuzz/fuzz.h"
#include "model/iot.h"
#include "model/iot_rule.h"
#include "model/rule.h"

static bool
is_text(const char *text, size_t size)
{
	size_t n = strnlen(text, size);

	return n < size && kasa_utf8_valid(text, n);
}

static bool
is_flag(int n)
{
	return n == 0 || n == 1 || n == KASA_UNKNOWN;
}

static bool
is_within(int n, int low, int high)
{
	return n == KASA_UNKNOWN || (n >= low && n <= high);
}

static void
check_outlets(const struct kasa_state *state)
{
	PROMISE(state->outlet_count <= KASA_OUTLETS_MAX);
	PROMISE((state->outlets != NULL) == (state->outlet_count > 0));
	for (unsigned i = 0; i < state->outlet_count; i++) {
		const struct kasa_outlet *outlet = &state->outlets[i];

		PROMISE(is_text(outlet->id, sizeof outlet->id) && is_text(outlet->alias, sizeof outlet->alias));
		PROMISE(is_flag(outlet->on) && is_within(outlet->on_time_s, 0, INT_MAX));
	}
}

static bool
is_next(const struct kasa_next *next)
{
	return is_flag(next->on) && is_within(next->at_s, 0, 86399) && next->by <= KASA_MODE_OTHER;
}

static bool
is_moment(const struct kasa_moment *moment)
{
	return is_within(moment->minute, moment->kind == KASA_MOMENT_CLOCK ? 0 : KASA_UNKNOWN, 1439)
	       && is_within(moment->offset_min, -1440, 1440);
}

/* Each rule can be worded anew, and then is the same. */
static void
check_rule(const struct kasa_rule *rule)
{
	const struct kasa_iot_rule_style style = { .light = false };
	struct kasa_rule again;
	struct kasa_buf out;

	PROMISE(is_text(rule->id, sizeof rule->id) && is_text(rule->name, sizeof rule->name));
	PROMISE(is_flag(rule->enabled) && rule->days <= KASA_DAYS_ALL);
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
	PROMISE(is_next(&rules->next) && is_text(rules->next_id, sizeof rules->next_id));
	PROMISE(is_text(rules->added_id, sizeof rules->added_id));
	for (unsigned i = 0; i < rules->count; i++)
		check_rule(&rules->rules[i]);
}

static bool
is_of_rules(const struct kasa_order *order)
{
	return order->kind >= KASA_ORDER_RULES && order->kind <= KASA_ORDER_RULES_ENABLE;
}

static void
check_state(const struct kasa_state *state)
{
	PROMISE(is_next(&state->next) && is_flag(state->located) && strcmp(kasa_mode_word(state->mode), "") != 0);
	PROMISE(is_text(state->id, sizeof state->id) && is_text(state->alias, sizeof state->alias));
	PROMISE(is_text(state->model, sizeof state->model) && is_text(state->hw, sizeof state->hw));
	PROMISE(is_text(state->fw, sizeof state->fw) && is_text(state->mac, sizeof state->mac));
	PROMISE(strlen(state->mac) == 0 || strlen(state->mac) == 17);
	PROMISE(is_flag(state->on) && is_flag(state->led) && is_within(state->on_time_s, 0, INT_MAX));
	PROMISE(is_within(state->light.brightness, 0, 100) && is_within(state->light.hue, 0, 360));
	PROMISE(strcmp(kasa_family_word(state->family), "unknown") != 0 || state->family == KASA_FAMILY_UNKNOWN);
	check_outlets(state);
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
		PROMISE(is_text(err.text, sizeof err.text));
		if (order->kind == KASA_ORDER_ENERGY)
			PROMISE(!isinf(brought.energy.power_w) && !isinf(brought.energy.total_kwh));
		if (is_of_rules(order) && verdict == KASA_VERDICT_DONE)
			check_rules(&brought.rules);
		check_state(&record.state);
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
		{ .kind = KASA_ORDER_CLOCK_SET, .clock = { 2026, 7, 1, 12, 0, 0, 42 } },
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
