#include "rules.h"

#include <string.h>

enum {
	VERSION = 2, /* of rules, as told by most firmware */
};

/* On a strip what was recorded, without a context, is of the outlet 00. */
static const json_t *
recorded_rules(const struct sim_call *call, const struct sim_outlet *outlet)
{
	return outlet->slot == 0 ? sim_recorded(call, "get_rules") : NULL;
}

/* A table that a client writes to for the first time begins with what was recorded. */
static void
start(struct sim_rules *rules, const json_t *recorded)
{
	size_t i;
	json_t *rule;

	rules->list = json_array();
	rules->enabled = json_integer_value(json_object_get(recorded, "enable")) == 1;
	json_array_foreach(json_object_get(recorded, "rule_list"), i, rule)
		if (json_is_object(rule))
			json_array_append_new(rules->list, json_deep_copy(rule));
}

/* For writing. NULL with the reason in @p code. */
static struct sim_rules *
open_rules(struct sim_call *call, const struct sim_rule_kind *kind, enum sim_code *code)
{
	struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);
	struct sim_rules *rules;

	*code = SIM_UNKNOWN_METHOD;
	if (!outlet)
		return NULL;
	*code = SIM_NO_MEMORY;
	if (!sim_plan_need(outlet, call->now_ms))
		return NULL;
	rules = kind->of(outlet->plan);
	if (!rules->list)
		start(rules, recorded_rules(call, outlet));
	*code = SIM_OK;
	return rules;
}

static json_t *
empty_reply(const struct sim_rule_kind *kind)
{
	json_t *reply = json_pack("{s[],si}", "rule_list", "err_code", 0);

	if (!kind->switchable)
		return reply;
	json_object_set_new(reply, "enable", json_integer(0));
	json_object_set_new(reply, "version", json_integer(VERSION));
	return reply;
}

enum sim_code
sim_rules_get(struct sim_call *call, const struct sim_rule_kind *kind)
{
	const struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);
	const struct sim_rules *rules;
	const json_t *recorded;
	json_t *list;

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	recorded = recorded_rules(call, outlet);
	call->reply = recorded ? json_deep_copy(recorded) : empty_reply(kind);
	rules = outlet->plan ? kind->of(outlet->plan) : NULL;
	if (!rules || !rules->list)
		return SIM_OK;
	list = json_deep_copy(rules->list);
	kind->show(call, list);
	json_object_set_new(call->reply, "rule_list", list);
	if (kind->switchable)
		json_object_set_new(call->reply, "enable", json_integer(rules->enabled));
	return SIM_OK;
}

enum sim_code
sim_rules_add(struct sim_call *call, const struct sim_rule_kind *kind)
{
	json_auto_t *rule = kind->read(call);
	char id[SIM_RULE_ID_TEXT];
	enum sim_code code;
	struct sim_rules *rules;

	if (!rule)
		return SIM_INVALID;
	rules = open_rules(call, kind, &code);
	if (!rules)
		return code;
	if (json_array_size(rules->list) >= kind->most)
		return SIM_TABLE_FULL;
	sim_plan_new_id(sim_context_outlet(call->context, call->dev), id);
	json_object_set_new(rule, "id", json_string(id));
	json_array_append(rules->list, rule);
	call->reply = json_pack("{ss,si}", "id", id, "err_code", 0);
	return SIM_OK;
}

/* Where the rule stands whose id is in the arguments. */
static enum sim_code
find(const struct sim_call *call, const struct sim_rules *rules, size_t *index)
{
	const char *id = json_string_value(json_object_get(call->args, "id"));
	const char *other;

	if (!id)
		return SIM_INVALID;
	for (*index = 0; *index < json_array_size(rules->list); ++*index) {
		other = json_string_value(json_object_get(json_array_get(rules->list, *index), "id"));
		if (other && strcmp(other, id) == 0)
			return SIM_OK;
	}
	return SIM_NO_ENTRY;
}

enum sim_code
sim_rules_edit(struct sim_call *call, const struct sim_rule_kind *kind)
{
	json_auto_t *rule = kind->read(call);
	enum sim_code code;
	struct sim_rules *rules;
	size_t index;

	if (!rule)
		return SIM_INVALID;
	rules = open_rules(call, kind, &code);
	if (rules)
		code = find(call, rules, &index);
	if (code != SIM_OK)
		return code;
	json_object_set(rule, "id", json_object_get(call->args, "id"));
	json_array_set(rules->list, index, rule);
	return SIM_OK;
}

enum sim_code
sim_rules_delete(struct sim_call *call, const struct sim_rule_kind *kind)
{
	enum sim_code code;
	struct sim_rules *rules = open_rules(call, kind, &code);
	size_t index;

	if (rules)
		code = find(call, rules, &index);
	if (code == SIM_OK)
		json_array_remove(rules->list, index);
	return code;
}

enum sim_code
sim_rules_delete_all(struct sim_call *call, const struct sim_rule_kind *kind)
{
	enum sim_code code;
	struct sim_rules *rules = open_rules(call, kind, &code);

	if (rules)
		json_array_clear(rules->list);
	return code;
}

enum sim_code
sim_rules_enable(struct sim_call *call, const struct sim_rule_kind *kind)
{
	struct sim_rules *rules;
	enum sim_code code;
	int enable;

	if (!sim_int_arg(call->args, "enable", 0, 1, &enable))
		return SIM_INVALID;
	rules = open_rules(call, kind, &code);
	if (rules)
		rules->enabled = enable == 1;
	return code;
}
