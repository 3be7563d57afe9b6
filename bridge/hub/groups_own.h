/* What groups.c and groups_change.c share. */
#ifndef KASA_BRIDGE_GROUPS_OWN_H
#define KASA_BRIDGE_GROUPS_OWN_H

#include "bridge/hub/groups.h"

#define GROUPS_KEPT_AS "groups" /* in the store */

enum {
	GROUPS_MADE_MAX = 256,
};

/* Those that requests made: {"name": ["member", ...], ...}. Those of the file stay in the configuration. */
struct groups {
	json_t *made;
};

/* A group of the file, or of a request; NULL: it is none of these. */
const struct config_group *groups_of_file(const struct hub *hub, const char *name);
json_t *groups_made(const struct hub *hub, const char *name);

#endif
