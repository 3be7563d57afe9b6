/* The countdown: one rule at most, which switches when its time is over. */
#include "smart_rules.h"

#include "plan.h"

static json_t *
list_of(const struct sim_smart_call *call)
{
	return json_object_get(json_object_get(call->part->replies, "get_countdown_rules"), "rule_list");
}

static void
put_enabled(const struct sim_smart_call *call)
{
	json_object_set_new(json_object_get(call->part->replies, "get_countdown_rules"), "enable",
	                    json_boolean(call->part->fires_ms != SIM_NEVER));
}

static int
get_countdown_rules(struct sim_smart_call *call)
{
	int64_t left_ms = call->part->fires_ms - call->now_ms;
	json_t *rule;

	call->result = json_deep_copy(call->recorded);
	rule = json_array_get(json_object_get(call->result, "rule_list"), 0);
	if (rule && call->part->fires_ms != SIM_NEVER)
		json_object_set_new(rule, "remain", json_integer((left_ms + 999) / 1000));
	return SIM_SMART_OK;
}

/* Arms or disarms by what the rule says; NULL: it is refused. */
static json_t *
read_rule(const struct sim_smart_call *call, int *remain)
{
	const json_t *enable = json_object_get(call->params, "enable");
	int delay;

	if (!sim_smart_int(call, "delay", 1, call->dev->countdown_limit_s, &delay)
	    || (enable && !json_is_boolean(enable))
	    || !json_is_boolean(json_object_get(json_object_get(call->params, "desired_states"), "on")))
		return NULL;
	*remain = delay;
	if (json_object_get(call->params, "remain") && !sim_smart_int(call, "remain", 0, delay, remain))
		return NULL;
	return json_pack("{si,si,sb,sO}", "delay", delay, "remain", *remain, "enable", !json_is_false(enable),
	                 "desired_states", json_object_get(call->params, "desired_states"));
}

static void
arm(struct sim_smart_call *call, const json_t *rule, int remain)
{
	bool runs = json_is_true(json_object_get(rule, "enable"));

	call->part->fires_ms = runs ? call->now_ms + INT64_C(1000) * remain : SIM_NEVER;
	put_enabled(call);
}

/* One that has run out makes place for another. */
static int
add_countdown_rule(struct sim_smart_call *call)
{
	json_t *list = list_of(call), *rule;
	int remain;

	if (call->part->fires_ms != SIM_NEVER)
		return SIM_SMART_COUNTDOWN_FULL;
	rule = read_rule(call, &remain);
	if (!rule)
		return SIM_SMART_NO_PARAMS;
	json_array_clear(list);
	sim_smart_rule_name(rule, list, 'C');
	json_array_append_new(list, rule);
	arm(call, rule, remain);
	call->result = json_pack("{sO}", "id", json_object_get(rule, "id"));
	return SIM_SMART_OK;
}

static int
edit_countdown_rule(struct sim_smart_call *call)
{
	json_t *list = list_of(call), *rule;
	size_t index;
	int remain;

	if (!sim_smart_rule_named(call, list, &index))
		return SIM_SMART_COUNTDOWN_NONE;
	rule = read_rule(call, &remain);
	if (!rule)
		return SIM_SMART_NO_PARAMS;
	json_object_set(rule, "id", json_object_get(call->params, "id"));
	json_array_set_new(list, index, rule);
	arm(call, rule, remain);
	return SIM_SMART_OK;
}

static int
remove_countdown_rules(struct sim_smart_call *call)
{
	if (!sim_smart_rules_remove(call, list_of(call)))
		return SIM_SMART_NO_PARAMS;
	if (json_array_size(list_of(call)) == 0)
		call->part->fires_ms = SIM_NEVER;
	put_enabled(call);
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_countdown_methods[] = {
	/* method                   run                     needs */
	{ "get_countdown_rules",    get_countdown_rules,    NULL },
	{ "add_countdown_rule",     add_countdown_rule,     "get_countdown_rules" },
	{ "edit_countdown_rule",    edit_countdown_rule,    "get_countdown_rules" },
	{ "remove_countdown_rules", remove_countdown_rules, "get_countdown_rules" },
	{ NULL,                     NULL,                   NULL },
};
// clang-format on
