/* The keys of conditions and of what rules do, for config_rules*.c. */
#ifndef KASA_BRIDGE_CONFIG_RULES_KEYS_H
#define KASA_BRIDGE_CONFIG_RULES_KEYS_H

#include <stdbool.h>

#include "common/mistakes.h"
#include "common/schema.h"

extern const struct schema config_condition_keys[], config_rule_keys[];

/* Those of an order, and event. */
void config_action_schema_check(const struct yaml_node *action, struct mistakes *mistakes);

/* "22:00" as a minute of the day. False when it is none. */
bool config_clock_parse(const char *text, int *minute);

/* "mon" as its number, 0 being Sunday; -1 when it is none. */
int config_day_parse(const char *text);

#endif
