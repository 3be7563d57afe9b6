/* Ids and hardware addresses in the answers of a device that speaks SMART. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#include "smart.h"

enum {
	MAC_TEXT = 18,
};

/* In the form that stood there: with dashes, with colons or bare. */
static void
write_mac(json_t *info, const uint8_t mac[6])
{
	const char *old = json_string_value(json_object_get(info, "mac"));
	char text[MAC_TEXT];
	size_t at = 0;

	if (!old)
		return;
	for (size_t i = 0; i < 6; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%02X",
		                       i == 0 || strlen(old) == 12 ? "" : (strchr(old, ':') ? ":" : "-"), mac[i]);
	json_object_set_new(info, "mac", json_string(text));
}

static void
replace(json_t *object, const char *key, const char *text)
{
	if (json_object_get(object, key))
		json_object_set_new(object, key, json_string(text));
}

/* The entry of another list that is about the same child. */
static json_t *
entry_of(json_t *list, const char *id)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry) {
		const char *own = json_string_value(json_object_get(entry, "device_id"));

		if (own && strcmp(own, id) == 0)
			return entry;
	}
	return NULL;
}

static void
identify_child(struct sim_device *dev, struct sim_smart_part *part, unsigned number)
{
	json_t *components =
		json_object_get(json_object_get(dev->tree, "get_child_device_component_list"), "child_component_list");
	json_t *files = json_object_get(dev->tree, "child_devices");
	char before[64], id[SIM_CHILD_ID_TEXT];

	kasa_str_copy(before, sizeof before, json_string_value(json_object_get(part->listed, "device_id")));
	snprintf(id, sizeof id, "%s%02u", dev->identity.id, number % 100);
	replace(entry_of(components, before), "device_id", id);
	json_incref(part->replies);
	json_object_del(files, before);
	json_object_set_new(files, id, part->replies);
	for (int i = 0; i < 2; i++) {
		json_t *info = i == 0 ? part->listed : part->info;

		replace(info, "device_id", id);
		replace(info, "original_device_id", dev->identity.id);
		replace(info, "parent_device_id", dev->identity.id);
		write_mac(info, dev->identity.mac);
	}
}

/* The number at the end of a child's id: its position, or where it stands in the list. */
static unsigned
number_of(const struct sim_smart_part *part, size_t index)
{
	return part->outlet ? part->outlet->slot : (unsigned)index;
}

void
sim_smart_identify(struct sim_device *dev)
{
	struct sim_smart *smart = dev->smart;

	json_object_set_new(dev->sysinfo, "device_id", json_string(dev->identity.id));
	write_mac(dev->sysinfo, dev->identity.mac);
	for (size_t i = 1; i < smart->count; i++)
		identify_child(dev, &smart->parts[i], number_of(&smart->parts[i], i - 1));
}
