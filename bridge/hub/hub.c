/* Who there is. What devices say is in hub_news.c, what they are told in lane.c and order_run.c. */
#include "bridge/hub/hub.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/groups.h"
#include "bridge/hub/hub_index.h"
#include "bridge/hub/poller.h"
#include "bridge/hub/settings.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

enum {
	DEVICES_MAX = 16384, /* more is an attack, or needs a second bridge */
};

/* ---- one device ---- */

static void
set_name(struct hub *hub, struct device *device, const char *name)
{
	kasa_str_copy(device->name, sizeof device->name, name);
	hub_index_name(hub, device);
}

/* The name that is wanted for it, unless another device has that. */
static void
choose_name(struct hub *hub, struct device *device, const char *wanted)
{
	const struct device *other = wanted ? hub_named(hub, wanted) : NULL;

	if (other && other != device)
		log_warning("name is taken device=%s name=\"%s\" by=%s", device->key, wanted, other->key);
	set_name(hub, device, wanted && (!other || other == device) ? wanted : device->key);
}

static int
chosen(int by_file, int by_request, int usual)
{
	return by_file != KASA_UNKNOWN ? by_file : by_request != KASA_UNKNOWN ? by_request : usual;
}

/* As the configuration calls it: a name that leads to its address, or the address. */
static const char *
host_of(const struct device *device)
{
	return device->handle ? finder_host(device->hub->finder, kasa_device_host(device->handle)) : NULL;
}

/* What people said of it, perhaps by its address: each key of the file wins over what a request set. */
static void
configure(struct hub *hub, struct device *device, const char *host)
{
	static const struct config_device nothing = { .enabled = KASA_UNKNOWN,
		                                      .hidden = KASA_UNKNOWN,
		                                      .protected = KASA_UNKNOWN };
	const struct config_device *file = config_find(hub->config, device->id, device->mac, host);
	const struct store_options *set = store_options(hub->store, device->key);
	const char *area;

	device->config = file;
	if (!file)
		file = &nothing;
	area = file->area ? file->area : set ? set->area : NULL;
	kasa_str_copy(device->area, sizeof device->area, area ? area : "");
	device->enabled = chosen(file->enabled, set ? set->enabled : KASA_UNKNOWN, 1);
	device->hidden = chosen(file->hidden, set ? set->hidden : KASA_UNKNOWN, 0);
	device->protected = chosen(file->protected, set ? set->protected : KASA_UNKNOWN, 0);
	device->throttle_ms = file->throttle_ms ? file->throttle_ms : set ? set->throttle_ms : 0;
	choose_name(hub, device, file->name ? file->name : set ? set->name : NULL);
	poller_intervals(device);
}

static struct device *
make(struct hub *hub, const char *mac, const char *id)
{
	struct device *device;
	uint8_t bytes[6];

	if (hub->device_count >= DEVICES_MAX || !kasa_mac_parse(mac, bytes) || !hub_index_room(hub))
		return NULL;
	device = calloc(1, sizeof *device);
	if (!device)
		return NULL;
	device->parts = calloc(1, sizeof *device->parts);
	kasa_mac_format(bytes, device->mac);
	if (!device->parts || !hub_index_mac(hub, device)) {
		free(device->parts);
		free(device);
		return NULL;
	}
	device->hub = hub;
	device->parts[0].on = KASA_UNKNOWN;
	device->rssi_shown = KASA_UNKNOWN;
	device_key(device->key, device->mac);
	kasa_str_copy(device->id, sizeof device->id, id);
	kasa_list_init(&device->poll.node);
	lane_init(&device->lane);
	return device;
}

static void
free_parts(struct device *device)
{
	for (unsigned i = 0; i <= device->part_count; i++)
		free(device->parts[i].meter);
	free(device->parts);
}

static void
drop(struct hub *hub, struct device *device)
{
	struct kasa_err why;

	kasa_err_set(&why, KASA_ENOTFOUND, "the device was removed");
	lane_finish(&device->lane, &why);
	poller_stop(hub->poller, device);
	kasa_device_free(device->moving);
	kasa_device_free(device->handle);
	device->handle = device->moving = NULL;
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->gone)
			port->gone(port, device);
	}
	hub->table[device->at] = NULL;
	kasa_list_remove(&device->node);
	hub->device_count--;
	hub->online_count -= device->availability == AVAILABILITY_ONLINE;
	free_parts(device);
	free(device->failed);
	settings_free(device->settings);
	free(device);
}

/* @p host: where it was last, or NULL. */
static struct device *
add(struct hub *hub, const char *mac, const char *id, const char *host)
{
	struct device *device = hub_find_mac(hub, mac);

	if (device)
		return device;
	device = make(hub, mac, id);
	if (!device) {
		log_error("no room for a device mac=%s devices=%zu", mac, hub->device_count);
		return NULL;
	}
	kasa_list_append(&hub->devices, &device->node);
	hub->device_count++;
	configure(hub, device, host);
	if (device->enabled)
		return device;
	drop(hub, device);
	return NULL;
}

struct device *
hub_add(struct hub *hub, const char *mac, const char *id)
{
	return add(hub, mac, id, NULL);
}

void
hub_remove(struct hub *hub, struct device *device)
{
	char key[DEVICE_KEY];

	memcpy(key, device->key, sizeof key);
	log_info("device removed device=%s name=\"%s\"", key, device->name);
	hub_event(hub, &(struct event){ .kind = EVENT_REMOVED, .device = device });
	drop(hub, device);
	store_forget(hub->store, key);
}

int
hub_rename(struct hub *hub, struct device *device, const char *name, struct kasa_err *err)
{
	const struct device *other = hub_named(hub, name);
	char before[DEVICE_NAME_MAX];

	if (config_name_check(name, err) != KASA_OK)
		return KASA_EINVAL;
	if (other && other != device)
		return kasa_err_set(err, KASA_EAMBIGUOUS, "another device is called \"%s\" already: %s", name,
		                    other->mac);
	memcpy(before, device->name, sizeof before);
	if (strcmp(before, name) == 0)
		return KASA_OK;
	set_name(hub, device, name);
	hub_event(hub,
	          &(struct event){ .kind = EVENT_RENAMED, .device = device, .before = before, .after = device->name });
	hub_changed(hub, device, 0, CHANGE_ALL);
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++)
		hub_changed(hub, device, outlet, CHANGE_ALL);
	return KASA_OK;
}

/* ---- the whole ---- */

static void
recall(struct hub *hub)
{
	struct store_device known;

	for (size_t i = 0; store_device_at(hub->store, i, &known); i++)
		add(hub, known.mac, known.id, known.host);
}

int
hub_init(struct hub *hub, struct ev_loop *loop, struct kasa_context *ctx, struct config *config, struct store *store,
         struct kasa_err *err)
{
	*hub = (struct hub){ .loop = loop, .ctx = ctx, .config = config, .store = store, .started_s = clock_utc_s() };
	kasa_list_init(&hub->devices);
	kasa_list_init(&hub->ports);
	hub_index_init(hub, DEVICES_MAX);
	hub->poller = calloc(1, sizeof *hub->poller);
	if (!hub->poller)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a bridge");
	poller_init(hub->poller, hub);
	if (groups_init(hub) != KASA_OK)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a bridge");
	recall(hub);
	hub->finder = finder_new(hub);
	if (!hub->finder)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a bridge");
	store_follow(store, hub);
	return KASA_OK;
}

void
hub_finish(struct hub *hub)
{
	if (!hub->loop)
		return;
	finder_free(hub->finder);
	hub->finder = NULL;
	while (!kasa_list_empty(&hub->devices))
		drop(hub, KASA_CONTAINER(hub->devices.next, struct device, node));
	if (hub->poller)
		poller_finish(hub->poller);
	free(hub->poller);
	hub_index_finish(hub);
	groups_finish(hub);
	config_free(hub->config);
	*hub = (struct hub){ 0 };
}

static void
tell_all_of(struct port *port, struct device *device)
{
	if (!port->changed)
		return;
	for (unsigned outlet = 0; outlet <= device->part_count; outlet++)
		port->changed(port, device, outlet, CHANGE_ALL);
}

void
hub_add_port(struct hub *hub, struct port *port)
{
	port->index = hub->port_count++;
	kasa_list_append(&hub->ports, &port->node);
	HUB_EACH(hub, device)
	tell_all_of(port, device);
}

/* One that is not enabled any more goes, and leaves no trace but what requests set. */
static void
drop_disabled(struct hub *hub)
{
	struct kasa_list *at = hub->devices.next;

	while (at != &hub->devices) {
		struct device *device = KASA_CONTAINER(at, struct device, node);

		at = at->next;
		if (!device->enabled) {
			log_info("device disabled device=%s name=\"%s\"", device->key, device->name);
			hub_event(hub, &(struct event){ .kind = EVENT_REMOVED, .device = device });
			drop(hub, device);
		}
	}
}

/* Tells everybody, where its name is another one by now. */
static void
tell_configured(struct hub *hub, struct device *device)
{
	if (device->before[0] && strcmp(device->before, device->name) != 0)
		hub_event(hub, &(struct event){ .kind = EVENT_RENAMED,
		                                .device = device,
		                                .before = device->before,
		                                .after = device->name });
	for (unsigned outlet = 0; outlet <= device->part_count; outlet++)
		hub_changed(hub, device, outlet, CHANGE_ALL);
	if (device->handle)
		poller_start(hub->poller, device);
}

static void
forget_name(struct device *device)
{
	memcpy(device->before, device->name, sizeof device->before);
	device->name[0] = '\0';
}

void
hub_configure_device(struct hub *hub, struct device *device)
{
	forget_name(device);
	configure(hub, device, host_of(device));
	tell_configured(hub, device);
}

/* Names are given anew when nobody has one any more: two devices may have changed theirs. */
static void
configure_all(struct hub *hub)
{
	HUB_EACH(hub, device)
	forget_name(device);
	HUB_EACH(hub, device)
	configure(hub, device, host_of(device));
	HUB_EACH(hub, device)
	if (device->enabled)
		tell_configured(hub, device);
	drop_disabled(hub);
}

/* The struct itself stays where it is: others have pointers to parts of it. */
static void
replace(struct config *now, struct config *next)
{
	struct config old = *now;

	config_keep(next, &old);
	*now = *next;
	*next = old;
}

void
hub_reconfigure(struct hub *hub, struct config *config)
{
	char keys[64];

	hub->restart_required = config_restart(hub->config, config, keys, sizeof keys)[0] != '\0';
	replace(hub->config, config);
	for (struct kasa_list *at = hub->ports.next; at != &hub->ports; at = at->next) {
		struct port *port = KASA_CONTAINER(at, struct port, node);

		if (port->configured)
			port->configured(port);
	}
	configure_all(hub);
	finder_configured(hub->finder);
	config_free(config);
}

/* ---- orders ---- */

static bool
switches_off(const struct device *device, const struct order *order)
{
	if (order->kind == ORDER_LIGHT)
		return order->light.on == 0;
	if (order->kind != ORDER_SWITCH)
		return false;
	return order->on == 0 || (order->on == ORDER_TOGGLE && device_on(device, order->outlet) != 0);
}

static int
refusal(const struct hub *hub, const struct device *device, const struct order *order, struct kasa_err *err)
{
	if (hub->leaving)
		return kasa_err_set(err, KASA_ECANCELED, "kasad is about to end");
	if (device->protected && order->collective && switches_off(device, order))
		return kasa_err_set(err, KASA_EDENIED, "%s is protected: only an order to itself switches it off",
		                    device->name);
	if (order->outlet > device->part_count && device_state(device))
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no outlet %u", device->name, order->outlet);
	return KASA_OK;
}

void
hub_execute(struct hub *hub, struct device *device, const struct order *order)
{
	struct kasa_err err;

	if (refusal(hub, device, order, &err) == KASA_OK)
		lane_add(&device->lane, order);
	else
		lane_refuse(&device->lane, order, &err);
}
