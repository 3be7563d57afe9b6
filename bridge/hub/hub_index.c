#include "bridge/hub/hub_index.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"

enum {
	GONE_MAX = 1024, /* places in the table of devices that are gone, beside as many as there are devices */
	ENTRIES = 4, /* of an index for each device that may be: names and MACs that are gone stay in it for a while */
	ID_LEAST = 16, /* hexadecimal digits; all that were seen have 40 */
};

/* ---- keys ---- */

static uint64_t
mac_number(const char *mac)
{
	uint8_t bytes[6];
	uint64_t number = 0;

	if (!kasa_mac_parse(mac, bytes))
		return 0;
	for (size_t i = 0; i < sizeof bytes; i++)
		number = number << 8 | bytes[i];
	return number;
}

/* ---- in ---- */

void
hub_index_init(struct hub *hub, size_t most)
{
	kasa_hash_init(&hub->by_mac, most * ENTRIES);
	kasa_hash_init(&hub->by_name, most * ENTRIES);
}

void
hub_index_finish(struct hub *hub)
{
	kasa_hash_finish(&hub->by_mac);
	kasa_hash_finish(&hub->by_name);
	free(hub->table);
	hub->table = NULL;
	hub->table_count = hub->table_room = 0;
}

static bool
index_all(const struct hub *hub, struct kasa_hash *by_mac, struct kasa_hash *by_name)
{
	uint32_t at = 0;

	HUB_EACH(hub, device)
	{
		if (kasa_hash_put(by_mac, mac_number(device->mac), at) != KASA_OK
		    || (device->name[0] && kasa_hash_put(by_name, kasa_hash_text(device->name), at) != KASA_OK))
			return false;
		at++;
	}
	return true;
}

static void
place_all(struct hub *hub)
{
	hub->table_count = 0;
	HUB_EACH(hub, device)
	{
		device->at = (uint32_t)hub->table_count;
		hub->table[hub->table_count++] = device;
	}
}

/* Leaves out devices that are gone, and names that nobody has any more. Without memory all stays as it is. */
static void
tidy(struct hub *hub)
{
	struct kasa_hash by_mac, by_name;

	kasa_hash_init(&by_mac, hub->by_mac.max);
	kasa_hash_init(&by_name, hub->by_name.max);
	if (!index_all(hub, &by_mac, &by_name)) {
		kasa_hash_finish(&by_mac);
		kasa_hash_finish(&by_name);
		return;
	}
	kasa_hash_finish(&hub->by_mac);
	kasa_hash_finish(&hub->by_name);
	hub->by_mac = by_mac;
	hub->by_name = by_name;
	hub->names_missing = false;
	place_all(hub);
}

bool
hub_index_room(struct hub *hub)
{
	size_t room = hub->table_room ? hub->table_room * 2 : 64;
	struct device **table;

	if (hub->table_count > 2 * hub->device_count + GONE_MAX)
		tidy(hub);
	if (hub->table_count < hub->table_room)
		return true;
	table = realloc(hub->table, room * sizeof *table);
	if (!table)
		return false;
	hub->table = table;
	hub->table_room = room;
	return true;
}

bool
hub_index_mac(struct hub *hub, struct device *device)
{
	uint64_t number = mac_number(device->mac);

	if (kasa_hash_put(&hub->by_mac, number, (uint32_t)hub->table_count) != KASA_OK) {
		tidy(hub);
		if (kasa_hash_put(&hub->by_mac, number, (uint32_t)hub->table_count) != KASA_OK)
			return false;
	}
	device->at = (uint32_t)hub->table_count;
	hub->table[hub->table_count++] = device;
	return true;
}

void
hub_index_name(struct hub *hub, struct device *device)
{
	if (kasa_hash_put(&hub->by_name, kasa_hash_text(device->name), device->at) == KASA_OK)
		return;
	hub->names_missing = true;
	tidy(hub);
}

/* ---- out ---- */

static struct device *
indexed(const struct hub *hub, const struct kasa_hash *index, uint64_t number)
{
	const uint32_t *at = number ? kasa_hash_get(index, number) : NULL;

	return at ? hub->table[*at] : NULL;
}

/*
 * An entry of a name that went leads nowhere, or to a device with another name. Each name that is has an entry, unless there
 * was no memory: who asks for one that nobody has need not walk past ten thousand others.
 */
struct device *
hub_named(const struct hub *hub, const char *name)
{
	struct device *device = indexed(hub, &hub->by_name, kasa_hash_text(name));

	if (device && strcmp(device->name, name) == 0)
		return device;
	if (!hub->names_missing)
		return NULL;
	HUB_EACH(hub, other)
	if (strcmp(other->name, name) == 0)
		return other;
	return NULL;
}

struct device *
hub_find_mac(struct hub *hub, const char *mac)
{
	return indexed(hub, &hub->by_mac, mac_number(mac));
}

/* Only for these all devices are looked at. */
static bool
may_be_id(const char *name)
{
	size_t digits = strspn(name, "0123456789abcdefABCDEF");

	return digits >= ID_LEAST && name[digits] == '\0';
}

static struct device *
find_id(struct hub *hub, const char *id, struct kasa_err *err)
{
	struct device *found = NULL;

	HUB_EACH(hub, device)
	{
		if (strcasecmp(device->id, id) != 0)
			continue;
		if (found) {
			kasa_err_set(err, KASA_EAMBIGUOUS,
			             "several devices are called \"%s\": use a name of topics or a MAC", id);
			return NULL;
		}
		found = device;
	}
	if (!found)
		kasa_err_set(err, KASA_ENOTFOUND, "no device is called \"%s\"", id);
	return found;
}

struct device *
hub_find(struct hub *hub, const char *name, struct kasa_err *err)
{
	struct device *found = hub_named(hub, name);

	if (!found)
		found = hub_find_mac(hub, name);
	if (found)
		return found;
	if (may_be_id(name))
		return find_id(hub, name, err);
	kasa_err_set(err, KASA_ENOTFOUND, "no device is called \"%s\"", name);
	return NULL;
}
