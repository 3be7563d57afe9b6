/* Groups of devices as they stand in the configuration: @christmas is what its members are. */
#ifndef KASA_CLI_GROUP_H
#define KASA_CLI_GROUP_H

#include <stdbool.h>

#include <kasa/error.h>

#include "common/mistakes.h"
#include "common/yaml.h"

/* Told of each member that is no group itself; what it returns but KASA_OK ends the telling. */
typedef int group_fn(const char *member, void *arg, struct kasa_err *err);

/* True for "@christmas", which no quote stands before. */
bool group_is(const char *typed);

/*
 * The group of that name in any case, typed as "@name", among @p groups, which is a mapping or NULL.
 * NULL with a sentence that suggests the nearest and lists them all.
 */
const struct yaml_node *group_find(const struct yaml_node *groups, const char *typed, struct kasa_err *err);

/*
 * Tells all members, those of groups inside it in their place, each group once. KASA_EINVAL with a sentence when there is no such group or nobody in it, KASA_ENOMEM, or what
 * @p each returned.
 */
int group_expand(const struct yaml_node *groups, const char *typed, group_fn *each, void *arg, struct kasa_err *err);

/* Notes where a group leads back to itself; @p groups is a mapping. */
void group_check(const struct yaml_node *groups, struct mistakes *mistakes);

#endif
