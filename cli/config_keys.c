/* Keys under defaults are the options, so that a new option needs no second list. */
#include "cli/config_keys.h"

#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/group.h"
#include "cli/options.h"
#include "common/account_yaml.h"
#include "common/guard.h"
#include "common/private_file.h"
#include "common/schema.h"
#include "common/text_show.h"

/* ---- groups and names ---- */

/* Names are the same in any case, where the file tells them apart. */
static int
check_once(const struct yaml_node *mapping, const struct yaml_node *name, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	for (const struct yaml_node *at = mapping->first; at->key != name; at = at->next)
		if (kasa_str_match(at->key->text, name->text) == 2)
			return kasa_err_set(err, KASA_EINVAL, "\"%s\" stands in line %u already",
			                    text_show(shown, name->text), at->key->line);
	return KASA_OK;
}

static int
check_group_name(const struct yaml_node *name, const void *arg, struct kasa_err *err)
{
	const struct config *config = arg;
	char shown[TEXT_SHOWN];

	if (!name->text[0] || name->text[0] == '@' || strchr(name->text, '/'))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\": a group's name has no slash, and stands here without its @",
		                    text_show(shown, name->text));
	return check_once(config->groups, name, err);
}

static int
check_member(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const struct config *config = arg;
	struct target target;

	(void)row;
	if (group_is(text->text))
		return group_find(config->groups, text->text, err) ? KASA_OK : KASA_EINVAL;
	if (config_target(config, &target, text->text, err) != KASA_OK)
		return KASA_EINVAL;
	if (target.kind == TARGET_ALL)
		return kasa_err_set(err, KASA_EINVAL, "all is every device already: it needs no group");
	return KASA_OK;
}

static int
check_own_name(const struct yaml_node *name, const void *arg, struct kasa_err *err)
{
	const struct config *config = arg;
	char shown[TEXT_SHOWN];
	struct target target;

	if (target_parse(&target, name->text, err) != KASA_OK)
		return KASA_EINVAL;
	if (target.kind != TARGET_ALIAS || target.outlet[0] || strchr("@\"", name->text[0]))
		return kasa_err_set(
			err, KASA_EINVAL,
			"\"%s\": an own name is a word that means nothing else: no address, MAC or id, not all, "
			"no @, no slash, no quotes",
			text_show(shown, name->text));
	return check_once(config->names, name, err);
}

static int
check_named(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const struct config *config = arg;
	const struct yaml_node *other;
	char shown[TEXT_SHOWN];
	struct target target;

	(void)row;
	if (group_is(text->text) || strcmp(text->text, "all") == 0)
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\": a name stands for one device or outlet; several stand under groups",
		                    text_show(shown, text->text));
	if (target_parse(&target, text->text, err) != KASA_OK)
		return KASA_EINVAL;
	other = target.kind == TARGET_ALIAS && text->text[0] != '"' ? config_name(config, target.name) : NULL;
	if (other && other != text)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" is an own name as well: write what that stands for",
		                    text_show(shown, target.name));
	return KASA_OK;
}

/* ---- defaults ---- */

/* An option says best what is wrong with its value. */
static int
check_default(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	struct options tried;
	int rc;

	(void)arg;
	options_init(&tried);
	rc = option_find(row->name)->set(&tried, text->text, row->name, err);
	options_finish(&tried);
	return rc;
}

static void
fill_defaults(struct schema rows[OPTIONS_MAX + 1])
{
	const struct option_row *option;
	size_t n = 0;

	for (size_t i = 0; (option = option_at(i)); i++)
		if (option_has_default(option))
			rows[n++] = (struct schema){
				.name = option->name,
				.kind = option->many ? SCHEMA_TEXTS : SCHEMA_TEXT,
				.help = option->help,
				.check = option->set ? check_default : NULL,
			};
	rows[n] = (struct schema){ .kind = SCHEMA_END };
}

/* ---- the whole ---- */

// clang-format off
static const struct schema members[] = {
	{
		.kind = SCHEMA_TEXTS, .check = check_member, .check_name = check_group_name,
		.help = "its members, as [tree, \"strip/2\", 192.0.2.7, \"@other\"]",
	},
	{ 0 },
};
static const struct schema own_names[] = {
	{
		.kind = SCHEMA_TEXT, .check = check_named, .check_name = check_own_name,
		.help = "a MAC, an id, an address or an alias, or an outlet of one of these, as strip/2",
	},
	{ 0 },
};
// clang-format on

static const struct yaml_node *
mapping(const struct config *config, const char *key)
{
	const struct yaml_node *node = yaml_get(config->yaml.root, key);

	return node && node->kind == YAML_MAPPING ? node : NULL;
}

/* Others must not read the file then; without the section they may. */
static void
check_credentials(struct config *config, struct mistakes *mistakes)
{
	const struct yaml_node *section = yaml_get(config->yaml.root, "credentials");
	struct kasa_err err;

	if (!section || section->kind == YAML_NOTHING)
		return;
	secrets_guard();
	account_yaml_check(section, mistakes);
	if (private_file_check(config->path, &err) != KASA_OK)
		mistakes_add(mistakes, section->key->line, section->key->column,
		             "credentials: %s, or kasa login keeps the account in a file of its own", err.text);
	config->credentials = section;
}

void
config_check(struct config *config, struct mistakes *mistakes)
{
	struct schema defaults[OPTIONS_MAX + 1];
	// clang-format off
	const struct schema rows[] = {
		{ "groups", SCHEMA_MAPPING, .inside = members, .help = "groups, each with its members, as christmas: [tree, lamp]" },
		{ "names", SCHEMA_MAPPING, .inside = own_names, .help = "names of your own, each with what it stands for, as tree: 192.0.2.7" },
		{ "defaults", SCHEMA_MAPPING, .inside = defaults, .help = "options without their hyphens, each with its value, as timeout: 5" },
		{ .name = "credentials", .kind = SCHEMA_ANY },
		{ 0 },
	};
	// clang-format on

	fill_defaults(defaults);
	config->groups = mapping(config, "groups");
	config->names = mapping(config, "names");
	config->defaults = mapping(config, "defaults");
	schema_check(rows, config->yaml.root, config, mistakes);
	check_credentials(config, mistakes);
	if (config->groups)
		group_check(config->groups, mistakes);
}
