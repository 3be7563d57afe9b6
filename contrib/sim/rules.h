/* A table of rules that clients read and write: what schedule, count_down and anti_theft have in common. */
#ifndef KASA_SIM_RULES_H
#define KASA_SIM_RULES_H

#include "plan.h"
#include "request.h"

struct sim_rule_kind {
	struct sim_rules *(*of)(struct sim_plan *plan);
	json_t *(*read)(const struct sim_call *call); /* the rule in the arguments, without its id. NULL: refused */
	void (*show)(const struct sim_call *call, json_t *list); /* completes a copy of the list for a reply */
	size_t most;
	bool switchable; /* as a whole, with "enable" and "version" beside the list */
};

/* Methods of the modules; where a client never wrote, a recording stands for the first outlet's rules. */
enum sim_code sim_rules_get(struct sim_call *call, const struct sim_rule_kind *kind);
enum sim_code sim_rules_add(struct sim_call *call, const struct sim_rule_kind *kind);
enum sim_code sim_rules_edit(struct sim_call *call, const struct sim_rule_kind *kind);
enum sim_code sim_rules_delete(struct sim_call *call, const struct sim_rule_kind *kind);
enum sim_code sim_rules_delete_all(struct sim_call *call, const struct sim_rule_kind *kind);
enum sim_code sim_rules_enable(struct sim_call *call, const struct sim_rule_kind *kind);

#endif
