#include "bridge/groups.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/log.h"
#include "bridge/store.h"

enum {
	MEMBERS_MAX = 256,
	GROUPS_MADE_MAX = 256,
	MEMBER_MAX = DEVICE_NAME_MAX + 4, /* a name, a slash, an outlet */
};

/* Those that requests made: {"name": ["member", ...], ...}. Those of the file stay in the configuration. */
struct groups {
	json_t *made;
};

static const char kept_as[] = "groups";

int
groups_init(struct hub *hub)
{
	const char *text = store_text(hub->store, kept_as);

	hub->groups = calloc(1, sizeof *hub->groups);
	if (!hub->groups)
		return KASA_ENOMEM;
	hub->groups->made = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (text && !json_is_object(hub->groups->made))
		log_warning("groups made by requests are not readable, and forgotten");
	if (json_is_object(hub->groups->made))
		return KASA_OK;
	json_decref(hub->groups->made);
	hub->groups->made = json_object();
	return hub->groups->made ? KASA_OK : KASA_ENOMEM;
}

void
groups_finish(struct hub *hub)
{
	if (hub->groups)
		json_decref(hub->groups->made);
	free(hub->groups);
	hub->groups = NULL;
}

/* ---- which there are ---- */

static const struct config_group *
of_file(const struct hub *hub, const char *name)
{
	for (size_t i = 0; i < hub->config->group_count; i++)
		if (strcmp(hub->config->groups[i].name, name) == 0)
			return &hub->config->groups[i];
	return NULL;
}

static json_t *
made(const struct hub *hub, const char *name)
{
	return hub->groups ? json_object_get(hub->groups->made, name) : NULL;
}

bool
groups_known(const struct hub *hub, const char *name)
{
	return of_file(hub, name) || made(hub, name);
}

/* One of a request that the file has as well is the file's. */
const char *
groups_name_at(const struct hub *hub, size_t index)
{
	const char *name;
	json_t *members;

	if (index < hub->config->group_count)
		return hub->config->groups[index].name;
	if (!hub->groups)
		return NULL;
	index -= hub->config->group_count;
	json_object_foreach(hub->groups->made, name, members) {
		if (of_file(hub, name))
			continue;
		if (index-- == 0)
			return name;
	}
	return NULL;
}

/* ---- who is in them ---- */

static const char *
member_at(const struct hub *hub, const char *name, size_t index)
{
	const struct config_group *group = of_file(hub, name);

	if (!group)
		return json_string_value(json_array_get(made(hub, name), index));
	for (size_t i = 0; i < index && group->members[i]; i++)
		if (!group->members[i + 1])
			return NULL;
	return group->members[index];
}

/* "desk/2" is an outlet of desk. False for what cannot be a member. */
static bool
split(const char *member, char name[MEMBER_MAX], unsigned *outlet)
{
	const char *slash = strrchr(member, '/');
	char *end;

	if (!kasa_str_copy(name, MEMBER_MAX, member) || name[0] == '\0')
		return false;
	*outlet = 0;
	if (!slash)
		return true;
	name[slash - member] = '\0';
	if (slash[1] < '1' || slash[1] > '9')
		return false;
	*outlet = (unsigned)strtoul(slash + 1, &end, 10);
	return *end == '\0' && *outlet <= KASA_OUTLETS_MAX && name[0] != '\0';
}

static bool
is_called(const struct device *device, const char *name)
{
	return strcmp(device->name, name) == 0 || strcasecmp(device->key, name) == 0
	       || strcasecmp(device->mac, name) == 0 || (device->id[0] && strcasecmp(device->id, name) == 0);
}

bool
groups_has(const struct hub *hub, const char *name, const struct device *device, unsigned outlet)
{
	char who[MEMBER_MAX];
	const char *member;
	unsigned number;

	for (size_t i = 0; (member = member_at(hub, name, i)); i++)
		if (split(member, who, &number) && is_called(device, who) && (number == 0 || number == outlet))
			return true;
	return false;
}

size_t
groups_members(const struct hub *hub, const char *name, struct group_member *out, size_t max)
{
	char who[MEMBER_MAX];
	const char *member;
	unsigned outlet;
	size_t count = 0;

	for (size_t i = 0; i < MEMBERS_MAX && (member = member_at(hub, name, i)); i++) {
		/* The hub is not changed by it; its function is for those who change what they find. */
		struct device *device =
			split(member, who, &outlet) ? hub_find((struct hub *)(uintptr_t)hub, who, false, NULL) : NULL;

		if (!device)
			continue;
		if (count < max)
			out[count] = (struct group_member){ device, outlet };
		count++;
	}
	return count;
}

/* ---- what requests do ---- */

/* Everybody looks at the groups anew. */
static int
changed(struct hub *hub, struct kasa_err *err)
{
	char *text = json_dumps(hub->groups->made, JSON_COMPACT);
	int rc = text ? store_text_set(hub->store, kept_as, text) : KASA_ENOMEM;

	free(text);
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->configured)
			port->configured(port);
	}
	return rc == KASA_OK ? KASA_OK : kasa_err_set(err, rc, "the group is there, but could not be kept on disk");
}

static int
check_name(struct hub *hub, const char *name, struct kasa_err *err)
{
	const struct device *device = hub_find(hub, name, false, NULL);

	if (config_name_check(name, err) != KASA_OK)
		return KASA_EINVAL;
	if (groups_known(hub, name))
		return kasa_err_set(err, KASA_EINVAL, "there is a group called \"%s\" already", name);
	if (device)
		return kasa_err_set(err, KASA_EINVAL, "a device is called \"%s\": its topics would be the group's",
		                    name);
	if (json_object_size(hub->groups->made) >= GROUPS_MADE_MAX)
		return kasa_err_set(err, KASA_EINVAL, "there are %d groups already", GROUPS_MADE_MAX);
	return KASA_OK;
}

static int
check_member(struct hub *hub, const json_t *member, struct kasa_err *err)
{
	const char *text = json_string_value(member);
	const struct device *device;
	char who[MEMBER_MAX];
	unsigned outlet;

	if (!text || !split(text, who, &outlet))
		return kasa_err_set(err, KASA_EINVAL,
		                    "a member is the name of a device, perhaps with \"/\" and an outlet: \"desk/2\"");
	device = hub_find(hub, who, false, err);
	if (!device)
		return err->code;
	if (device_state(device) && outlet > device->part_count)
		return kasa_err_set(err, KASA_EINVAL, "%s has no outlet %u", device->name, outlet);
	return KASA_OK;
}

static int
check_members(struct hub *hub, const json_t *members, struct kasa_err *err)
{
	size_t count = json_array_size(members);

	if (!json_is_array(members) || count == 0 || count > MEMBERS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "members: an array of 1 to %d names", MEMBERS_MAX);
	for (size_t i = 0; i < count; i++)
		if (check_member(hub, json_array_get(members, i), err) != KASA_OK)
			return kasa_err_wrap(err, "members");
	return KASA_OK;
}

/* One that requests may change. */
static int
check_made(const struct hub *hub, const char *name, struct kasa_err *err)
{
	if (of_file(hub, name))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\" stands in the configuration file, which wins: change it there", name);
	if (!made(hub, name))
		return kasa_err_set(err, KASA_ENOTFOUND, "no group is called \"%s\"", name);
	return KASA_OK;
}

static int
put(struct hub *hub, const char *name, json_t *members, struct kasa_err *err)
{
	if (!members || json_object_set_new(hub->groups->made, name, members) != 0)
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	return changed(hub, err);
}

int
groups_add(struct hub *hub, const char *name, const json_t *members, struct kasa_err *err)
{
	int rc = check_name(hub, name, err);

	if (rc == KASA_OK)
		rc = check_members(hub, members, err);
	return rc == KASA_OK ? put(hub, name, json_deep_copy(members), err) : rc;
}

int
groups_set(struct hub *hub, const char *name, const json_t *members, struct kasa_err *err)
{
	int rc = check_made(hub, name, err);

	if (rc == KASA_OK)
		rc = check_members(hub, members, err);
	return rc == KASA_OK ? put(hub, name, json_deep_copy(members), err) : rc;
}

int
groups_remove(struct hub *hub, const char *name, struct kasa_err *err)
{
	int rc = check_made(hub, name, err);

	if (rc != KASA_OK)
		return rc;
	json_object_del(hub->groups->made, name);
	return changed(hub, err);
}

int
groups_rename(struct hub *hub, const char *name, const char *to, struct kasa_err *err)
{
	json_t *members = made(hub, name);
	int rc = check_made(hub, name, err);

	if (rc == KASA_OK)
		rc = check_name(hub, to, err);
	if (rc != KASA_OK)
		return rc;
	json_incref(members);
	json_object_del(hub->groups->made, name);
	return put(hub, to, members, err);
}

/* ---- what they are ---- */

static json_t *
members_of(const struct hub *hub, const char *name)
{
	json_t *list = json_array();
	const char *member;

	for (size_t i = 0; i < MEMBERS_MAX && (member = member_at(hub, name, i)); i++)
		json_array_append_new(list, json_string(member));
	return list;
}

json_t *
groups_state(const struct hub *hub, const char *name)
{
	struct group_member members[MEMBERS_MAX];
	size_t count = groups_members(hub, name, members, MEMBERS_MAX), on = 0, off = 0;
	json_t *json;

	for (size_t i = 0; i < count && i < MEMBERS_MAX; i++) {
		int is = device_on(members[i].device, members[i].outlet);

		on += is == 1;
		off += is == 0;
	}
	json = json_pack("{sI sI}", "members", (json_int_t)count, "on", (json_int_t)on);
	if (on + off > 0)
		json_object_set_new(json, "state", json_string(on > 0 ? "ON" : "OFF"));
	return json;
}

json_t *
groups_list(const struct hub *hub)
{
	json_t *list = json_array();
	const char *name;

	for (size_t i = 0; (name = groups_name_at(hub, i)); i++)
		json_array_append_new(list, json_pack("{ss so ss}", "name", name, "members", members_of(hub, name),
		                                      "source", of_file(hub, name) ? "file" : "request"));
	return list;
}
