/*
 * Home Assistant's MQTT discovery: what a device, an outlet, a group and the bridge are, in its words. Pure. The contract is
 * that of its `mqtt` integration; see DESIGN.md.
 */
#ifndef KASA_BRIDGE_HASS_H
#define KASA_BRIDGE_HASS_H

#include <jansson.h>

#include "bridge/config.h"
#include "bridge/device.h"

/* One entity of a document. */
struct hass_entity {
	const char *platform; /* "switch" */
	const char *key;      /* "led": part of its unique_id, and of its topic in component mode */
};

/*
 * The document of a device in device form: device, origin, availability, components. @p outlet 0 is the device itself.
 * NULL without memory, and for a device that has not said yet what it is.
 */
json_t *hass_device(const struct config *config, const struct device *device, unsigned outlet);

/* The same of the bridge. */
json_t *hass_bridge(const struct config *config);

/* The object id of a document: "kasa_50c7bf000100", "kasa_50c7bf000100_01", "kasa_bridge_<instance>". Returns @p out. */
const char *hass_object_id(char out[64], const struct device *device, unsigned outlet);
const char *hass_bridge_id(char out[80], const struct config *config);

/* "<prefix>/device/<object id>/config"; in component form "<prefix>/<platform>/<object id>/<key>/config". */
const char *hass_topic(char *out, size_t size, const struct config *config, const char *object_id);
const char *hass_entity_topic(char *out, size_t size, const struct config *config, const char *object_id,
                              const char *platform, const char *key);

/* One component of a document in device form, as a document of its own; @p key is its name there. */
json_t *hass_single(const json_t *document, const char *key);

#endif
