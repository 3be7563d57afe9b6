/* How devices are found by MAC and by name, however many there are. For hub.c alone; others have hub_find(). */
#ifndef KASA_BRIDGE_HUB_INDEX_H
#define KASA_BRIDGE_HUB_INDEX_H

#include "bridge/hub/hub.h"

/* @p most: devices at once. */
void hub_index_init(struct hub *hub, size_t most);
void hub_index_finish(struct hub *hub);

/* Makes room for one more in the table. False without memory. */
bool hub_index_room(struct hub *hub);

/* Puts a device that has its MAC into the table, in which there is room. False without memory. */
bool hub_index_mac(struct hub *hub, struct device *device);

/* A device of the list has its name. */
void hub_index_name(struct hub *hub, struct device *device);

/* Whose name in topics it is, or NULL. */
struct device *hub_named(const struct hub *hub, const char *name);

#endif
