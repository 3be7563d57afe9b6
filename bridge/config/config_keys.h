/* What may stand in kasad.yaml. */
#ifndef KASA_BRIDGE_CONFIG_KEYS_H
#define KASA_BRIDGE_CONFIG_KEYS_H

#include "common/mistakes.h"
#include "common/yaml.h"

/* The words of choices, in the order of their enums; each ended by NULL. */
extern const char *const config_modes[], *const config_outputs[], *const config_versions[], *const config_levels[];

/* Notes what is wrong with each key and its value by itself; config_cross.h sees to what contradicts each other. */
void config_check_keys(const struct yaml_node *root, struct mistakes *mistakes);

#endif
