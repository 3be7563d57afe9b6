#include "away.h"

#include "rule.h"
#include "rule_form.h"
#include "rules.h"
#include "schedule.h"

enum {
	MOST = 32, /* a device's own number is not documented */
};

// clang-format off
/* What frequency, duration and lastfor mean is not known; they come from the app, and the last two do not come back. */
static const struct sim_rule_field fields[] = {
	/* key          least           most             initial           needed */
	{ "enable",     0,              1,               0,                .needed = true },
	{ "repeat",     0,              1,               0,                .needed = true },
	{ "stime_opt",  SIM_TIME_CLOCK, SIM_TIME_SUNSET, 0,                .needed = true },
	{ "smin",       INT_MIN,        INT_MAX,         SIM_FIELD_ABSENT, .needed = false },
	{ "soffset",    -1439,          1439,            SIM_FIELD_ABSENT, .needed = false },
	{ "etime_opt",  SIM_TIME_CLOCK, SIM_TIME_SUNSET, 0,                .needed = true },
	{ "emin",       INT_MIN,        INT_MAX,         SIM_FIELD_ABSENT, .needed = false },
	{ "eoffset",    -1439,          1439,            SIM_FIELD_ABSENT, .needed = false },
	{ "year",       0,              2099,            0,                .needed = false },
	{ "month",      0,              12,              0,                .needed = false },
	{ "day",        0,              31,              0,                .needed = false },
	{ "latitude",   INT_MIN,        INT_MAX,         0,                .needed = false },
	{ "longitude",  INT_MIN,        INT_MAX,         0,                .needed = false },
	{ "force",      0,              1,               0,                .needed = false },
	{ "frequency",  0,              INT_MAX,         SIM_FIELD_ABSENT, .needed = false },
	{ "duration",   0,              INT_MAX,         SIM_FIELD_ABSENT, .hidden = true },
	{ "lastfor",    0,              INT_MAX,         SIM_FIELD_ABSENT, .hidden = true },
	{ "lastFor",    0,              INT_MAX,         SIM_FIELD_ABSENT, .hidden = true },
	{ 0 },
};
// clang-format on

static struct sim_rules *
away_of(struct sim_plan *plan)
{
	return &plan->away;
}

static json_t *
read_rule(const struct sim_call *call)
{
	json_t *rule = sim_rule_form(call->args, fields);

	if (rule && sim_rule_form_times(rule, call->args))
		return rule;
	json_decref(rule);
	return NULL;
}

static const struct sim_rule_kind kind = {
	away_of, read_rule, sim_schedule_show_minutes, MOST, .switchable = true,
};

static enum sim_code
get_rules(struct sim_call *call)
{
	return sim_rules_get(call, &kind);
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

#define AWAY "anti_theft"
#define LIGHT_AWAY "smartlife.iot.common.anti_theft"

// clang-format off
const struct sim_method sim_away_methods[] = {
	/* module     method                run                 families */
	{ AWAY,       "get_rules",           get_rules,          SIM_RELAYS, .of_outlet = true },
	{ AWAY,       "add_rule",            add_rule,           SIM_RELAYS, .of_outlet = true },
	{ AWAY,       "edit_rule",           edit_rule,          SIM_RELAYS, .of_outlet = true },
	{ AWAY,       "delete_rule",         delete_rule,        SIM_RELAYS, .of_outlet = true },
	{ AWAY,       "delete_all_rules",    delete_all_rules,   SIM_RELAYS, .of_outlet = true },
	{ AWAY,       "set_overall_enable",  set_overall_enable, SIM_RELAYS, .of_outlet = true },
	{ LIGHT_AWAY, "get_rules",           get_rules,          SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_AWAY, "add_rule",            add_rule,           SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_AWAY, "edit_rule",           edit_rule,          SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_AWAY, "delete_rule",         delete_rule,        SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_AWAY, "delete_all_rules",    delete_all_rules,   SIM_LIGHTS, .of_outlet = true },
	{ LIGHT_AWAY, "set_overall_enable",  set_overall_enable, SIM_LIGHTS, .of_outlet = true },
	{ 0 },
};
// clang-format on
