/*
 * What hooks and rules carry out, as people write it: `{device: tree, set: ON}`, `{group: garden, on: no}`,
 * `{device: lamp, set: {state: ON, brightness: 40}}`.
 */
#ifndef KASA_BRIDGE_CONFIG_ORDER_H
#define KASA_BRIDGE_CONFIG_ORDER_H

#include <stdbool.h>

#include "common/mistakes.h"
#include "common/schema.h"
#include "common/yaml.h"

struct filler;

struct config_order {
	char *device;  /* its name, MAC or id, perhaps with "/" and an outlet; NULL for a group */
	char *group;   /* or a group */
	char *set;     /* what <dev>/set takes: "ON", or a JSON object as text */
	bool toggles;  /* it says TOGGLE somewhere */
	bool template; /* .device or .set has something in {{…}} that a request fills in */
};

/* Its keys, for a table of a section. */
extern const struct schema config_order_keys[];
#define CONFIG_ORDER_HELP "an order, as {device: tree, set: ON}"

/* What the table of keys cannot tell. @p templates: {{/value1}} may stand in it, and what has some is read later. */
void config_order_check(const struct yaml_node *node, bool templates, struct mistakes *mistakes);

void config_order_fill(struct filler *filler, struct config_order *order, const struct yaml_node *node);

/* Its texts. */
void config_order_release(struct config_order *order);

#endif
