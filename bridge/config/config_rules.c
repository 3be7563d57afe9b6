/* The section `rules`. */
#include "bridge/config/config_rules.h"

#include <stdlib.h>

#include "bridge/config/config_rules_keys.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "common/answer.h"
#include "common/duration.h"

enum {
	EVERY_DAY = 0x7f,
	OPEN = -1,
};

/* ---- one condition ---- */

static void
fill_real(double *out, const struct yaml_node *node)
{
	if (node)
		config_real_parse(node->text, 0, UINT32_MAX, out);
}

static void
fill_bool(bool *out, const struct yaml_node *node)
{
	if (node)
		answer_parse(node->text, out);
}

static void
fill_ms(uint32_t *out, const struct yaml_node *node)
{
	uint64_t ms = 0;

	if (node && duration_parse(node->text, 0, UINT32_MAX, &ms, NULL) == KASA_OK)
		*out = (uint32_t)ms;
}

static void
fill_time(struct config_condition *condition, const struct yaml_node *time)
{
	const struct yaml_node *after = yaml_get(time, "after"), *before = yaml_get(time, "before");
	const struct yaml_node *days = yaml_get(time, "days");

	condition->after = condition->before = OPEN;
	condition->days = days ? 0 : EVERY_DAY;
	if (after)
		config_clock_parse(after->text, &condition->after);
	if (before)
		config_clock_parse(before->text, &condition->before);
	for (const struct yaml_node *at = yaml_next(days, NULL); at; at = yaml_next(days, at))
		condition->days |= 1u << config_day_parse(at->text);
}

static enum config_condition_kind
kind_of(const struct yaml_node *node)
{
	if (yaml_get(node, "state"))
		return CONDITION_STATE;
	if (yaml_get(node, "online"))
		return CONDITION_ONLINE;
	if (yaml_get(node, "energy_today_above"))
		return CONDITION_ENERGY_TODAY;
	if (yaml_get(node, "energy_month_above"))
		return CONDITION_ENERGY_MONTH;
	if (yaml_get(node, "time"))
		return CONDITION_TIME;
	return yaml_get(node, "event") ? CONDITION_EVENT : CONDITION_POWER;
}

static void
fill_condition(struct filler *filler, struct config_condition *condition, const struct yaml_node *node, bool any)
{
	const struct yaml_node *device = yaml_get(node, "device"), *event = yaml_get(node, "event");

	*condition = (struct config_condition){ .kind = kind_of(node), .any = any };
	fill_bool(&condition->on, yaml_get(node, "state"));
	fill_bool(&condition->on, yaml_get(node, "online"));
	condition->below = yaml_get(node, "power_below") != NULL;
	fill_real(&condition->limit, yaml_get(node, "power_above"));
	fill_real(&condition->limit, yaml_get(node, "power_below"));
	fill_real(&condition->limit, yaml_get(node, "energy_today_above"));
	fill_real(&condition->limit, yaml_get(node, "energy_month_above"));
	fill_real(&condition->hysteresis, yaml_get(node, "hysteresis"));
	fill_ms(&condition->for_ms, yaml_get(node, "for"));
	fill_time(condition, yaml_get(node, "time"));
	if (device)
		condition->device = config_fill_text(filler, device->text);
	if (event)
		condition->event = config_fill_text(filler, event->text);
}

/* ---- one rule ---- */

static size_t
count_of(const struct yaml_node *list)
{
	size_t count = 0;

	for (const struct yaml_node *at = yaml_next(list, NULL); at; at = yaml_next(list, at))
		count++;
	return count;
}

static void
fill_conditions(struct filler *filler, struct config_rule *rule, const struct yaml_node *list, bool any)
{
	for (const struct yaml_node *at = yaml_next(list, NULL); at; at = yaml_next(list, at))
		fill_condition(filler, &rule->conditions[rule->condition_count++], at, any);
}

static void
fill_action(struct filler *filler, struct config_action *action, const struct yaml_node *node)
{
	const struct yaml_node *event = yaml_get(node, "event");

	if (event)
		action->event = config_fill_text(filler, event->text);
	else
		config_order_fill(filler, &action->order, node);
}

static void
fill_rule(struct filler *filler, struct config_rule *rule, const struct yaml_node *node)
{
	const struct yaml_node *when = yaml_get(node, "when"), *any = yaml_get(node, "when_any");
	const struct yaml_node *then = yaml_get(node, "then");

	*rule = (struct config_rule){
		.enabled = true, .mark = config_mark(node), .line = node->line, .column = node->column
	};
	rule->name = config_fill_text(filler, yaml_get(node, "name")->text);
	fill_bool(&rule->enabled, yaml_get(node, "enabled"));
	fill_bool(&rule->at_start, yaml_get(node, "at_start"));
	fill_ms(&rule->cooldown_ms, yaml_get(node, "cooldown"));
	rule->conditions = calloc(count_of(when) + count_of(any) + 1, sizeof *rule->conditions);
	rule->actions = calloc(count_of(then) + 1, sizeof *rule->actions);
	filler->no_memory |= !rule->conditions || !rule->actions;
	if (!rule->conditions || !rule->actions)
		return;
	fill_conditions(filler, rule, when, false);
	fill_conditions(filler, rule, any, true);
	for (const struct yaml_node *at = yaml_next(then, NULL); at; at = yaml_next(then, at))
		fill_action(filler, &rule->actions[rule->action_count++], at);
}

/* ---- all of them ---- */

static void
fill_rules(struct filler *filler, struct config_rules *rules, const struct yaml_node *list)
{
	const struct yaml_node *at = list ? list->first : NULL;

	rules->item = config_fill_room(filler, list, sizeof *rules->item, &rules->count);
	for (size_t i = 0; i < rules->count; i++, at = at->next)
		fill_rule(filler, &rules->item[i], at);
}

static void
release_rule(struct config_rule *rule)
{
	for (size_t i = 0; i < rule->condition_count; i++) {
		free(rule->conditions[i].device);
		free(rule->conditions[i].event);
	}
	for (size_t i = 0; i < rule->action_count; i++) {
		config_order_release(&rule->actions[i].order);
		free(rule->actions[i].event);
	}
	free(rule->conditions);
	free(rule->actions);
	free(rule->name);
}

static void
release_rules(struct config_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		release_rule(&rules->item[i]);
	free(rules->item);
}

/* Loops are looked for among what is right by itself. */
static void
check(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(root, "rules");
	struct config_rules rules = { .count = 0 };
	struct filler filler = { .path = path };

	if (!list || list->kind != YAML_SEQUENCE)
		return;
	config_rules_check(list, mistakes);
	if (!mistakes_none(mistakes))
		return;
	fill_rules(&filler, &rules, list);
	if (filler.no_memory)
		mistakes->lost = true;
	else
		config_rules_check_loops(&rules, root, mistakes);
	release_rules(&rules);
}

static void
fill(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	fill_rules(filler, &config->rules, list);
}

static void
release(struct config *config)
{
	release_rules(&config->rules);
}

const struct config_section config_rules_section = {
	.row = { .name = "rules",
	         .kind = SCHEMA_SEQUENCE,
	         .inside = config_rule_keys,
	         .help = "a list of rules, each with a hyphen before it" },
	.check = check,
	.fill = fill,
	.release = release,
	.at = offsetof(struct config, rules),
	.size = sizeof(struct config_rules),
};
