/* Files that the configuration names. */
#ifndef KASA_BRIDGE_CONFIG_FILE_H
#define KASA_BRIDGE_CONFIG_FILE_H

#include <limits.h>
#include <stdbool.h>

#include "common/mistakes.h"
#include "common/yaml.h"

/* A path as it is opened: relative ones are beside the configuration @p config, as in config_parse(). False: too long. */
bool config_file_path(char out[PATH_MAX], const char *config, const char *path);

/* Notes why a file cannot be read; if it is @p private, also that others can. Nothing for NULL and what is no text. */
void config_file_check(const struct yaml_node *file, const char *config, bool private, struct mistakes *mistakes);

/* Notes only that a path is too long: what it names is made when it is wanted. */
void config_path_check(const struct yaml_node *file, const char *config, struct mistakes *mistakes);

#endif
