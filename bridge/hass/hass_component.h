/* One row as a component of a document, and what all documents have in common. Private to hass*.c. */
#ifndef KASA_BRIDGE_HASS_COMPONENT_H
#define KASA_BRIDGE_HASS_COMPONENT_H

#include <jansson.h>

#include "bridge/hass/hass.h"
#include "bridge/hass/hass_row.h"

/* NULL without memory. */
json_t *hass_component(const struct config *config, const struct hass_view *view, const struct hass_row *row,
                       const char *object_id);

/* {device, origin, availability, components}; @p device, @p availability and @p components are stolen. */
json_t *hass_frame(json_t *device, json_t *availability, json_t *components);

/* One entry of an availability list, stolen into it. Non-zero without memory. */
int hass_available_by(json_t *list, const char *topic);

/* Platform, unique_id and QoS, which all components have; @p name NULL: the main one. NULL without memory. */
json_t *hass_component_new(const char *platform, const char *object_id, const char *key, const char *name);

#endif
