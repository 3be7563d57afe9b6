/* Rules: the schedule, and the away mode, which is asked in the same words. */
#include <string.h>

#include "base/err.h"
#include "model/iot.h"
#include "model/iot_rule.h"
#include "model/next.h"
#include "model/rule.h"

enum {
	INVALID = -3,
	FULL = -10,
	NO_ENTRY = -14,
	APP_NAME_MAX = 31, /* bytes that the app allows for the name of a device */
};

/* ---- wording ---- */

static bool
is_light(const struct kasa_state *state)
{
	return state->family == KASA_FAMILY_BULB || state->family == KASA_FAMILY_LIGHTSTRIP;
}

static int
rule_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_iot_rule_style style = { .book = order->rules.book, .light = is_light(&record->state) };

	return kasa_iot_rule_write(order->rules.rule, order->text, &style, out);
}

static int
id_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"id\":");

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->rules.rule->id);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
enable_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"enable\":%d}", order->rules.on);
}

/* ---- what the device can do ---- */

/* What an edit leaves as the device gave it is not for us to judge. */
static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_rule *rule = kasa_order_rule(order);
	struct kasa_rule was = { .id = "" };
	int rc = KASA_OK;

	if (!rule)
		return KASA_OK;
	if (order->text)
		rc = kasa_iot_rule_parse(order->text, &was, err);
	if (rc == KASA_OK && !(order->text && kasa_rule_same_action(rule, &was)))
		rc = kasa_rule_action_check(&rule->action, &record->state, is_light(&record->state), err);
	if (rc == KASA_OK && !(order->text && kasa_rule_same_end_action(rule, &was)))
		rc = kasa_rule_action_check(&rule->end_action, &record->state, is_light(&record->state), err);
	return rc;
}

/* ---- reading ---- */

static int
read_added(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	kasa_jx_copy(reply, "id", talk->answer->rules.added_id, KASA_RULE_ID_MAX);
	return KASA_OK;
}

/* Memory for the rules, and behind them for each one's text. */
static size_t
room_of(const struct kasa_jx *list)
{
	const struct kasa_jx *json = NULL;
	size_t room = 0;

	while ((json = kasa_jx_next(list, json)))
		room += sizeof(struct kasa_rule) + json->len + 1;
	return room;
}

static void
read_list(const struct kasa_jx *list, struct kasa_rule *rules, size_t count)
{
	const struct kasa_jx *json = NULL;
	char *text = (char *)&rules[count];

	for (size_t i = 0; (json = kasa_jx_next(list, json)); i++) {
		kasa_iot_rule_read(json, &rules[i]);
		rules[i].given = text;
		memcpy(text, json->text, json->len);
		text += json->len;
		*text++ = '\0';
	}
}

static bool
is_list_of_objects(const struct kasa_jx *list)
{
	const struct kasa_jx *json = NULL;

	while ((json = kasa_jx_next(list, json)))
		if (!kasa_jx_is(json, KASA_JX_OBJECT))
			return false;
	return kasa_jx_is(list, KASA_JX_ARRAY);
}

static int
read_rules(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	const struct kasa_jx *list = kasa_jx_get(reply, "rule_list");
	struct kasa_rules *rules = &talk->answer->rules;
	size_t count = kasa_jx_count(list);
	struct kasa_rule *room;

	rules->rules = NULL;
	rules->count = 0;
	rules->enabled = kasa_jx_flag(reply, "enable");
	kasa_next_read(NULL, &rules->next);
	rules->next_id[0] = '\0';
	if (!is_list_of_objects(list))
		return kasa_err_set(talk->err, KASA_EPROTO, "get_rules lists no rules");
	room = kasa_answer_list(talk->answer, count > 0, room_of(list));
	if (count == 0)
		return KASA_OK;
	if (!room)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for %zu rules", count);
	read_list(list, room, count);
	rules->rules = room;
	rules->count = (unsigned)count;
	return KASA_OK;
}

static int
read_next(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	struct kasa_rules *rules = &talk->answer->rules;

	kasa_next_read(reply, &rules->next);
	kasa_jx_copy(reply, "id", rules->next_id, sizeof rules->next_id);
	return KASA_OK;
}

/* ---- what a refusal means ---- */

static bool
by_sun(const struct kasa_moment *moment)
{
	return moment->kind == KASA_MOMENT_SUNRISE || moment->kind == KASA_MOMENT_SUNSET;
}

/* "invalid argument" does not tell which: the rarest part of the rule is the likeliest. */
static const char *
suspect(const struct kasa_rule *rule)
{
	if (!rule)
		return NULL;
	if (rule->action.has_light || rule->end_action.has_light)
		return "perhaps it does not take these values of the light";
	if (rule->end.kind != KASA_MOMENT_NONE)
		return "perhaps its rules have no end: one rule for each of the two times may do";
	if (by_sun(&rule->start))
		return "perhaps it knows no sunrise and sunset, or not where it is";
	if (rule->once)
		return "perhaps the date is in the past, by its own clock";
	return strlen(rule->name) > APP_NAME_MAX ? "perhaps the name is too long for it" : NULL;
}

static const char *
explain_rule(const struct kasa_order *order, int device_code)
{
	switch (device_code) {
	case INVALID:
		return suspect(kasa_order_rule(order));
	case FULL:
		return "it keeps no more rules: remove one first";
	case NO_ENTRY:
		return "it has no such rule, or not any more";
	default:
		return NULL;
	}
}

/* ---- the rows ---- */

#define KEEPS                                                                                               \
	.needs = KASA_FEATURE_TIMER, .lacks = "keeps no schedule",                                          \
	.each = "keeps rules for each outlet, none for the whole: give one of its outlets", .check = check, \
	.explain = explain_rule

// clang-format off
#define LIST(module) { module, "get_rules", NULL, read_rules, 0 }
#define NEXT         { KASA_IOT_SCHEDULE, "get_next_action", NULL, read_next, KASA_IOT_MAY_LACK }

/* The two rows of a change. The away mode does not tell what is next. */
#define CHANGES(name, method, args, read, flags)                                                                      \
	static const struct kasa_iot_row schedule_##name = {                                                          \
		.asks = { { KASA_IOT_SCHEDULE, method, args, read, KASA_IOT_SETS | (flags) }, LIST(KASA_IOT_SCHEDULE), NEXT }, \
		KEEPS,                                                                                                \
	};                                                                                                            \
	static const struct kasa_iot_row away_##name = {                                                              \
		.asks = { { KASA_IOT_AWAY, method, args, read, KASA_IOT_SETS | (flags) }, LIST(KASA_IOT_AWAY) },      \
		KEEPS,                                                                                                \
	}

static const struct kasa_iot_row schedule_list = { .asks = { LIST(KASA_IOT_SCHEDULE), NEXT }, KEEPS };
static const struct kasa_iot_row away_list = { .asks = { LIST(KASA_IOT_AWAY) }, KEEPS };
/*      name    method                arguments    reads       flags */
CHANGES(add,    "add_rule",           rule_args,   read_added, KASA_IOT_ONCE);
CHANGES(edit,   "edit_rule",          rule_args,   NULL,       0);
CHANGES(remove, "delete_rule",        id_args,     NULL,       KASA_IOT_GONE);
CHANGES(clear,  "delete_all_rules",   NULL,        NULL,       0);
CHANGES(enable, "set_overall_enable", enable_args, NULL,       0);

static const struct kasa_iot_row *const rows[KASA_ORDER_KINDS][2] = {
	[KASA_ORDER_RULES]        = { &schedule_list,   &away_list },
	[KASA_ORDER_RULE_ADD]     = { &schedule_add,    &away_add },
	[KASA_ORDER_RULE_EDIT]    = { &schedule_edit,   &away_edit },
	[KASA_ORDER_RULE_REMOVE]  = { &schedule_remove, &away_remove },
	[KASA_ORDER_RULES_CLEAR]  = { &schedule_clear,  &away_clear },
	[KASA_ORDER_RULES_ENABLE] = { &schedule_enable, &away_enable },
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_rules(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return rows[order->kind][order->rules.book];
}
