/* Rules of the away mode: kept and told. They switch nothing, for how a device chooses its moments is not known. */
#include "calendar.h"
#include "smart_rules.h"

static bool
fits(const struct sim_smart_call *call)
{
	static const char *const types[] = { "normal", "sunrise", "sunset", NULL };
	int minute;

	return sim_smart_days_fit(call) && sim_smart_word(call, "start_time_type", types)
	       && sim_smart_word(call, "end_time_type", types)
	       && sim_smart_int(call, "start_min", 0, SIM_DAY_MIN - 1, &minute)
	       && sim_smart_int(call, "end_min", 0, SIM_DAY_MIN - 1, &minute);
}

static const struct sim_smart_book book = {
	.getter = "get_antitheft_rules",
	.most = "antitheft_rule_max_count",
	.letter = 'A',
	.full = SIM_SMART_AWAY_CONFLICT,
	.none = SIM_SMART_AWAY_ERROR,
	.fits = fits,
};

static int
get_antitheft_rules(struct sim_smart_call *call)
{
	call->result = json_deep_copy(call->recorded);
	return SIM_SMART_OK;
}

static int
add_antitheft_rule(struct sim_smart_call *call)
{
	return sim_smart_book_add(call, &book);
}

static int
edit_antitheft_rule(struct sim_smart_call *call)
{
	return sim_smart_book_edit(call, &book);
}

static int
remove_antitheft_rules(struct sim_smart_call *call)
{
	return sim_smart_book_remove(call, &book);
}

static int
set_antitheft_all_enable(struct sim_smart_call *call)
{
	return sim_smart_book_enable(call, &book);
}

// clang-format off
const struct sim_smart_method sim_smart_away_methods[] = {
	/* method                     run                       needs */
	{ "get_antitheft_rules",      get_antitheft_rules,      NULL },
	{ "add_antitheft_rule",       add_antitheft_rule,       "get_antitheft_rules" },
	{ "edit_antitheft_rule",      edit_antitheft_rule,      "get_antitheft_rules" },
	{ "remove_antitheft_rules",   remove_antitheft_rules,   "get_antitheft_rules" },
	{ "set_antitheft_all_enable", set_antitheft_all_enable, "get_antitheft_rules" },
	{ NULL,                       NULL,                     NULL },
};
// clang-format on
