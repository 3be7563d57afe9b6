/* Groups of devices and outlets, of the configuration and of requests: who is in them, and what they are together. */
#ifndef KASA_BRIDGE_GROUPS_H
#define KASA_BRIDGE_GROUPS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bridge/hub/hub.h"

enum {
	GROUP_MEMBERS_MAX = 256,
	GROUP_MEMBER_MAX = DEVICE_NAME_MAX + 4, /* a name, a slash, an outlet */
};

struct group_member {
	struct device *device;
	unsigned outlet;
};

struct groups;

/* For the hub: reads those that requests made from the store; and gives them back. */
int groups_init(struct hub *hub);
void groups_finish(struct hub *hub);

/* The groups by name, from the configuration and from the store. */
bool groups_known(const struct hub *hub, const char *name);

/* Walks through all groups; NULL past the last. */
const char *groups_name_at(const struct hub *hub, size_t index);

/* Whether a device or an outlet is in a group. */
bool groups_has(const struct hub *hub, const char *name, const struct device *device, unsigned outlet);

/* Up to @p max members that are known now; returns how many there are. */
size_t groups_members(const struct hub *hub, const char *name, struct group_member *out, size_t max);

/*
 * Whom a configuration, a request or a path means: by name, MAC or id, else by the name in the app, which means nobody while
 * several have it. As hub_find().
 */
struct device *groups_find(const struct hub *hub, const char *name, struct kasa_err *err);

/* Whether it means this device, or another one that has the name in the app as well. */
bool groups_calls(const struct device *device, const char *name);

/* "desk/2" is an outlet of desk. False for what cannot be a member. */
bool groups_split(const char *member, char name[GROUP_MEMBER_MAX], unsigned *outlet);

/* What all of it together toggles to: on when none is on. */
int groups_toggle(const struct hub *hub, const char *name);

/* What requests do: each KASA_EINVAL or KASA_ENOTFOUND with a sentence; one of the YAML cannot be changed. */
int groups_add(struct hub *hub, const char *name, const json_t *members, struct kasa_err *err);
int groups_set(struct hub *hub, const char *name, const json_t *members, struct kasa_err *err); /* other members */
int groups_remove(struct hub *hub, const char *name, struct kasa_err *err);
int groups_rename(struct hub *hub, const char *name, const char *to, struct kasa_err *err);

/* The joint state: ON when one member is, none while nobody knows; and the array of bridge/groups. */
json_t *groups_state(const struct hub *hub, const char *name);
json_t *groups_list(const struct hub *hub);

#endif
