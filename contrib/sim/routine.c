#include "routine.h"

#include <stdio.h>
#include <string.h>

#include "kept.h"
#include "motion.h"

#define TRIGGER "smartlife.iot.sensor_trigger"
#define ROUTINE "get_weekday_routine"
#define MANUAL "get_default_manual_action"

enum {
	DAYS = 7,
	MINUTES_OF_DAY = 1440,
	SECONDS_OF_DAY = 86400,
	OFF_AFTER_WAIT = 2, /* of offTT */
};

// clang-format off
static const struct { const char *key; int least, most; } period_numbers[] = {
	/* key    least most */
	{ "sT",    0,   MINUTES_OF_DAY },
	{ "eT",    0,   MINUTES_OF_DAY },
	{ "clr",   0,   INT16_MAX },
	{ "onTT",  0,   2 },
	{ "offTT", 0,   2 },
	{ "offWT", 0,   SECONDS_OF_DAY },
};

static const char *const manual_numbers[] = { "onToT", "onToM", "onToS", "offToT", "offToM", "offToS" };
// clang-format on

static json_t *
fresh_rules(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{s[]}", "array");
}

static json_t *
fresh_manual(const struct sim_device *dev)
{
	json_t *action = json_object();

	(void)dev;
	for (size_t i = 0; i < sizeof manual_numbers / sizeof manual_numbers[0]; i++)
		json_object_set_new(action, manual_numbers[i], json_integer(0));
	return action;
}

/* Borrowed. NULL: a recording has it refused. */
static json_t *
rules_of(struct sim_device *dev)
{
	return json_object_get(sim_kept(dev, TRIGGER, ROUTINE, fresh_rules), "array");
}

static bool
period_fits(const json_t *period)
{
	int number;

	for (size_t i = 0; i < sizeof period_numbers / sizeof period_numbers[0]; i++)
		if (!sim_int_arg(period, period_numbers[i].key, period_numbers[i].least, period_numbers[i].most,
		                 &number))
			return false;
	return true;
}

static bool
days_fit(const json_t *days)
{
	size_t i;
	json_t *day;

	json_array_foreach(days, i, day)
		if (!json_is_integer(day) || json_integer_value(day) < 0 || json_integer_value(day) > 1)
			return false;
	return json_array_size(days) == DAYS;
}

static bool
rule_fits(const json_t *rule)
{
	const json_t *periods = json_object_get(rule, "array");
	size_t i;
	json_t *period;
	int enabled;

	if (!json_is_string(json_object_get(rule, "name")) || !sim_int_arg(rule, "en", 0, 1, &enabled)
	    || !days_fit(json_object_get(rule, "wday")) || json_array_size(periods) == 0)
		return false;
	json_array_foreach(periods, i, period)
		if (!period_fits(period))
			return false;
	return true;
}

/* Where a rule stands in the list. False: nowhere. */
static bool
find(const json_t *rules, const char *id, size_t *at)
{
	for (*at = 0; *at < json_array_size(rules); ++*at) {
		const char *own = json_string_value(json_object_get(json_array_get(rules, *at), "id"));

		if (id && own && strcmp(own, id) == 0)
			return true;
	}
	return false;
}

static enum sim_code
get_rules(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_rules);
}

static enum sim_code
add_rule(struct sim_call *call)
{
	json_t *rules = rules_of(call->dev), *rule;
	char id[12];
	size_t at;

	if (!rules)
		return SIM_UNKNOWN_METHOD;
	if (!rule_fits(call->args))
		return SIM_INVALID;
	for (unsigned n = 0; snprintf(id, sizeof id, "%u", n), find(rules, id, &at); n++)
		continue;
	rule = json_deep_copy(call->args);
	json_object_set_new(rule, "id", json_string(id));
	json_array_append_new(rules, rule);
	call->reply = json_pack("{ss,si}", "id", id, "err_code", 0);
	return SIM_OK;
}

static enum sim_code
edit_rule(struct sim_call *call)
{
	json_t *rules = rules_of(call->dev);
	size_t at;

	if (!rules)
		return SIM_UNKNOWN_METHOD;
	if (!rule_fits(call->args))
		return SIM_INVALID;
	if (!find(rules, json_string_value(json_object_get(call->args, "id")), &at))
		return SIM_NO_ENTRY;
	json_array_set_new(rules, at, json_deep_copy(call->args));
	return SIM_OK;
}

static enum sim_code
delete_rule(struct sim_call *call)
{
	json_t *rules = rules_of(call->dev);
	const char *id = json_string_value(json_object_get(call->args, "id"));
	size_t at;

	if (!rules)
		return SIM_UNKNOWN_METHOD;
	if (!id)
		return SIM_INVALID;
	if (!find(rules, id, &at))
		return SIM_NO_ENTRY;
	json_array_remove(rules, at);
	return SIM_OK;
}

static enum sim_code
get_manual(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_manual);
}

/* The numbers given, in a new object. NULL: none, or one of them is wrong. */
static json_t *
read_manual(const json_t *args)
{
	json_t *given = json_object();
	int number;

	for (size_t i = 0; i < sizeof manual_numbers / sizeof manual_numbers[0]; i++) {
		if (!json_object_get(args, manual_numbers[i]))
			continue;
		if (!sim_int_arg(args, manual_numbers[i], 0, SECONDS_OF_DAY, &number)) {
			json_decref(given);
			return NULL;
		}
		json_object_set_new(given, manual_numbers[i], json_integer(number));
	}
	if (json_object_size(given) > 0)
		return given;
	json_decref(given);
	return NULL;
}

static enum sim_code
set_manual(struct sim_call *call)
{
	json_t *action = sim_kept(call->dev, call->module, MANUAL, fresh_manual);
	json_auto_t *given = read_manual(call->args);

	if (!action)
		return SIM_UNKNOWN_METHOD;
	if (!given)
		return SIM_INVALID;
	json_object_update(action, given);
	return SIM_OK;
}

static int
wait_of(const json_t *rule)
{
	size_t i;
	json_t *period;
	int wait_s, kind;

	json_array_foreach(json_object_get(rule, "array"), i, period)
		if (sim_int_arg(period, "offTT", OFF_AFTER_WAIT, OFF_AFTER_WAIT, &kind)
		    && sim_int_arg(period, "offWT", 0, SECONDS_OF_DAY, &wait_s))
			return wait_s;
	return -1;
}

int
sim_routine_wait_s(struct sim_device *dev)
{
	size_t i;
	json_t *rule;
	int wait_s = -1;

	json_array_foreach(rules_of(dev), i, rule)
		if (wait_s < 0 && json_integer_value(json_object_get(rule, "en")) == 1)
			wait_s = wait_of(rule);
	return wait_s;
}

void
sim_routine_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, TRIGGER, ROUTINE);
	sim_kept_forget(dev, TRIGGER, MANUAL);
}

#define SWITCHES (SIM_PLUG | SIM_DIMMER)

// clang-format off
const struct sim_method sim_routine_methods[] = {
	/* module   method                       run          families */
	{ TRIGGER, ROUTINE,                     get_rules,   SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ TRIGGER, "add_weekday_routine",       add_rule,    SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ TRIGGER, "edit_weekday_routine",      edit_rule,   SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ TRIGGER, "delete_weekday_routine",    delete_rule, SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ TRIGGER, MANUAL,                      get_manual,  SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ TRIGGER, "set_default_manual_action", set_manual,  SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ 0 },
};
// clang-format on
