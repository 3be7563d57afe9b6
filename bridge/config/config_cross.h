/* What of a configuration contradicts each other, or the files that it names. */
#ifndef KASA_BRIDGE_CONFIG_CROSS_H
#define KASA_BRIDGE_CONFIG_CROSS_H

#include "common/mistakes.h"
#include "common/yaml.h"

/* The broker and Home Assistant. @p path as in config_parse(). What stands there may be wrong by itself. */
void config_check_broker(const struct yaml_node *root, const char *path, struct mistakes *mistakes);

/* Devices and groups: who stands there twice, and what is nobody. */
void config_check_names(const struct yaml_node *root, struct mistakes *mistakes);

/* Accounts of the file itself, which must be private then. */
void config_check_accounts(const struct yaml_node *root, const char *path, struct mistakes *mistakes);

#endif
