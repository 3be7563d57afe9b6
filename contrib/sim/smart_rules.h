/* Lists of rules that clients read and write: what schedules and countdowns of SMART have in common. */
#ifndef KASA_SIM_SMART_RULES_H
#define KASA_SIM_SMART_RULES_H

#include "smart_call.h"

/* The rule with the id of the parameters, and where it stands. NULL: none. */
json_t *sim_smart_rule_named(const struct sim_smart_call *call, json_t *list, size_t *index);

/* An id that no rule of the list has: the letter and a number from 1. */
void sim_smart_rule_name(json_t *rule, const json_t *list, char letter);

/*
 * Takes out all rules with "remove_all", or those whose ids are given: in "rule_list", as objects, or "id". False: an id
 * is unknown, or nothing is said; nothing was taken out then.
 */
bool sim_smart_rules_remove(const struct sim_smart_call *call, json_t *list);

/* True for "desired_states" that say on or off, or something of a light. */
bool sim_smart_states_fit(const json_t *states);

#endif
