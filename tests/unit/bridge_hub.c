/* No loop and no network: the devices of a hub are what the test put into it, and what is wanted of them is written down. */
#include "unit/bridge_hub.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/version.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/poller.h"
#include "bridge/store/store.h"
#include "unit/unit.h"

enum {
	OPTIONS_MAX = 8,
};

static struct {
	char *groups;
	char keys[OPTIONS_MAX][DEVICE_KEY];
	struct store_options options[OPTIONS_MAX];
	unsigned count;
} kept;

struct fake_hub fake;

void
fake_hub_init(struct hub *hub, struct config *config)
{
	memset(&fake, 0, sizeof fake);
	*hub = (struct hub){ .config = config };
	kasa_list_init(&hub->devices);
	kasa_list_init(&hub->ports);
}

void
fake_hub_put(struct hub *hub, struct device *device)
{
	device->hub = hub;
	device->enabled = true;
	kasa_list_append(&hub->devices, &device->node);
	hub->device_count++;
}

void
fake_hub_finish(void)
{
	free(kept.groups);
	for (unsigned i = 0; i < kept.count; i++) {
		free(kept.options[i].name);
		free(kept.options[i].area);
	}
	memset(&kept, 0, sizeof kept);
	order_finish(&fake.order);
}

/* ---- hub.c ---- */

struct device *
hub_find(struct hub *hub, const char *name, struct kasa_err *err)
{
	HUB_EACH(hub, device)
	if (strcmp(device->name, name) == 0 || strcmp(device->key, name) == 0 || strcmp(device->mac, name) == 0)
		return device;
	kasa_err_set(err, KASA_ENOTFOUND, "no device is called \"%s\"", name);
	return NULL;
}

struct device *
hub_find_mac(struct hub *hub, const char *mac)
{
	HUB_EACH(hub, device)
	if (strcmp(device->mac, mac) == 0)
		return device;
	return NULL;
}

struct device *
hub_add(struct hub *hub, const char *mac, const char *id)
{
	(void)id;
	return hub_find_mac(hub, mac);
}

void
hub_remove(struct hub *hub, struct device *device)
{
	kasa_list_remove(&device->node);
	hub->device_count--;
	fake.removed++;
}

int
hub_rename(struct hub *hub, struct device *device, const char *name, struct kasa_err *err)
{
	(void)hub;
	if (config_name_check(name, err) != KASA_OK)
		return KASA_EINVAL;
	kasa_str_copy(device->name, sizeof device->name, name);
	return KASA_OK;
}

void
hub_configure_device(struct hub *hub, struct device *device)
{
	(void)hub;
	(void)device;
	fake.configured++;
}

void
hub_execute(struct hub *hub, struct device *device, const struct order *order)
{
	(void)hub;
	order_finish(&fake.order);
	fake.order = *order;
	fake.order.text = order->text ? strdup(order->text) : NULL;
	fake.device = device;
	fake.orders++;
}

/* ---- the others ---- */

/* The whole of it is in test_bridge_config.c. */
int
config_name_check(const char *name, struct kasa_err *err)
{
	if (name[0] == '\0' || strpbrk(name, "/+#") || strcmp(name, "bridge") == 0)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no name", name);
	return KASA_OK;
}

void
finder_search(struct finder *finder)
{
	(void)finder;
	fake.searches++;
}

bool
finder_look(struct finder *finder, const char *host, uint16_t port)
{
	(void)finder;
	(void)host;
	(void)port;
	return true;
}

void
finder_configured(struct finder *finder)
{
	(void)finder;
}

void
poller_intervals(struct device *device)
{
	(void)device;
	fake.configured++;
}

const char *
store_text(const struct store *store, const char *name)
{
	(void)store;
	return strcmp(name, "groups") == 0 ? kept.groups : NULL;
}

int
store_text_set(struct store *store, const char *name, const char *json)
{
	(void)store;
	(void)name;
	free(kept.groups);
	kept.groups = strdup(json);
	return KASA_OK;
}

struct store_options *
store_options(struct store *store, const char *key)
{
	(void)store;
	for (unsigned i = 0; i < kept.count; i++)
		if (strcmp(kept.keys[i], key) == 0)
			return &kept.options[i];
	if (kept.count == OPTIONS_MAX)
		return NULL;
	kasa_str_copy(kept.keys[kept.count], DEVICE_KEY, key);
	kept.options[kept.count] =
		(struct store_options){ .enabled = KASA_UNKNOWN, .hidden = KASA_UNKNOWN, .protected = KASA_UNKNOWN };
	return &kept.options[kept.count++];
}

const char *
store_named(const struct store *store, const char *name)
{
	(void)store;
	for (unsigned i = 0; i < kept.count; i++)
		if (kept.options[i].name && strcmp(kept.options[i].name, name) == 0)
			return kept.keys[i];
	return NULL;
}

void
store_commit(struct store *store)
{
	(void)store;
	fake.commits++;
}

const char *
store_folder(const struct store *store)
{
	(void)store;
	return "/nowhere";
}

/* ---- the library ---- */

int
kasa_device_new(struct kasa_context *ctx, const char *host, uint16_t port, struct kasa_device **out,
                struct kasa_err *err)
{
	(void)ctx;
	(void)port;
	(void)out;
	return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no numeric address", host);
}

void
kasa_device_timeout(struct kasa_device *dev, unsigned timeout_ms)
{
	(void)dev;
	(void)timeout_ms;
}

int
kasa_device_refresh(struct kasa_device *dev, kasa_done_fn *done, void *arg)
{
	(void)dev;
	(void)done;
	(void)arg;
	return KASA_EBUSY;
}

void
kasa_device_free(struct kasa_device *dev)
{
	(void)dev;
}

const struct kasa_state *
kasa_device_state(const struct kasa_device *dev)
{
	return (const struct kasa_state *)(const void *)dev;
}

const char *
kasa_version(void)
{
	return "1.2.3";
}
