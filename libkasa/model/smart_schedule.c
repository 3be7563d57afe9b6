/* Rules: the schedule, and the away mode, whose rules have other members. */
#include <string.h>

#include "base/err.h"
#include "model/clock.h"
#include "model/rule.h"
#include "model/smart.h"
#include "model/smart_rule.h"

enum {
	PARAMS = -1008,
	FULL = -1802,
	CONFLICT = -1803,
	NO_ENTRY = -1805,
	AWAY_CONFLICT = -2002,
	OFFSET_MOST = 360, /* a P110 takes no more, says the crate tapo */
	DAY_S = 86400,
};

/* ---- wording ---- */

static int64_t
utc_s(const struct kasa_order *order)
{
	return order->asker ? (int64_t)(order->asker->utc_ms / 1000) : 0;
}

static int
rule_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_smart_rule_write(order->rules.rule, order->text, order->rules.book, utc_s(order), out);
}

static int
id_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"remove_all\":false,\"rule_list\":[{\"id\":");

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->rules.rule->id);
	return rc == KASA_OK ? kasa_buf_printf(out, "}]}") : rc;
}

static int
all_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)order;
	(void)record;
	return kasa_buf_printf(out, "{\"remove_all\":true}");
}

static int
enable_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"enable\":%s}", order->rules.on ? "true" : "false");
}

/* ---- what the device can do ---- */

static int
check_book(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	bool away = order->rules.book == KASA_BOOK_AWAY;

	if (!record->known || record->components & (away ? KASA_SMART_AWAY : KASA_SMART_SCHEDULE))
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOTSUP, "%s %s", record->state.model,
	                    away ? "has no away mode" : "keeps no schedule");
}

/* Today and its neighbours: what may be the next time, in any time zone. */
static bool
is_near(const struct kasa_rule *rule, const struct kasa_order *order)
{
	for (int days = -1; days <= 1; days++) {
		struct kasa_clock day;

		kasa_clock_of(utc_s(order) + (int64_t)days * DAY_S, &day);
		if (rule->year == day.year && rule->month == day.month && rule->day == day.day)
			return true;
	}
	return false;
}

/* What the language has no members for. */
static int
check_words(const struct kasa_order *order, const struct kasa_rule *rule, const struct kasa_rule *was,
            const char *model, struct kasa_err *err)
{
	bool away = order->rules.book == KASA_BOOK_AWAY;

	if (rule->name[0])
		return kasa_err_set(err, KASA_ENOTSUP, "rules of %s have no names", model);
	if (!away && rule->end.kind != KASA_MOMENT_NONE && !kasa_rule_same_end(rule, was))
		return kasa_err_set(err, KASA_ENOTSUP, "rules of %s have no end: one rule for each of the two times",
		                    model);
	if (away && rule->once && order->asker && !kasa_rule_same_days(rule, was) && !is_near(rule, order))
		return kasa_err_set(err, KASA_ENOTSUP,
		                    "the away mode of %s knows no dates: once is the next time it can be", model);
	return KASA_OK;
}

/* What an edit leaves as the device gave it is not for us to judge. */
static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_rule *rule = kasa_order_rule(order);
	const struct kasa_state *state = &record->state;
	struct kasa_rule was = { .id = "" };
	int rc = check_book(order, record, err);

	if (rc != KASA_OK || !rule || order->kind == KASA_ORDER_RULE_REMOVE)
		return rc;
	if (order->text)
		rc = kasa_smart_rule_parse(order->text, order->rules.book, &was, err);
	if (rc == KASA_OK)
		rc = check_words(order, rule, &was, state->model, err);
	if (rc == KASA_OK && !(order->text && kasa_rule_same_action(rule, &was)))
		rc = kasa_rule_action_check(&rule->action, state, state->features & KASA_FEATURE_BRIGHTNESS, err);
	return rc;
}

/* ---- reading ---- */

/* An acknowledgement may come with nothing. */
static int
read_done(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	return result || talk->err->device_code == 0 ? KASA_OK : (int)talk->err->code;
}

static int
read_added(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	kasa_jx_copy(result, "id", talk->answer->rules.added_id, KASA_RULE_ID_MAX);
	return read_done(result, talk);
}

/* What is not there is as well as removed. */
static int
read_removed(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	return !result && talk->err->device_code == NO_ENTRY ? KASA_OK : read_done(result, talk);
}

/* ---- what a refusal means ---- */

static bool
by_sun(const struct kasa_moment *moment)
{
	return moment->kind == KASA_MOMENT_SUNRISE || moment->kind == KASA_MOMENT_SUNSET;
}

static bool
far_from_sun(const struct kasa_moment *moment)
{
	return by_sun(moment) && (moment->offset_min > OFFSET_MOST || moment->offset_min < -OFFSET_MOST);
}

/* "wrong or out of range" does not tell which: the rarest part of the rule is the likeliest. */
static const char *
suspect(const struct kasa_rule *rule)
{
	if (!rule)
		return NULL;
	if (far_from_sun(&rule->start) || far_from_sun(&rule->end))
		return "perhaps it takes at most 6 hours before or after sunrise and sunset";
	if (rule->action.has_light)
		return "perhaps it does not take these values of the light";
	if (by_sun(&rule->start) || by_sun(&rule->end))
		return "perhaps it knows no sunrise and sunset, or not where it is";
	return rule->once ? "perhaps the date is in the past, by its own clock" : NULL;
}

static const char *
explain(const struct kasa_order *order, int device_code)
{
	switch (device_code) {
	case PARAMS:
		return suspect(kasa_order_rule(order));
	case FULL:
		return "it keeps no more rules: remove one first";
	case CONFLICT:
	case AWAY_CONFLICT:
		return "one that it has is for the same time: change or remove that";
	case NO_ENTRY:
		return "it was perhaps removed meanwhile";
	default:
		return NULL;
	}
}

/* ---- the rows ---- */

enum {
	CHILD = KASA_SMART_CHILD,
	PAGED = KASA_SMART_CHILD | KASA_SMART_PAGED,
	LACK = KASA_SMART_CHILD | KASA_SMART_MAY_LACK,
	SET = KASA_SMART_CHILD | KASA_SMART_SETS | KASA_SMART_MAY_LACK, /* see read_done() */
	SET_ONCE = SET | KASA_SMART_ONCE,
};

#define KEEPS                                                                                               \
	.needs = KASA_FEATURE_TIMER, .lacks = "keeps no schedule",                                          \
	.each = "keeps rules for each outlet, none for the whole: give one of its outlets", .check = check, \
	.explain = explain

// clang-format off
#define SCHEDULE { "get_schedule_rules", NULL, kasa_smart_rules_read, PAGED, NULL }, { "get_next_event", NULL, kasa_smart_rules_next, LACK, NULL }
#define AWAY     { "get_antitheft_rules", NULL, kasa_smart_rules_read, CHILD, NULL }

/*
 * The two rows of a change. The away mode does not tell what is next. The methods stand in the firmware of a P105 and,
 * but for those of the whole, in the app; what is sent to the whole of the away mode is as for the schedule.
 */
#define CHANGES(name, schedule, away, params, read, flags)                                                              \
	static const struct kasa_smart_row schedule_##name = { .asks = { { schedule, params, read, flags, NULL }, SCHEDULE }, KEEPS }; \
	static const struct kasa_smart_row away_##name = { .asks = { { away, params, read, flags, NULL }, AWAY }, KEEPS }

static const struct kasa_smart_row schedule_list = { .asks = { SCHEDULE }, KEEPS };
static const struct kasa_smart_row away_list = { .asks = { AWAY }, KEEPS };
CHANGES(add,    "add_schedule_rule",       "add_antitheft_rule",       rule_params,   read_added,   SET_ONCE);
CHANGES(edit,   "edit_schedule_rule",      "edit_antitheft_rule",      rule_params,   read_done,    SET);
CHANGES(remove, "remove_schedule_rules",   "remove_antitheft_rules",   id_params,     read_removed, SET);
CHANGES(clear,  "remove_schedule_rules",   "remove_antitheft_rules",   all_params,    read_removed, SET);
CHANGES(enable, "set_schedule_all_enable", "set_antitheft_all_enable", enable_params, read_done,    SET);

static const struct kasa_smart_row *const rows[KASA_ORDER_KINDS][2] = {
	[KASA_ORDER_RULES]        = { &schedule_list,   &away_list },
	[KASA_ORDER_RULE_ADD]     = { &schedule_add,    &away_add },
	[KASA_ORDER_RULE_EDIT]    = { &schedule_edit,   &away_edit },
	[KASA_ORDER_RULE_REMOVE]  = { &schedule_remove, &away_remove },
	[KASA_ORDER_RULES_CLEAR]  = { &schedule_clear,  &away_clear },
	[KASA_ORDER_RULES_ENABLE] = { &schedule_enable, &away_enable },
};
// clang-format on

const struct kasa_smart_row *
kasa_smart_rules(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)record;
	return rows[order->kind][order->rules.book];
}
