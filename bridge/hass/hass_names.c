/* Ids and topics of discovery: made of hardware addresses, so that no rename touches them. */
#include <stdio.h>
#include <string.h>

#include "bridge/hass/hass.h"

enum {
	NAME_PART = 64, /* of a name in an id; what is longer is told apart by its digest */
};

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* FNV-1a: two names that look alike once they are plain must not become one. */
static uint32_t
digest(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

/* Only letters, digits, '_' and '-' may stand in a discovery topic; a name that has others, or is long, gets a digest too. */
static void
add_name(char out[HASS_ID_MAX], const char *name)
{
	size_t at = strlen(out), start = at;
	bool changed = false;
	const char *c = name;

	for (; *c && at - start < NAME_PART - 1; c++) {
		changed |= !is_plain(*c);
		out[at++] = '_';
		if (is_plain(*c))
			out[at - 1] = *c;
	}
	out[at] = '\0';
	if (changed || *c)
		snprintf(out + at, HASS_ID_MAX - at, "_%08x", (unsigned)digest(name));
}

const char *
hass_object_id(char out[HASS_ID_MAX], const struct device *device, unsigned outlet)
{
	char suffix[3];

	snprintf(out, HASS_ID_MAX, "kasa_%s", device->key);
	if (outlet > 0) {
		device_outlet_suffix(device, outlet, suffix);
		snprintf(out + strlen(out), HASS_ID_MAX - strlen(out), "_%s", suffix);
	}
	return out;
}

const char *
hass_bridge_id(char out[HASS_ID_MAX], const struct config *config)
{
	snprintf(out, HASS_ID_MAX, "kasa_bridge_");
	add_name(out, config->mqtt.instance);
	return out;
}

/* The digest is of both: two bridges may have groups of one name. */
const char *
hass_group_id(char out[HASS_ID_MAX], const struct config *config, const char *name)
{
	snprintf(out, HASS_ID_MAX, "kasa_group_");
	add_name(out, name);
	snprintf(out + strlen(out), HASS_ID_MAX - strlen(out), "_%08x", (unsigned)digest(config->mqtt.instance));
	return out;
}

const char *
hass_topic(char *out, size_t size, const struct config *config, const char *object_id)
{
	snprintf(out, size, "%s/device/%s/config", config->hass.discovery_prefix, object_id);
	return out;
}

const char *
hass_entity_topic(char *out, size_t size, const struct config *config, const char *object_id, const char *platform,
                  const char *key)
{
	snprintf(out, size, "%s/%s/%s/%s/config", config->hass.discovery_prefix, platform, object_id, key);
	return out;
}
