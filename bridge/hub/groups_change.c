/* Groups by request: they live in the store, and a name that the file has is the file's. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/hub/groups_own.h"
#include "bridge/store/store.h"

/* Everybody looks at the groups anew. */
static int
changed(struct hub *hub, struct kasa_err *err)
{
	char *text = json_dumps(hub->groups->made, JSON_COMPACT);
	int rc = text ? store_text_set(hub->store, GROUPS_KEPT_AS, text) : KASA_ENOMEM;

	free(text);
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->grouped)
			port->grouped(port);
	}
	return rc == KASA_OK ? KASA_OK : kasa_err_set(err, rc, "the group is there, but could not be kept on disk");
}

static int
check_name(struct hub *hub, const char *name, struct kasa_err *err)
{
	const struct device *device = hub_find(hub, name, NULL);

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
	char who[GROUP_MEMBER_MAX];
	unsigned outlet;

	if (!text || !groups_split(text, who, &outlet))
		return kasa_err_set(err, KASA_EINVAL,
		                    "a member is the name of a device, perhaps with \"/\" and an outlet: \"desk/2\"");
	device = groups_find(hub, who, err);
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

	if (!json_is_array(members) || count == 0 || count > GROUP_MEMBERS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "members: an array of 1 to %d names", GROUP_MEMBERS_MAX);
	for (size_t i = 0; i < count; i++)
		if (check_member(hub, json_array_get(members, i), err) != KASA_OK)
			return kasa_err_wrap(err, "members");
	return KASA_OK;
}

/* One that requests may change. */
static int
check_made(const struct hub *hub, const char *name, struct kasa_err *err)
{
	if (groups_of_file(hub, name))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\" stands in the configuration file, which wins: change it there", name);
	if (!groups_made(hub, name))
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
	json_t *members = groups_made(hub, name);
	int rc = check_made(hub, name, err);

	if (rc == KASA_OK)
		rc = check_name(hub, to, err);
	if (rc != KASA_OK)
		return rc;
	json_incref(members);
	json_object_del(hub->groups->made, name);
	return put(hub, to, members, err);
}
