/* What a topic of discovery is about. */
#include <string.h>

#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/hub/groups.h"

enum {
	PREFIX_KASA = 5, /* "kasa_" */
	KEY_LENGTH = DEVICE_KEY - 1,
	LEVELS = 4,
};

/* ---- a topic ---- */

/* The last levels of a topic, from its end: where each begins. Returns how many there are. */
static unsigned
last_levels(const char *topic, const char *starts[LEVELS])
{
	const char *at = topic + strlen(topic);
	unsigned count = 0;

	while (at > topic && count < LEVELS)
		if (*--at == '/')
			starts[count++] = at + 1;
	return count;
}

static bool
take(char *out, size_t size, const char *start)
{
	size_t n = strcspn(start, "/");

	if (n == 0 || n >= size)
		return false;
	memcpy(out, start, n);
	out[n] = '\0';
	return true;
}

/* <prefix>/device/<object id>/config, or <prefix>/<platform>/<object id>/<key>/config */
bool
mqtt_hass_parse(struct hass_parsed *parsed, const char *topic)
{
	const char *starts[LEVELS], *id, *platform;
	unsigned count = last_levels(topic, starts);

	*parsed = (struct hass_parsed){ .device_form = false };
	if (count < 3 || strcmp(starts[0], "config") != 0)
		return false;
	parsed->device_form = strncmp(starts[2], "device/", 7) == 0;
	if (!parsed->device_form && count < LEVELS)
		return false;
	id = parsed->device_form ? starts[1] : starts[2];
	platform = parsed->device_form ? starts[2] : starts[3];
	parsed->prefix_length = (size_t)(platform - topic) - 1;
	return strncmp(id, "kasa_", PREFIX_KASA) == 0 && take(parsed->object_id, sizeof parsed->object_id, id)
	       && take(parsed->platform, sizeof parsed->platform, platform);
}

/* ---- what it is about ---- */

static struct device *
device_of(struct mqtt_hass *hass, const char *object_id)
{
	const char *key = object_id + PREFIX_KASA;
	char mac[DEVICE_KEY];

	if (strspn(key, "0123456789abcdef") < KEY_LENGTH || (key[KEY_LENGTH] != '\0' && key[KEY_LENGTH] != '_'))
		return NULL;
	memcpy(mac, key, KEY_LENGTH);
	mac[KEY_LENGTH] = '\0';
	return hub_find_mac(hass->hub, mac);
}

/* The number of the outlet, 0 for the device itself, -1 for none that is known. */
static int
outlet_of(const struct device *device, const char *object_id)
{
	const char *suffix = object_id + PREFIX_KASA + KEY_LENGTH;
	char own[3];

	if (suffix[0] == '\0')
		return 0;
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++) {
		device_outlet_suffix(device, outlet, own);
		if (strcmp(suffix + 1, own) == 0)
			return (int)outlet;
	}
	return -1;
}

static bool
is_bridge(const struct mqtt_hass *hass, const char *object_id)
{
	char own[HASS_ID_MAX];

	return strcmp(object_id, hass_bridge_id(own, &hass->config)) == 0;
}

static bool
is_group(const struct mqtt_hass *hass, const char *object_id)
{
	char own[HASS_ID_MAX];
	const char *name;

	for (size_t i = 0; (name = groups_name_at(hass->hub, i)); i++)
		if (strcmp(object_id, hass_group_id(own, &hass->config, name)) == 0)
			return true;
	return false;
}

bool
mqtt_hass_lives(struct mqtt_hass *hass, const struct hass_parsed *parsed, bool strict)
{
	const struct device *device = device_of(hass, parsed->object_id);

	if (!hass->enabled)
		return false;
	if (!device)
		return is_bridge(hass, parsed->object_id) || is_group(hass, parsed->object_id);
	/* How many outlets it has is known once it was heard. */
	return !strict || !device_state(device) || (!device->hidden && outlet_of(device, parsed->object_id) >= 0);
}

static struct hass_paper *
group_paper(struct mqtt_hass *hass, const char *object_id)
{
	char own[HASS_ID_MAX];

	for (struct kasa_list *at = hass->groups.next; at != &hass->groups; at = at->next) {
		struct hass_group_keep *keep = KASA_CONTAINER(at, struct hass_group_keep, node);

		if (strcmp(object_id, hass_group_id(own, &hass->config, keep->name)) == 0)
			return &keep->paper;
	}
	return NULL;
}

struct hass_paper *
mqtt_hass_paper(struct mqtt_hass *hass, const struct hass_parsed *parsed)
{
	struct device *device = device_of(hass, parsed->object_id);
	struct hass_keep *keep;
	int outlet;

	if (!device)
		return is_bridge(hass, parsed->object_id) ? &hass->bridge : group_paper(hass, parsed->object_id);
	keep = mqtt_hass_keep(hass, device);
	outlet = outlet_of(device, parsed->object_id);
	return keep && outlet >= 0 && (unsigned)outlet < keep->count ? &keep->papers[outlet] : NULL;
}
