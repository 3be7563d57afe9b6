/*
 * The registry of all devices, and the only room in the middle: orders come in here, values go out from here. Ports know
 * the hub and nothing of each other; the hub knows ports as a list of functions.
 */
#ifndef KASA_BRIDGE_HUB_H
#define KASA_BRIDGE_HUB_H

#include <kasa/context.h>
#include <kasa/discover.h>

#include "base/hash.h"
#include "base/list.h"
#include "bridge/config/config.h"
#include "bridge/hub/device.h"
#include "bridge/hub/event.h"
#include "bridge/hub/order.h"

struct finder;
struct groups;
struct poller;
struct store;

/* What has changed about a device, as bits. */
enum change {
	CHANGE_SHAPE = 1u << 0,        /* what it is: name, alias, model, firmware, outlets, what it can do */
	CHANGE_STATE = 1u << 1,        /* relay, light, LED, signal; of the outlet that is named */
	CHANGE_ENERGY = 1u << 2,       /* its meter was read */
	CHANGE_SETTINGS = 1u << 3,     /* dimmer, sensors, presets, cloud */
	CHANGE_AVAILABILITY = 1u << 4, /* it came or went */
	CHANGE_ALL = (1u << 5) - 1,
};

/* Whatever devices are brought to. Each function may be NULL. They run in the loop and must not block. */
struct port {
	struct kasa_list node;
	unsigned index; /* of device.of_port, given by hub_add_port() */
	/* @p outlet: 0 for the device itself. */
	void (*changed)(struct port *port, struct device *device, unsigned outlet, unsigned what);
	void (*event)(struct port *port, const struct event *event);
	/* The last chance to look at it; of_port is the port's to free. */
	void (*gone)(struct port *port, struct device *device);
	/* The configuration is another one: hub->config is the new one. */
	void (*configured)(struct port *port);
	/* Requests made, changed or dropped a group; the configuration is as it was, and so are devices. */
	void (*grouped)(struct port *port);
};

struct hub {
	struct ev_loop *loop;
	struct kasa_context *ctx;
	struct config *config;    /* its own */
	struct kasa_list devices; /* in the order in which they were found */
	size_t device_count, online_count;
	struct device **table; /* by device.at; NULL where one is gone */
	size_t table_count, table_room;
	struct kasa_hash by_mac, by_name; /* to positions in the table */
	bool names_missing;               /* somebody's name is not in its index */
	struct kasa_list ports;
	unsigned port_count;
	struct poller *poller;
	struct finder *finder;
	struct store *store;
	struct groups *groups; /* those that requests made */
	int64_t started_s;
	uint64_t orders, orders_failed;       /* counted */
	uint64_t orders_of[ORDER_SOURCES][2]; /* the same by where they came from: done, failed */
	bool leaving;                         /* SIGTERM was heard: no new orders */
	bool restart_required;                /* the last reload brought what only a restart makes true */
};

/* Takes the configuration and the store over; devices of the store are there at once, offline until they are heard. */
int hub_init(struct hub *hub, struct ev_loop *loop, struct kasa_context *ctx, struct config *config,
             struct store *store, struct kasa_err *err);
void hub_finish(struct hub *hub);

/* Has a port told of everything from now on, beginning with what is there. */
void hub_add_port(struct hub *hub, struct port *port);

/*
 * Takes a configuration over and brings every device in line with it. Sections that need a restart stay as they are: mqtt,
 * homeassistant, state_dir. hub->config is the same struct as before.
 */
void hub_reconfigure(struct hub *hub, struct config *config);

/*
 * Carries out an order, sooner or later; it is copied, its text with it. order->done is told once, from the loop, also of
 * what is refused: so whoever gives orders has one place where they end.
 */
void hub_execute(struct hub *hub, struct device *device, const struct order *order);

/* A device by name in topics, key, MAC or id. NULL with KASA_ENOTFOUND or KASA_EAMBIGUOUS; @p err may be NULL. */
struct device *hub_find(struct hub *hub, const char *name, struct kasa_err *err);

/* The same by MAC alone; NULL when it is not known. */
struct device *hub_find_mac(struct hub *hub, const char *mac);

/* A new device, or the one that is there already. NULL without memory, or when it is not enabled. @p id may be "". */
struct device *hub_add(struct hub *hub, const char *mac, const char *id);

/* Forgets a device, in the store as well. It comes back when it is found again, unless it is not enabled. */
void hub_remove(struct hub *hub, struct device *device);

/* Another name in topics. KASA_EINVAL, KASA_EAMBIGUOUS with a sentence. */
int hub_rename(struct hub *hub, struct device *device, const char *name, struct kasa_err *err);

/* What people said of a device is another thing by now: a request set something. */
void hub_configure_device(struct hub *hub, struct device *device);

/* For the hub's helpers: the device answered, or did not. */
void hub_heard(struct hub *hub, struct device *device);
/* Its state was read; after an order of ours it is told whose, else @p order is NULL. */
void hub_state(struct hub *hub, struct device *device, const struct order *order);
void hub_energy(struct hub *hub, struct device *device, unsigned outlet, const struct kasa_energy *energy);
void hub_settings(struct hub *hub, struct device *device);
void hub_missed(struct hub *hub, struct device *device, const struct kasa_err *err, bool offline);

/* Tells all ports. */
void hub_changed(struct hub *hub, struct device *device, unsigned outlet, unsigned what);
void hub_event(struct hub *hub, const struct event *event);

/* For each device, which must not be removed meanwhile. */
#define HUB_EACH(hub, each)                                                                  \
	for (struct device *each = KASA_CONTAINER((hub)->devices.next, struct device, node); \
	     &each->node != &(hub)->devices; each = KASA_CONTAINER(each->node.next, struct device, node))

#endif
