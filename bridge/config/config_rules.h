/* The section `rules`: what must hold, and what is done then. */
#ifndef KASA_BRIDGE_CONFIG_RULES_H
#define KASA_BRIDGE_CONFIG_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/config/config_order.h"

enum {
	CONFIG_RULE_NAME_MAX = 39, /* bytes: as much as an order says of whose it is */
	CONFIG_RULE_EVENT_MAX = 64,
	CONFIG_RULES_MAX = 256,
	CONFIG_RULE_ITEMS_MAX = 16, /* conditions of a rule, and what it does */
};

enum config_condition_kind {
	CONDITION_STATE,        /* .on */
	CONDITION_POWER,        /* .below, .limit in watts, .hysteresis */
	CONDITION_ENERGY_TODAY, /* .limit in kWh */
	CONDITION_ENERGY_MONTH,
	CONDITION_ONLINE, /* .on */
	CONDITION_TIME,   /* .after, .before, .days */
	CONDITION_EVENT,  /* .event: it holds in that moment alone */
};

struct config_condition {
	enum config_condition_kind kind;
	bool any;     /* it stands in when_any, of which one must hold; else in `when`, of which all must */
	char *device; /* a name, MAC or id, perhaps with "/" and an outlet; NULL of a time, and of events of all devices */
	bool on, below;
	double limit, hysteresis;
	uint32_t for_ms;
	int after, before; /* as in struct window */
	unsigned days;
	char *event;
};

/* One of both. */
struct config_action {
	struct config_order order;
	char *event;
};

struct config_rule {
	char *name;
	struct config_condition *conditions;
	size_t condition_count;
	struct config_action *actions;
	size_t action_count;
	uint32_t cooldown_ms;
	bool enabled, at_start;
	uint64_t mark; /* see config_mark() */
	unsigned line, column;
};

struct config_rules {
	struct config_rule *item;
	size_t count;
};

/*
 * Notes rules that would set each other off for ever. @p root is the whole file, whose devices and groups tell what is the same.
 * For config_rules.c.
 */
void config_rules_check_loops(const struct config_rules *rules, const struct yaml_node *root,
                              struct mistakes *mistakes);

/* Whether kasad itself has an event of that name, or a rule of the file @p root makes it. */
bool config_rules_know(const struct yaml_node *root, const char *event);

/* What a table of keys cannot tell of the section. For config_rules.c. */
void config_rules_check(const struct yaml_node *list, struct mistakes *mistakes);

#endif
