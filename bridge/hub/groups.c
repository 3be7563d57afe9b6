#include "bridge/hub/groups_own.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

int
groups_init(struct hub *hub)
{
	const char *text = store_text(hub->store, GROUPS_KEPT_AS);

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

const struct config_group *
groups_of_file(const struct hub *hub, const char *name)
{
	for (size_t i = 0; i < hub->config->group_count; i++)
		if (strcmp(hub->config->groups[i].name, name) == 0)
			return &hub->config->groups[i];
	return NULL;
}

json_t *
groups_made(const struct hub *hub, const char *name)
{
	return hub->groups ? json_object_get(hub->groups->made, name) : NULL;
}

bool
groups_known(const struct hub *hub, const char *name)
{
	return groups_of_file(hub, name) || groups_made(hub, name);
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
		if (groups_of_file(hub, name))
			continue;
		if (index-- == 0)
			return name;
	}
	return NULL;
}

/* ---- who is in them ---- */

/* Where members are read from, one after the other, until there is none. */
struct members {
	const struct config_group *file;
	json_t *made;
};

static struct members
members_begin(const struct hub *hub, const char *name)
{
	return (struct members){ groups_of_file(hub, name), groups_made(hub, name) };
}

static const char *
member_at(const struct members *members, size_t index)
{
	if (members->file)
		return members->file->members[index];
	return json_string_value(json_array_get(members->made, index));
}

/* "desk/2" is an outlet of desk. False for what cannot be a member. */
bool
groups_split(const char *member, char name[GROUP_MEMBER_MAX], unsigned *outlet)
{
	const char *slash = strrchr(member, '/');
	char *end;

	if (!kasa_str_copy(name, GROUP_MEMBER_MAX, member) || name[0] == '\0')
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

/* The hub is not changed by it; its function is for those who change what they find. */
static struct device *
find(const struct hub *hub, const char *name, struct kasa_err *err)
{
	return hub_find((struct hub *)(uintptr_t)hub, name, err);
}

struct device *
groups_find(const struct hub *hub, const char *name, struct kasa_err *err)
{
	struct device *found = find(hub, name, err);

	if (found || (err && err->code == KASA_EAMBIGUOUS))
		return found;
	HUB_EACH(hub, device)
	{
		if (strcmp(device_alias(device, 0), name) != 0)
			continue;
		if (found) {
			kasa_err_set(err, KASA_EAMBIGUOUS,
			             "several devices are called \"%s\" in the app: use a name of topics or a MAC",
			             name);
			return NULL;
		}
		found = device;
	}
	return found;
}

bool
groups_calls(const struct device *device, const char *name)
{
	if (strcmp(device->name, name) == 0 || strcasecmp(device->key, name) == 0 || strcasecmp(device->mac, name) == 0
	    || (device->id[0] && strcasecmp(device->id, name) == 0))
		return true;
	return strcmp(device_alias(device, 0), name) == 0 && !find(device->hub, name, NULL);
}

bool
groups_has(const struct hub *hub, const char *name, const struct device *device, unsigned outlet)
{
	char who[GROUP_MEMBER_MAX];
	struct members members = members_begin(hub, name);
	const char *member;
	unsigned number;

	for (size_t i = 0; (member = member_at(&members, i)); i++)
		if (groups_split(member, who, &number) && groups_calls(device, who)
		    && (number == 0 || number == outlet))
			return true;
	return false;
}

size_t
groups_members(const struct hub *hub, const char *name, struct group_member *out, size_t max)
{
	char who[GROUP_MEMBER_MAX];
	struct members members = members_begin(hub, name);
	const char *member;
	unsigned outlet;
	size_t count = 0;

	for (size_t i = 0; i < GROUP_MEMBERS_MAX && (member = member_at(&members, i)); i++) {
		struct device *device = groups_split(member, who, &outlet) ? groups_find(hub, who, NULL) : NULL;

		if (!device)
			continue;
		if (count < max)
			out[count] = (struct group_member){ device, outlet };
		count++;
	}
	return count;
}

/* ---- what they are ---- */

static json_t *
members_of(const struct hub *hub, const char *name)
{
	json_t *list = json_array();
	struct members members = members_begin(hub, name);
	const char *member;

	for (size_t i = 0; i < GROUP_MEMBERS_MAX && (member = member_at(&members, i)); i++)
		json_array_append_new(list, json_string(member));
	return list;
}

int
groups_toggle(const struct hub *hub, const char *name)
{
	struct group_member members[GROUP_MEMBERS_MAX];
	size_t count = groups_members(hub, name, members, GROUP_MEMBERS_MAX);

	for (size_t i = 0; i < count && i < GROUP_MEMBERS_MAX; i++)
		if (device_on(members[i].device, members[i].outlet) == 1)
			return 0;
	return 1;
}

json_t *
groups_state(const struct hub *hub, const char *name)
{
	struct group_member members[GROUP_MEMBERS_MAX];
	size_t count = groups_members(hub, name, members, GROUP_MEMBERS_MAX), on = 0, off = 0;
	json_t *json;

	for (size_t i = 0; i < count && i < GROUP_MEMBERS_MAX; i++) {
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
		                                      "source", groups_of_file(hub, name) ? "file" : "request"));
	return list;
}
