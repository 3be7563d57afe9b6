/*
 * Home Assistant's MQTT discovery: what a device, an outlet, a group and the bridge are, in its words. Pure. The contract is
 * that of its `mqtt` integration; see DESIGN.md.
 */
#ifndef KASA_BRIDGE_HASS_H
#define KASA_BRIDGE_HASS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bridge/config/config.h"
#include "bridge/hub/device.h"
#include "bridge/hub/groups.h"

enum {
	HASS_ID_MAX = 128,    /* room for an object id */
	HASS_TOPIC_MAX = 384, /* room for a discovery topic: prefix, platform, object id, key */
};

/*
 * The document of a device in device form: device, origin, availability, components. @p outlet 0 is the device itself.
 * NULL without memory, and for a device that has not said yet what it is.
 */
json_t *hass_device(const struct config *config, const struct device *device, unsigned outlet);

/* The same of the bridge. */
json_t *hass_bridge(const struct config *config);

/* The same of a group, of the members that are known. */
json_t *hass_group(const struct config *config, const char *name, const struct group_member *members, size_t count);

/*
 * Which entities a part has: bit n stands for the n-th there may be. 0 for a device that has not said yet what it is.
 *
 * @param before  those it had: what was told once is not taken back because it is not told just now
 */
uint64_t hass_entities(const struct device *device, unsigned outlet, uint64_t before);

/* Whether everything was read by which hass_entities() goes, or refused. */
bool hass_complete(const struct device *device, unsigned outlet);

/*
 * The same as hass_device(), with chosen entities.
 *
 * @param gone  these are there as their platform alone, which tells Home Assistant to remove them
 */
json_t *hass_document(const struct config *config, const struct device *device, unsigned outlet, uint64_t entities,
                      uint64_t gone);

/* Platform and key of an entity; false past the last. A key is part of its unique_id, and of its topic in component form. */
bool hass_entity(unsigned index, const char **platform, const char **key);

/* The object id of a document: "kasa_50c7bf000100", "kasa_50c7bf000100_01", "kasa_bridge_<instance>". Returns @p out. */
const char *hass_object_id(char out[HASS_ID_MAX], const struct device *device, unsigned outlet);
const char *hass_bridge_id(char out[HASS_ID_MAX], const struct config *config);
const char *hass_group_id(char out[HASS_ID_MAX], const struct config *config, const char *name);

/* "<prefix>/device/<object id>/config"; in component form "<prefix>/<platform>/<object id>/<key>/config". */
const char *hass_topic(char *out, size_t size, const struct config *config, const char *object_id);
const char *hass_entity_topic(char *out, size_t size, const struct config *config, const char *object_id,
                              const char *platform, const char *key);

/* One component of a document in device form, as a document of its own; @p key is its name there. */
json_t *hass_single(const json_t *document, const char *key);

#endif
