/* From a file to values: all that is wrong is told at once, and then there are none. */
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/config/config.h"
#include "bridge/config/config_cross.h"
#include "bridge/config/config_default.h"
#include "bridge/config/config_fill.h"
#include "bridge/config/config_index.h"
#include "bridge/config/config_keys.h"
#include "bridge/config/config_section.h"

enum {
	FILE_MAX = 2 << 20, /* ten thousand devices, each with all its keys in a line */
};

static void
check(const struct config *config, const struct yaml_node *root, struct mistakes *mistakes)
{
	config_check_keys(root, mistakes);
	config_check_broker(root, config->path, mistakes);
	config_check_names(root, mistakes);
	config_check_accounts(root, config->path, mistakes);
	for (size_t i = 0; config_sections[i]; i++)
		if (config_sections[i]->check)
			config_sections[i]->check(root, config->path, mistakes);
}

/* Takes the tree over, and what @p rc its reading came to. */
static int
finish(struct config *config, struct yaml *yaml, int rc, struct config **out, struct mistakes *mistakes,
       struct kasa_err *err)
{
	if (rc == KASA_OK)
		check(config, yaml->root, mistakes);
	mistakes_sort(mistakes);
	if (rc == KASA_OK && mistakes->lost)
		rc = kasa_err_set(err, KASA_ENOMEM, "no memory for the configuration");
	else if (rc == KASA_EINVAL || mistakes->count > 0)
		rc = kasa_err_set(err, KASA_EINVAL, "%s: %zu thing%s wrong in it",
		                  config->path[0] ? config->path : "the configuration", mistakes->count,
		                  mistakes->count == 1 ? " is" : "s are");
	if (rc == KASA_OK)
		rc = config_fill(config, yaml->root, err);
	if (rc == KASA_OK && (!config_derive(config) || !config_index(config)))
		rc = kasa_err_set(err, KASA_ENOMEM, "no memory for the configuration");
	yaml_finish(yaml);
	if (rc == KASA_OK)
		*out = config;
	else
		config_free(config);
	return rc;
}

static int
begin(const char *path, struct config **config, struct kasa_err *err)
{
	*config = config_new();
	if (!*config)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the configuration");
	if (kasa_str_copy((*config)->path, sizeof(*config)->path, path))
		return KASA_OK;
	config_free(*config);
	return kasa_err_set(err, KASA_EIO, "the path of the configuration is too long");
}

int
config_parse(const char *text, size_t n, const char *path, struct config **out, struct mistakes *mistakes,
             struct kasa_err *err)
{
	struct yaml yaml = { 0 };
	struct config *config;
	int rc = begin(path, &config, err);

	if (rc != KASA_OK)
		return rc;
	rc = yaml_parse(&yaml, text, n, mistakes);
	if (rc == KASA_ENOMEM)
		kasa_err_set(err, rc, "no memory for the configuration");
	return finish(config, &yaml, rc, out, mistakes, err);
}

int
config_load(const char *path, struct config **out, struct mistakes *mistakes, struct kasa_err *err)
{
	struct yaml yaml = { 0 };
	struct config *config;
	int rc;

	if (path ? strcmp(path, "/dev/null") == 0 : access(CONFIG_USUAL, F_OK) != 0)
		return config_default(out, err);
	rc = begin(path ? path : CONFIG_USUAL, &config, err);
	if (rc != KASA_OK)
		return rc;
	rc = yaml_read(&yaml, config->path, FILE_MAX, mistakes, err);
	return finish(config, &yaml, rc, out, mistakes, err);
}
