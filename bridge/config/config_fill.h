/* Nodes that were checked, as typed values. */
#ifndef KASA_BRIDGE_CONFIG_FILL_H
#define KASA_BRIDGE_CONFIG_FILL_H

#include "bridge/config/config.h"
#include "common/yaml.h"

/* Overwrites what @p root speaks of. config->path is set. KASA_ENOMEM, and KASA_EINVAL for a path that is too long. */
int config_fill(struct config *config, const struct yaml_node *root, struct kasa_err *err);

#endif
