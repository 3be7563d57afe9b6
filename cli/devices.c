/* Decided as a whole before anything is searched. */
#include "cli/devices.h"

#include <stdlib.h>
#include <strings.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/group.h"
#include "cli/text.h"

struct filling {
	struct devices *devices;
	const struct cli *cli;
};

/* The place of the next one, which counts once it is right; NULL without memory. */
static struct target *
next(struct devices *devices, struct kasa_err *err)
{
	size_t cap = devices->cap ? devices->cap * 2 : 4;
	struct target *item;

	if (devices->count < devices->cap)
		return &devices->item[devices->count];
	item = realloc(devices->item, cap * sizeof *item);
	if (!item) {
		kasa_err_set(err, KASA_ENOMEM, "no memory for the devices");
		return NULL;
	}
	devices->item = item;
	devices->cap = cap;
	return &item[devices->count];
}

static bool
is_same(const struct target *a, const struct target *b)
{
	return a->kind == b->kind && a->port == b->port && kasa_str_match(a->name, b->name) == 2
	       && strcasecmp(a->outlet, b->outlet) == 0;
}

/* True when this one is there already, and a group is the reason that it comes again. */
static bool
is_again(const struct devices *devices, const struct target *target)
{
	for (size_t i = 0; i < devices->count; i++)
		if ((target->member || devices->item[i].member) && is_same(&devices->item[i], target))
			return true;
	return false;
}

static int
check(const struct cli *cli, const struct target *target, struct kasa_err *err)
{
	const struct command *command = cli->call.command;
	char shown[TEXT_SHOWN];

	if (target->kind == TARGET_ALL && command->flags & COMMAND_ONE_DEVICE)
		return kasa_err_set(err, KASA_EINVAL, "%s: one DEVICE at a time, not all", command->name);
	if (target->outlet[0] && !(command->flags & COMMAND_OUTLETS))
		return kasa_err_set(err, KASA_EINVAL, "\"%s\": %s is for a whole device, not for one outlet",
		                    text_show(shown, target->typed), command->name);
	return KASA_OK;
}

static int
add(const struct filling *filling, const char *typed, bool member, struct kasa_err *err)
{
	struct target *target = next(filling->devices, err);
	int rc;

	if (!target)
		return KASA_ENOMEM;
	rc = config_target(&filling->cli->config, target, typed, err);
	target->member = member;
	if (rc == KASA_OK)
		rc = check(filling->cli, target, err);
	if (rc == KASA_OK && !is_again(filling->devices, target))
		filling->devices->count++;
	return rc;
}

static int
add_member(const char *member, void *arg, struct kasa_err *err)
{
	return add(arg, member, true, err);
}

/* What is for one device is for none of a group, however few it has today. */
static int
add_typed(struct filling *filling, const char *typed, struct kasa_err *err)
{
	const struct command *command = filling->cli->call.command;

	if (!group_is(typed))
		return add(filling, typed, false, err);
	if (command->flags & COMMAND_ONE_DEVICE)
		return kasa_err_set(err, KASA_EINVAL, "%s: one DEVICE at a time, not a group", command->name);
	return group_expand(filling->cli->config.groups, typed, add_member, filling, err);
}

/* What --host or --alias got. */
static int
add_named(struct filling *filling, const char *typed, struct kasa_err *err)
{
	bool host = filling->cli->opts.hosts.count > 0;
	struct target *target = next(filling->devices, err);
	int rc;

	if (!target)
		return KASA_ENOMEM;
	rc = host ? target_parse_host(target, typed, err) : target_parse_alias(target, typed, err);
	if (rc == KASA_OK)
		rc = check(filling->cli, target, err);
	if (rc == KASA_OK)
		filling->devices->count++;
	return rc;
}

/* What each of them may be, but not all of them together. */
static int
check_all(const struct devices *devices, const struct cli *cli, struct kasa_err *err)
{
	if (devices->count < 2)
		return KASA_OK;
	for (size_t i = 0; i < devices->count; i++)
		if (devices->item[i].kind == TARGET_ALL)
			return kasa_err_set(err, KASA_EINVAL,
			                    "all is every device already: give no other DEVICE beside it");
	if (cli->call.command->flags & COMMAND_ONE_DEVICE)
		return kasa_err_set(err, KASA_EINVAL, "%s: one DEVICE at a time", cli->call.command->name);
	return KASA_OK;
}

int
devices_fill(struct devices *devices, const struct cli *cli, struct kasa_err *err)
{
	const struct words *named = cli->opts.hosts.count > 0 ? &cli->opts.hosts : &cli->opts.aliases;
	struct filling filling = { .devices = devices, .cli = cli };
	int rc = KASA_OK;

	for (size_t i = 0; i < named->count && rc == KASA_OK; i++)
		rc = add_named(&filling, named->item[i], err);
	for (size_t i = 0; i < cli->call.device_count && rc == KASA_OK; i++)
		rc = add_typed(&filling, cli->call.devices[i], err);
	return rc == KASA_OK ? check_all(devices, cli, err) : rc;
}

void
devices_finish(struct devices *devices)
{
	free(devices->item);
	*devices = (struct devices){ 0 };
}
