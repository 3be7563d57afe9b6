/* Where the file is, and what an own name means. */
#include "cli/config.h"

#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/config_keys.h"
#include "common/home.h"
#include "common/text_show.h"

enum {
	FILE_MAX = 64 << 10, /* a thousand groups and names */
};

int
config_load(struct config *config, const char *named, struct mistakes *mistakes, struct kasa_err *err)
{
	int rc;

	if (named && !kasa_str_copy(config->path, sizeof config->path, named))
		return kasa_err_set(err, KASA_EIO, "the path of the configuration is too long");
	if (named && strcmp(named, "/dev/null") == 0)
		return KASA_OK;
	if (!named && !home_path(config->path, "XDG_CONFIG_HOME", ".config", "config.yaml"))
		return KASA_OK;
	if (!named && access(config->path, F_OK) != 0)
		return KASA_OK; /* the usual case, and this is all that it costs */
	rc = yaml_read(&config->yaml, config->path, FILE_MAX, mistakes, err);
	if (rc == KASA_OK)
		config_check(config, mistakes);
	mistakes_sort(mistakes);
	return rc == KASA_OK && !mistakes_none(mistakes) ? KASA_EINVAL : rc;
}

int
config_defaults(const struct config *config, struct options *opts, const char *const *own, struct kasa_err *err)
{
	const struct yaml_node *value = config->defaults ? config->defaults->first : NULL;

	for (; value; value = value->next)
		for (const struct yaml_node *text = yaml_next(value, NULL); text; text = yaml_next(value, text))
			if (options_default(opts, own, value->key->text, text->text, err) != KASA_OK)
				return err->code;
	return KASA_OK;
}

void
config_finish(struct config *config)
{
	yaml_finish(&config->yaml);
	*config = (struct config){ 0 };
}

const struct yaml_node *
config_name(const struct config *config, const char *name)
{
	for (const struct yaml_node *at = config->names ? config->names->first : NULL; at; at = at->next)
		if (at->kind == YAML_TEXT && kasa_str_match(at->key->text, name) == 2)
			return at;
	return NULL;
}

int
config_target(const struct config *config, struct target *target, const char *typed, struct kasa_err *err)
{
	int rc = target_parse(target, typed, err);
	const struct yaml_node *name;
	char outlet[KASA_ALIAS_MAX], shown[TEXT_SHOWN];

	if (rc != KASA_OK || target->kind != TARGET_ALIAS || typed[0] == '"')
		return rc;
	name = config_name(config, target->name);
	if (!name)
		return KASA_OK;
	memcpy(outlet, target->outlet, sizeof outlet);
	rc = target_parse(target, name->text, err);
	target->typed = typed;
	if (rc != KASA_OK || !outlet[0])
		return rc;
	if (target->outlet[0])
		return kasa_err_set(err, KASA_EINVAL, "\"%s\": that name is one outlet already, and has none inside",
		                    text_show(shown, typed));
	memcpy(target->outlet, outlet, sizeof outlet);
	return KASA_OK;
}
