/* Conditions and actions by themselves: which keys there are, and which of them go together. */
#include <string.h>

#include "bridge/config/config_rules.h"
#include "bridge/config/config_rules_keys.h"
#include "bridge/hub/event.h"
#include "common/text_show.h"

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s%s%s", node->key ? node->key->text : "",
	             node->key ? ": " : "", why);
}

/* ---- events ---- */

static bool
is_text(const struct yaml_node *node)
{
	return node && node->kind == YAML_TEXT;
}

/* Whether one of these rules says it. */
static bool
is_said(const struct yaml_node *rules, const char *event)
{
	const struct yaml_node *first = rules && rules->kind == YAML_SEQUENCE ? rules->first : NULL;

	for (const struct yaml_node *rule = first; rule; rule = rule->next)
		for (const struct yaml_node *at = yaml_next(yaml_get(rule, "then"), NULL); at;
		     at = yaml_next(yaml_get(rule, "then"), at)) {
			const struct yaml_node *said = yaml_get(at, "event");

			if (is_text(said) && strcmp(said->text, event) == 0)
				return true;
		}
	return false;
}

static bool
is_known(const struct yaml_node *rules, const char *event)
{
	enum event_kind kind = event_named(event);

	return (kind != EVENT_KINDS && kind != EVENT_RULE) || strcmp(event, "webhook_disabled") == 0
	       || is_said(rules, event);
}

bool
config_rules_know(const struct yaml_node *root, const char *event)
{
	return is_known(yaml_get(root, "rules"), event);
}

static void
check_heard(const struct yaml_node *event, const struct yaml_node *rules, struct mistakes *mistakes)
{
	char shown[TEXT_SHOWN];

	if (is_text(event) && !is_known(rules, event->text))
		mistakes_add(mistakes, event->line, event->column,
		             "event: there is no event \"%s\", and no rule says it", text_show(shown, event->text));
}

static void
check_said(const struct yaml_node *event, struct mistakes *mistakes)
{
	if (is_text(event) && event_named(event->text) != EVENT_KINDS)
		say(mistakes, event, "kasad itself has an event of that name; wanted: another one");
}

/* ---- conditions ---- */

/* What a condition is about; how many of them there are. */
static const struct yaml_node *
subject_of(const struct yaml_node *condition, unsigned *count)
{
	static const char *const names[] = {
		"state",  "power_above", "power_below", "energy_today_above", "energy_month_above",
		"online", "time",        "event"
	};
	const struct yaml_node *found = NULL;

	*count = 0;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct yaml_node *node = yaml_get(condition, names[i]);

		*count += node != NULL;
		found = node ? node : found;
	}
	return found;
}

static void
check_device(const struct yaml_node *condition, const char *about, struct mistakes *mistakes)
{
	const struct yaml_node *device = yaml_get(condition, "device");

	if (strcmp(about, "time") == 0 && device)
		say(mistakes, device, "a time of day is no device's");
	if (strcmp(about, "time") != 0 && strcmp(about, "event") != 0 && !device)
		say(mistakes, condition, "nothing says which device is meant; wanted: device");
}

static void
check_extras(const struct yaml_node *condition, const char *about, struct mistakes *mistakes)
{
	const struct yaml_node *span = yaml_get(condition, "for"), *hysteresis = yaml_get(condition, "hysteresis");

	if (span && strcmp(about, "event") == 0)
		say(mistakes, span, "an event is a moment, and does not last");
	if (hysteresis && strncmp(about, "power_", 6) != 0)
		say(mistakes, hysteresis, "it belongs to power_above and power_below");
}

static void
check_time(const struct yaml_node *time, struct mistakes *mistakes)
{
	const struct yaml_node *after = yaml_get(time, "after"), *before = yaml_get(time, "before");
	const struct yaml_node *days = yaml_get(time, "days");

	if (!time || (time->kind != YAML_MAPPING && time->kind != YAML_NOTHING))
		return;
	if (!after && !before && !days)
		say(mistakes, time, "wanted: after, before or days");
	if (days && days->kind == YAML_SEQUENCE && !days->first)
		say(mistakes, days, "then no day is left");
	if (is_text(after) && is_text(before) && strcmp(after->text, before->text) == 0)
		say(mistakes, before, "it is that of after: then no time is left");
}

/* Returns whether it is an event. */
static bool
check_condition(const struct yaml_node *condition, const struct yaml_node *rules, struct mistakes *mistakes)
{
	unsigned count;
	const struct yaml_node *about = subject_of(condition, &count);

	schema_check(config_condition_keys, condition, NULL, mistakes);
	if (condition->kind == YAML_NOTHING)
		say(mistakes, condition, "nothing stands here; wanted: a condition, as {device: heater, state: ON}");
	if (condition->kind != YAML_MAPPING)
		return false;
	if (count != 1) {
		say(mistakes, condition,
		    count == 0
		            ? "nothing says what must hold; wanted: state, power_above, power_below, energy_today_above, "
		              "energy_month_above, online, time or event"
		            : "a condition is one thing; several have a hyphen each");
		return false;
	}
	check_device(condition, about->key->text, mistakes);
	check_extras(condition, about->key->text, mistakes);
	check_time(yaml_get(condition, "time"), mistakes);
	check_heard(yaml_get(condition, "event"), rules, mistakes);
	return strcmp(about->key->text, "event") == 0;
}

static void
check_conditions(const struct yaml_node *rule, const char *name, const struct yaml_node *rules,
                 struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(rule, name);
	unsigned count = 0, events = 0;

	for (const struct yaml_node *at = yaml_next(list, NULL); at; at = yaml_next(list, at), count++)
		events += check_condition(at, rules, mistakes);
	if (list && (count == 0 || count > CONFIG_RULE_ITEMS_MAX))
		say(mistakes, list, "wanted: one condition to sixteen of them");
	if (events > 1 && strcmp(name, "when") == 0)
		say(mistakes, list, "two events never are the same moment; when_any takes either");
}

/* ---- what is done ---- */

static void
check_action(const struct yaml_node *action, struct mistakes *mistakes)
{
	const struct yaml_node *event = yaml_get(action, "event");

	config_action_schema_check(action, mistakes);
	if (action->kind == YAML_NOTHING)
		say(mistakes, action, "nothing stands here; wanted: an order, as {device: heater, set: OFF}");
	if (!event)
		config_order_check(action, false, mistakes);
	else if (yaml_get(action, "device") || yaml_get(action, "group") || yaml_get(action, "set")
	         || yaml_get(action, "on"))
		say(mistakes, event, "an order and an event are two things, with a hyphen each");
	check_said(event, mistakes);
}

static void
check_actions(const struct yaml_node *rule, struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(rule, "then");
	unsigned count = 0;

	for (const struct yaml_node *at = yaml_next(list, NULL); at; at = yaml_next(list, at), count++)
		check_action(at, mistakes);
	if (list && (count == 0 || count > CONFIG_RULE_ITEMS_MAX))
		say(mistakes, list, "wanted: one order or event to sixteen of them");
}

/* ---- the section ---- */

static void
check_once(const struct yaml_node *rules, const struct yaml_node *rule, struct mistakes *mistakes)
{
	const struct yaml_node *name = yaml_get(rule, "name");
	char shown[TEXT_SHOWN];

	for (const struct yaml_node *at = rules->first; at != rule; at = at->next) {
		const struct yaml_node *other = yaml_get(at, "name");

		if (!is_text(name) || !is_text(other) || strcmp(name->text, other->text) != 0)
			continue;
		mistakes_add(mistakes, name->line, name->column, "name: \"%s\" stands in line %u already",
		             text_show(shown, name->text), other->line);
		return;
	}
}

void
config_rules_check(const struct yaml_node *list, struct mistakes *mistakes)
{
	unsigned count = 0;

	for (const struct yaml_node *rule = list->first; rule; rule = rule->next) {
		if (++count == CONFIG_RULES_MAX + 1)
			say(mistakes, list, "there are more than 256 rules");
		if (rule->kind == YAML_NOTHING)
			say(mistakes, rule, "nothing stands here; wanted: a rule");
		if (rule->kind != YAML_MAPPING || count > CONFIG_RULES_MAX)
			continue;
		check_once(list, rule, mistakes);
		if (!yaml_get(rule, "when") && !yaml_get(rule, "when_any"))
			say(mistakes, rule, "nothing says when; wanted: when or when_any");
		check_conditions(rule, "when", list, mistakes);
		check_conditions(rule, "when_any", list, mistakes);
		check_actions(rule, mistakes);
	}
}
