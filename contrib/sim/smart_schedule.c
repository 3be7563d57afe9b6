/* Rules by the clock and the sun. */
#include "calendar.h"
#include "plan.h"
#include "smart_agenda.h"
#include "smart_rules.h"

enum {
	OFFSET_MOST = 1440,
	NEXT_SCHEDULE = 1, /* `type` of the next event, as recorded */
};

static bool
fits(const struct sim_smart_call *call)
{
	static const char *const types[] = { "normal", "sunrise", "sunset", NULL };
	static const char *const ends[] = { "none", "normal", "sunrise", "sunset", NULL };
	static const char *const actions[] = { "none", "on", "off", NULL };
	int value;

	if (!sim_smart_days_fit(call) || !sim_smart_word(call, "s_type", types)
	    || !sim_smart_states_fit(json_object_get(call->params, "desired_states"))
	    || !sim_smart_int(call, "s_min", 0, SIM_DAY_MIN - 1, &value))
		return false;
	if (json_object_get(call->params, "e_type")
	    && (!sim_smart_word(call, "e_type", ends) || !sim_smart_int(call, "e_min", 0, SIM_DAY_MIN - 1, &value)))
		return false;
	if (json_object_get(call->params, "e_action") && !sim_smart_word(call, "e_action", actions))
		return false;
	return !json_object_get(call->params, "time_offset")
	       || sim_smart_int(call, "time_offset", -OFFSET_MOST, OFFSET_MOST, &value);
}

static const struct sim_smart_book book = {
	.getter = "get_schedule_rules",
	.most = "schedule_rule_max_count",
	.letter = 'S',
	.full = SIM_SMART_SCHEDULE_FULL,
	.none = SIM_SMART_SCHEDULE_NONE,
	.fits = fits,
};

/* From the first change on rules are carried out. */
static int
planned(const struct sim_smart_call *call, int code)
{
	if (code == SIM_SMART_OK && !call->part->planned) {
		call->part->planned = true;
		call->part->done_ms = call->now_ms;
	}
	return code;
}

static int
get_schedule_rules(struct sim_smart_call *call)
{
	return sim_smart_book_list(call, &book);
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

static int
add_schedule_rule(struct sim_smart_call *call)
{
	return planned(call, sim_smart_book_add(call, &book));
}

static int
edit_schedule_rule(struct sim_smart_call *call)
{
	return planned(call, sim_smart_book_edit(call, &book));
}

static int
remove_schedule_rules(struct sim_smart_call *call)
{
	return planned(call, sim_smart_book_remove(call, &book));
}

static int
set_schedule_all_enable(struct sim_smart_call *call)
{
	return planned(call, sim_smart_book_enable(call, &book));
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
