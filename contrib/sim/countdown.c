#include "countdown.h"

#include "rule_form.h"
#include "rules.h"

// clang-format off
static const struct sim_rule_field fields[] = {
	/* key       least most                 initial needed */
	{ "enable",  0,    1,                   0,      .needed = true },
	{ "delay",   0,    SIM_COUNTDOWN_MAX_S, 0,      .needed = true },
	{ "act",     0,    1,                   0,      .needed = true },
	{ 0 },
};
// clang-format on

static struct sim_rules *
countdown_of(struct sim_plan *plan)
{
	return &plan->countdown;
}

static json_t *
read_rule(const struct sim_call *call)
{
	json_t *rule = sim_rule_form(call->args, fields);

	if (rule && json_integer_value(json_object_get(rule, "delay")) <= call->dev->countdown_limit_s)
		return rule;
	json_decref(rule);
	return NULL;
}

/* Whole seconds, of which the last is not over before it fires. */
static json_int_t
remain(const struct sim_plan *plan, int64_t now_ms)
{
	return plan->fires_ms == SIM_NEVER ? 0 : (plan->fires_ms - now_ms + 999) / 1000;
}

static void
show_remain(const struct sim_call *call, json_t *list)
{
	const struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);
	json_t *rule = json_array_get(list, 0);

	if (rule)
		json_object_set_new(rule, "remain", json_integer(remain(outlet->plan, call->now_ms)));
}

static const struct sim_rule_kind kind = { countdown_of, read_rule, show_remain, .most = 1, .switchable = false };

/* After a change: it counts from now on, or no longer. */
static enum sim_code
arm(struct sim_call *call, enum sim_code code)
{
	struct sim_plan *plan;
	const json_t *rule;

	if (code != SIM_OK)
		return code;
	plan = sim_context_outlet(call->context, call->dev)->plan;
	rule = json_array_get(plan->countdown.list, 0);
	plan->fires_ms = SIM_NEVER;
	if (json_integer_value(json_object_get(rule, "enable")) == 1)
		plan->fires_ms = call->now_ms + 1000 * json_integer_value(json_object_get(rule, "delay"));
	return SIM_OK;
}

static enum sim_code
get_rules(struct sim_call *call)
{
	return sim_rules_get(call, &kind);
}

static enum sim_code
add_rule(struct sim_call *call)
{
	return arm(call, sim_rules_add(call, &kind));
}

static enum sim_code
edit_rule(struct sim_call *call)
{
	return arm(call, sim_rules_edit(call, &kind));
}

static enum sim_code
delete_rule(struct sim_call *call)
{
	return arm(call, sim_rules_delete(call, &kind));
}

static enum sim_code
delete_all_rules(struct sim_call *call)
{
	return arm(call, sim_rules_delete_all(call, &kind));
}

#define COUNTDOWN "count_down"
#define LIGHT_COUNTDOWN "smartlife.iot.common.count_down"

// clang-format off
const struct sim_method sim_countdown_methods[] = {
	/* module          method              run               families */
	{ COUNTDOWN,       "get_rules",         get_rules,        SIM_RELAYS, .of_outlet = true },
	{ COUNTDOWN,       "add_rule",          add_rule,         SIM_RELAYS, .of_outlet = true },
	{ COUNTDOWN,       "edit_rule",         edit_rule,        SIM_RELAYS, .of_outlet = true },
	{ COUNTDOWN,       "delete_rule",       delete_rule,      SIM_RELAYS, .of_outlet = true },
	{ COUNTDOWN,       "delete_all_rules",  delete_all_rules, SIM_RELAYS, .of_outlet = true },
	{ LIGHT_COUNTDOWN, "get_rules",         get_rules,        SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_COUNTDOWN, "add_rule",          add_rule,         SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_COUNTDOWN, "edit_rule",         edit_rule,        SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_COUNTDOWN, "delete_rule",       delete_rule,      SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_COUNTDOWN, "delete_all_rules",  delete_all_rules, SIM_LIGHTS, .of_outlet = true },
	{ 0 },
};
// clang-format on
