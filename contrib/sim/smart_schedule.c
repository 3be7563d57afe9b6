/* Rules by the clock and the sun. */
#include <string.h>

#include "calendar.h"
#include "plan.h"
#include "smart_agenda.h"
#include "smart_rules.h"

enum {
	RULES_MAX = 32,
	OFFSET_MOST = 1440,
	EVERY_DAY = 127,
	NEXT_SCHEDULE = 1, /* `type` of the next event, as recorded */
};

static json_t *
reply_of(const struct sim_smart_call *call)
{
	return json_object_get(call->part->replies, "get_schedule_rules");
}

static json_t *
list_of(const struct sim_smart_call *call)
{
	return json_object_get(reply_of(call), "rule_list");
}

/* From now on rules are carried out. */
static void
plan(const struct sim_smart_call *call)
{
	if (!call->part->planned)
		call->part->done_ms = call->now_ms;
	call->part->planned = true;
}

static int
get_schedule_rules(struct sim_smart_call *call)
{
	call->result = sim_smart_page(call, call->recorded, "rule_list", sim_smart_page_size(call));
	return SIM_SMART_OK;
}

static int
get_next_event(struct sim_smart_call *call)
{
	int64_t at_ms;
	const json_t *rule = sim_smart_next_rule(call->part, call->now_ms, &at_ms);

	if (!rule) {
		call->result = call->part->planned ? json_object() : json_deep_copy(call->recorded);
		return SIM_SMART_OK;
	}
	call->result = json_pack("{sO,si,sI,si,sO}", "id", json_object_get(rule, "id"), "type", NEXT_SCHEDULE, "s_time",
	                         (json_int_t)sim_clock_utc_s(&call->dev->clock, at_ms), "e_time", 0, "desired_states",
	                         json_object_get(rule, "desired_states"));
	return SIM_SMART_OK;
}

static bool
is_one_of(const struct sim_smart_call *call, const char *key, const char *const *words)
{
	const char *text = json_string_value(json_object_get(call->params, key));

	for (; text && *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool
date_fits(const struct sim_smart_call *call)
{
	struct sim_date date;

	return sim_smart_int(call, "year", 2000, 2099, &date.year) && sim_smart_int(call, "month", 1, 12, &date.month)
	       && sim_smart_int(call, "day", 1, 31, &date.day) && sim_date_valid(date);
}

static bool
fits(const struct sim_smart_call *call)
{
	static const char *const modes[] = { "repeat", "once", NULL };
	static const char *const types[] = { "normal", "sunrise", "sunset", NULL };
	const char *mode = json_string_value(json_object_get(call->params, "mode"));
	int value;

	if (!is_one_of(call, "mode", modes) || !is_one_of(call, "s_type", types)
	    || !json_is_boolean(json_object_get(call->params, "enable"))
	    || !sim_smart_states_fit(json_object_get(call->params, "desired_states"))
	    || !sim_smart_int(call, "s_min", 0, SIM_DAY_MIN - 1, &value))
		return false;
	if (json_object_get(call->params, "time_offset")
	    && !sim_smart_int(call, "time_offset", -OFFSET_MOST, OFFSET_MOST, &value))
		return false;
	return strcmp(mode, "once") == 0 ? date_fits(call) : sim_smart_int(call, "week_day", 1, EVERY_DAY, &value);
}

static int
add_schedule_rule(struct sim_smart_call *call)
{
	const json_t *most = json_object_get(reply_of(call), "schedule_rule_max_count");
	json_t *list = list_of(call), *rule;

	if (!fits(call))
		return SIM_SMART_NO_PARAMS;
	if (json_array_size(list) >= (size_t)(most ? json_integer_value(most) : RULES_MAX))
		return SIM_SMART_SCHEDULE_FULL;
	plan(call);
	rule = json_deep_copy(call->params);
	sim_smart_rule_name(rule, list, 'S');
	json_array_append_new(list, rule);
	json_object_set_new(reply_of(call), "enable", json_true());
	call->result = json_pack("{sO}", "id", json_object_get(rule, "id"));
	return SIM_SMART_OK;
}

static int
edit_schedule_rule(struct sim_smart_call *call)
{
	size_t index;

	if (!sim_smart_rule_named(call, list_of(call), &index))
		return SIM_SMART_SCHEDULE_NONE;
	if (!fits(call))
		return SIM_SMART_NO_PARAMS;
	plan(call);
	json_array_set_new(list_of(call), index, json_deep_copy(call->params));
	return SIM_SMART_OK;
}

static int
remove_schedule_rules(struct sim_smart_call *call)
{
	if (!sim_smart_rules_remove(call, list_of(call)))
		return SIM_SMART_NO_PARAMS;
	plan(call);
	return SIM_SMART_OK;
}

static int
set_schedule_all_enable(struct sim_smart_call *call)
{
	json_t *enable = json_object_get(call->params, "enable");

	if (!json_is_boolean(enable))
		return SIM_SMART_NO_PARAMS;
	plan(call);
	json_object_set(reply_of(call), "enable", enable);
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_schedule_methods[] = {
	/* method                    run                      needs */
	{ "get_schedule_rules",      get_schedule_rules,      NULL },
	{ "get_next_event",          get_next_event,          NULL },
	{ "add_schedule_rule",       add_schedule_rule,       "get_schedule_rules" },
	{ "edit_schedule_rule",      edit_schedule_rule,      "get_schedule_rules" },
	{ "remove_schedule_rules",   remove_schedule_rules,   "get_schedule_rules" },
	{ "set_schedule_all_enable", set_schedule_all_enable, "get_schedule_rules" },
	{ NULL,                      NULL,                    NULL },
};
// clang-format on
