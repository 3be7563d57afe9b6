#include "model/rule.h"

#include <string.h>

#include "model/light.h"

/* ---- days ---- */

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month < 1 || month > 12 ? 0 : days[month - 1] + (month == 2 && leap);
}

static bool
is_date(int year, int month, int day)
{
	return year >= KASA_RULE_YEAR_LEAST && year <= KASA_RULE_YEAR_MOST && day >= 1
	       && day <= month_days(year, month);
}

/* January and February count to the year before; then the days up to a month's first follow from its number. */
unsigned
kasa_rule_weekday(int year, int month, int day)
{
	static const int before[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };

	if (!is_date(year, month, day))
		return 0;
	year -= month < 3;
	return 1u << (year + year / 4 - year / 100 + year / 400 + before[month - 1] + day) % 7;
}

unsigned
kasa_rule_days(const struct kasa_rule *rule)
{
	unsigned day = rule->once ? kasa_rule_weekday(rule->year, rule->month, rule->day) : 0;

	return day ? day : rule->days;
}

/* ---- when two are the same ---- */

bool
kasa_rule_same_name(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return strcmp(a->name, b->name) == 0;
}

bool
kasa_rule_same_enabled(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return a->enabled == b->enabled;
}

bool
kasa_rule_same_days(const struct kasa_rule *a, const struct kasa_rule *b)
{
	if (a->once != b->once || kasa_rule_days(a) != kasa_rule_days(b))
		return false;
	return !a->once || (a->year == b->year && a->month == b->month && a->day == b->day);
}

static bool
same_moment(const struct kasa_moment *a, const struct kasa_moment *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == KASA_MOMENT_CLOCK)
		return a->minute == b->minute;
	return a->kind == KASA_MOMENT_NONE || a->offset_min == b->offset_min;
}

bool
kasa_rule_same_start(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return same_moment(&a->start, &b->start);
}

bool
kasa_rule_same_end(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return same_moment(&a->end, &b->end);
}

static bool
same_action(const struct kasa_act *a, const struct kasa_act *b)
{
	const struct kasa_light *x = &a->light, *y = &b->light;

	if (a->kind != b->kind || a->has_light != b->has_light)
		return false;
	return !a->has_light
	       || (x->brightness == y->brightness && x->color_temp_k == y->color_temp_k && x->hue == y->hue
	           && x->saturation == y->saturation);
}

bool
kasa_rule_same_action(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return same_action(&a->action, &b->action);
}

bool
kasa_rule_same_end_action(const struct kasa_rule *a, const struct kasa_rule *b)
{
	return same_action(&a->end_action, &b->end_action);
}

/* What was left open may have become anything. */
static bool
action_as_asked(const struct kasa_act *asked, const struct kasa_act *found)
{
	if (asked->kind != found->kind)
		return false;
	return !asked->has_light || (found->has_light && kasa_light_matches(&asked->light, &found->light));
}

bool
kasa_rule_alike(const struct kasa_rule *asked, const struct kasa_rule *found)
{
	return kasa_rule_same_enabled(asked, found) && kasa_rule_same_days(asked, found)
	       && kasa_rule_same_start(asked, found) && kasa_rule_same_end(asked, found)
	       && action_as_asked(&asked->action, &found->action)
	       && action_as_asked(&asked->end_action, &found->end_action);
}

/* ---- when an order is carried out ---- */

const struct kasa_rule *
kasa_rules_find(const struct kasa_rules *rules, const char *id)
{
	for (unsigned i = 0; i < rules->count; i++)
		if (strcmp(rules->rules[i].id, id) == 0)
			return &rules->rules[i];
	return NULL;
}

/* Firmware that does not tell the id of a new rule is believed when there is one like it. */
bool
kasa_rule_added(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_rules *rules = &answer->rules;
	const struct kasa_rule *added = kasa_rules_find(rules, rules->added_id);

	(void)state;
	if (rules->added_id[0])
		return added && kasa_rule_alike(order->rules.rule, added);
	for (unsigned i = 0; i < rules->count; i++)
		if (kasa_rule_alike(order->rules.rule, &rules->rules[i]))
			return true;
	return false;
}

bool
kasa_rule_edited(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_rule *found = kasa_rules_find(&answer->rules, order->rules.rule->id);

	(void)state;
	return found && kasa_rule_alike(order->rules.rule, found);
}

bool
kasa_rule_removed(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return !kasa_rules_find(&answer->rules, order->rules.rule->id);
}

bool
kasa_rules_cleared(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return answer->rules.count == 0;
}

bool
kasa_rules_as_enabled(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return answer->rules.enabled == order->rules.on;
}
