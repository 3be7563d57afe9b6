/* Configurations: what passes without a mistake means what it says, what does not is told, and neither is a trap. */
#include "base/str.h"
#include "cli/config_keys.h"
#include "cli/group.h"
#include "fuzz/fuzz.h"

struct visit {
	const struct config *config;
	size_t count;
	bool right; /* nothing was wrong in the file */
};

static int
check_member(const char *member, void *arg, struct kasa_err *err)
{
	struct visit *visit = arg;
	struct target target;
	int rc = config_target(visit->config, &target, member, err);

	PROMISE(!visit->right || (rc == KASA_OK && target.kind != TARGET_ALL && target.typed == member));
	visit->count++;
	return KASA_OK;
}

static void
check_groups(const struct config *config, bool right, size_t size)
{
	for (const struct yaml_node *group = config->groups ? config->groups->first : NULL; group;
	     group = group->next) {
		struct visit visit = { .config = config, .right = right };
		struct kasa_err err = { 0 };
		char *typed = malloc(strlen(group->key->text) + 2);
		int rc;

		PROMISE(typed);
		typed[0] = '@';
		strcpy(typed + 1, group->key->text);
		rc = group_expand(config->groups, typed, check_member, &visit, &err);
		PROMISE(rc == KASA_OK || (err.text[0] && kasa_utf8_valid(err.text, strlen(err.text))));
		PROMISE(!right || rc == KASA_OK || visit.count == 0);
		PROMISE(visit.count <= size);
		free(typed);
	}
}

static void
check_names(const struct config *config, bool right)
{
	for (const struct yaml_node *name = config->names ? config->names->first : NULL; name; name = name->next) {
		struct target target;
		struct kasa_err err;
		int rc = config_target(config, &target, name->key->text, &err);

		PROMISE(!right || (rc == KASA_OK && target.kind != TARGET_ALL));
	}
}

static void
check_defaults(const struct config *config)
{
	struct options opts;
	struct kasa_err err;

	options_init(&opts);
	PROMISE(config_defaults(config, &opts, NULL, &err) == KASA_OK);
	options_finish(&opts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);
	struct mistakes mistakes = { 0 };
	struct config config = { 0 };
	bool right;

	if (yaml_parse(&config.yaml, text, size, &mistakes) == KASA_OK)
		config_check(&config, &mistakes);
	right = mistakes_none(&mistakes);
	check_groups(&config, right, size);
	check_names(&config, right);
	if (right)
		check_defaults(&config);
	mistakes_finish(&mistakes);
	config_finish(&config);
	free(text);
	return 0;
}
