#include "plan.h"

#include <stdlib.h>

#include "base/backoff.h"

#include "device.h"

struct sim_plan *
sim_plan_need(struct sim_outlet *outlet, int64_t now_ms)
{
	if (outlet->plan)
		return outlet->plan;
	outlet->plan = malloc(sizeof *outlet->plan);
	if (outlet->plan)
		*outlet->plan = (struct sim_plan){ .fires_ms = SIM_NEVER, .done_ms = now_ms };
	return outlet->plan;
}

static void
clear(struct sim_rules *rules)
{
	json_decref(rules->list);
	*rules = (struct sim_rules){ .list = json_array() };
}

void
sim_plan_clear(struct sim_outlet *outlet, int64_t now_ms)
{
	struct sim_plan *plan = sim_plan_need(outlet, now_ms);

	if (!plan)
		return;
	clear(&plan->schedule);
	clear(&plan->countdown);
	clear(&plan->away);
	plan->fires_ms = SIM_NEVER;
}

void
sim_plan_free(struct sim_plan *plan)
{
	if (!plan)
		return;
	json_decref(plan->schedule.list);
	json_decref(plan->countdown.list);
	json_decref(plan->away.list);
	free(plan);
}

void
sim_plan_new_id(const struct sim_outlet *outlet, char out[SIM_RULE_ID_TEXT])
{
	static const char hex[] = "0123456789ABCDEF";
	struct kasa_rng rng = { sim_identity_key(&outlet->dev->identity) };

	rng.state ^= (uint64_t)++outlet->plan->given << 40 ^ outlet->slot;
	for (size_t i = 0; i < SIM_RULE_ID_TEXT - 1; i++)
		out[i] = hex[kasa_rng_below(&rng, 16)];
	out[SIM_RULE_ID_TEXT - 1] = '\0';
}
