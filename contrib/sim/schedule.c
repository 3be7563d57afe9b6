#include "schedule.h"

#include "action.h"
#include "agenda.h"
#include "calendar.h"
#include "rule_form.h"
#include "rules.h"

enum {
	MOST = 32, /* a device's own number is not documented */
	OFFSET_MAX = SIM_DAY_MIN - 1,
};

// clang-format off
static const struct sim_rule_field fields[] = {
	/* key          least            most                initial           needed */
	{ "enable",     0,               1,                  0,                .needed = true },
	{ "repeat",     0,               1,                  0,                .needed = true },
	{ "stime_opt",  SIM_TIME_NONE,   SIM_TIME_SUNSET,    0,                .needed = true },
	{ "smin",       INT_MIN,         INT_MAX,            SIM_FIELD_ABSENT, .needed = false },
	{ "soffset",    -OFFSET_MAX,     OFFSET_MAX,         0,                .needed = false },
	{ "sact",       SIM_ACTION_NONE, SIM_ACTION_DIMMER,  0,                .needed = true },
	{ "etime_opt",  SIM_TIME_NONE,   SIM_TIME_SUNSET,    SIM_TIME_NONE,    .needed = false },
	{ "emin",       INT_MIN,         INT_MAX,            SIM_FIELD_ABSENT, .needed = false },
	{ "eoffset",    -OFFSET_MAX,     OFFSET_MAX,         0,                .needed = false },
	{ "eact",       SIM_ACTION_NONE, SIM_ACTION_DIMMER,  SIM_ACTION_NONE,  .needed = false },
	{ "year",       0,               2099,               SIM_FIELD_ABSENT, .needed = false },
	{ "month",      0,               12,                 SIM_FIELD_ABSENT, .needed = false },
	{ "day",        0,               31,                 SIM_FIELD_ABSENT, .needed = false },
	{ "latitude",   INT_MIN,         INT_MAX,            SIM_FIELD_ABSENT, .needed = false },
	{ "longitude",  INT_MIN,         INT_MAX,            SIM_FIELD_ABSENT, .needed = false },
	{ "force",      0,               1,                  SIM_FIELD_ABSENT, .needed = false },
	{ 0 },
};
// clang-format on

static struct sim_rules *
schedule_of(struct sim_plan *plan)
{
	return &plan->schedule;
}

static json_t *
read_rule(const struct sim_call *call)
{
	json_t *rule = sim_rule_form(call->args, fields);

	if (rule && sim_rule_form_times(rule, call->args)
	    && sim_action_form(call->dev, rule, call->args, &sim_action_start)
	    && sim_action_form(call->dev, rule, call->args, &sim_action_end))
		return rule;
	json_decref(rule);
	return NULL;
}

static void
show(json_t *rule, const char *key, const struct sim_moment *moment, const struct sim_sky *sky, int32_t today)
{
	if (moment->option == SIM_TIME_SUNRISE || moment->option == SIM_TIME_SUNSET)
		json_object_set_new(rule, key, json_integer(sim_moment_minute(moment, sky, today)));
}

void
sim_schedule_show_minutes(const struct sim_call *call, json_t *list)
{
	struct sim_sky sky = sim_agenda_sky(call->dev);
	int32_t today = sim_clock_day(&call->dev->clock, call->now_ms);
	size_t i;
	json_t *json;

	json_array_foreach(list, i, json) {
		struct sim_rule rule = sim_rule_read(json);

		show(json, "smin", &rule.start, &sky, today);
		show(json, "emin", &rule.end, &sky, today);
	}
}

static const struct sim_rule_kind kind = {
	schedule_of, read_rule, sim_schedule_show_minutes, MOST, .switchable = true,
};

static enum sim_code
get_rules(struct sim_call *call)
{
	return sim_rules_get(call, &kind);
}

static enum sim_code
get_next_action(struct sim_call *call)
{
	const struct sim_outlet *outlet = sim_context_outlet(call->context, call->dev);

	if (!outlet)
		return SIM_UNKNOWN_METHOD;
	if (call->recorded && outlet->slot == 0 && !outlet->plan)
		call->reply = json_deep_copy(call->recorded);
	else
		call->reply = sim_agenda_tell(outlet, "schd_time", call->now_ms);
	json_object_set_new(call->reply, "err_code", json_integer(0));
	return SIM_OK;
}

static enum sim_code
add_rule(struct sim_call *call)
{
	return sim_rules_add(call, &kind);
}

static enum sim_code
edit_rule(struct sim_call *call)
{
	return sim_rules_edit(call, &kind);
}

static enum sim_code
delete_rule(struct sim_call *call)
{
	return sim_rules_delete(call, &kind);
}

static enum sim_code
delete_all_rules(struct sim_call *call)
{
	return sim_rules_delete_all(call, &kind);
}

static enum sim_code
set_overall_enable(struct sim_call *call)
{
	return sim_rules_enable(call, &kind);
}

#define SCHEDULE "schedule"
#define LIGHT_SCHEDULE "smartlife.iot.common.schedule"

// clang-format off
const struct sim_method sim_schedule_methods[] = {
	/* module         method                run                 families */
	{ SCHEDULE,       "get_rules",           get_rules,          SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "get_next_action",     get_next_action,    SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "add_rule",            add_rule,           SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "edit_rule",           edit_rule,          SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "delete_rule",         delete_rule,        SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "delete_all_rules",    delete_all_rules,   SIM_RELAYS, .of_outlet = true },
	{ SCHEDULE,       "set_overall_enable",  set_overall_enable, SIM_RELAYS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "get_rules",           get_rules,          SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "get_next_action",     get_next_action,    SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "add_rule",            add_rule,           SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "edit_rule",           edit_rule,          SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "delete_rule",         delete_rule,        SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "delete_all_rules",    delete_all_rules,   SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_SCHEDULE, "set_overall_enable",  set_overall_enable, SIM_LIGHTS, .of_outlet = true },
	{ 0 },
};
// clang-format on
