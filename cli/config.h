/* What a person wrote down once: groups, own names for devices, and what options say when nobody says otherwise. */
#ifndef KASA_CLI_CONFIG_H
#define KASA_CLI_CONFIG_H

#include <limits.h>

#include <kasa/error.h>

#include "cli/options.h"
#include "cli/target.h"
#include "common/mistakes.h"
#include "common/yaml.h"

/* All zero is one without a file. */
struct config {
	char path[PATH_MAX]; /* of the file, "" when there is no home */
	struct yaml yaml;
	const struct yaml_node *groups, *names, *defaults; /* mappings of the file, or NULL */
	const struct yaml_node *credentials;               /* an account or a list of them, or NULL */
};

/*
 * Reads the file @p named, or, when that is NULL, the usual one, which need not exist.
 *
 * KASA_EINVAL when something is wrong in it: all of it is in @p mistakes, in the order of the file.
 * KASA_ENOTFOUND, KASA_EIO, KASA_ENOMEM with a sentence.
 */
int config_load(struct config *config, const char *named, struct mistakes *mistakes, struct kasa_err *err);

/* Gives the options what the file says of those that nobody else spoke of. KASA_EINVAL. */
int config_defaults(const struct config *config, struct options *opts, const char *const *own, struct kasa_err *err);

void config_finish(struct config *config);

/* What an own name stands for, in any case; or NULL. */
const struct yaml_node *config_name(const struct config *config, const char *name);

/*
 * target_parse() with the own names: what one stands for becomes the target, and an outlet may follow it. In double
 * quotes it is the alias that a device has. Only @p target.typed is borrowed.
 */
int config_target(const struct config *config, struct target *target, const char *typed, struct kasa_err *err);

#endif
