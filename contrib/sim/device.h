/* One simulated device: the tree of its answers, and what of it changes. No socket, no clock of its own. */
#ifndef KASA_SIM_DEVICE_H
#define KASA_SIM_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "base/list.h"

#include "clock.h"
#include "fault.h"
#include "identity.h"
#include "login.h"
#include "outlet.h"
#include "past.h"
#include "tally.h"

struct sim_listener;
struct sim_restart;
struct sim_smart;
struct sim_transport;

enum {
	SIM_WHOLE_DEVICE = -1,
	SIM_OUTLETS_MAX = 64, /* a set of them is a uint64_t; the largest strip seen has six */
	SIM_COUNTDOWN_MAX_S = 86400,
};

enum sim_family {
	SIM_PLUG = 1u << 0, /* and wall switches */
	SIM_STRIP = 1u << 1,
	SIM_DIMMER = 1u << 2,
	SIM_BULB = 1u << 3,
	SIM_LIGHT_STRIP = 1u << 4,
	SIM_OTHER = 1u << 5, /* answers what it has and changes nothing */
	SIM_RELAYS = SIM_PLUG | SIM_STRIP | SIM_DIMMER,
	SIM_LIGHTS = SIM_BULB | SIM_LIGHT_STRIP,
};

/* In which its messages are. */
enum sim_language {
	SIM_LANGUAGE_IOT,
	SIM_LANGUAGE_SMART,
};

/* What a device says of itself in the discovery of newer firmware. */
enum sim_announces {
	SIM_ANNOUNCES_TRANSPORT, /* what it speaks; nothing where that has no part in it */
	SIM_ANNOUNCES_NOTHING,
	SIM_ANNOUNCES_KLAP,
	SIM_ANNOUNCES_AES,
	SIM_ANNOUNCES_TPAP,
};

struct sim_device {
	uint32_t address; /* host byte order */
	const struct sim_transport *transport;
	enum sim_announces announces;
	struct sim_manners manners; /* over KLAP, as the next */
	struct sim_login *login;    /* NULL until somebody comes */
	json_t *announced;          /* what was recorded of its announcement; NULL: nothing */
	enum sim_family family;
	json_t *tree;            /* {namespace: {method: reply}}, of SMART {method: result} */
	struct sim_smart *smart; /* NULL: it speaks IOT */
	json_t *sysinfo;         /* borrowed from the tree, as the next; of SMART get_device_info */
	json_t *meter;           /* the reading that gives the shape; NULL: no meter */
	struct sim_outlet *outlets;
	size_t outlet_count;
	char *first_alias; /* what a factory reset brings back */
	struct sim_identity identity;
	struct sim_clock clock;
	struct sim_past past;
	struct sim_fault fault;
	json_t *networks; /* that it sees beside the usual ones, names as in raw.h; NULL: none */
	json_t *effect;   /* the last one that was set, whole; NULL: none */
	uint32_t scan_ms; /* what a new list of networks takes */
	int countdown_limit_s;
	bool invented;     /* no recording: a model, which has a past */
	bool closes;       /* ends the connection after each reply */
	bool keeps_energy; /* acknowledges erase_emeter_stat and does nothing */
	bool strict;       /* does not take null for no arguments */
	bool picky;        /* does not answer long requests; a bulb */
	bool fragile;      /* restarts when it is asked for a module that it lacks */
	bool softap;       /* has the methods of netif in the module of its access point */
	bool stays;        /* acknowledges a new network and does not go there */
	bool away;         /* restarts at the moment */
	bool gone;         /* unplugged for good */
	uint64_t accepted, requests, datagrams;
	uint64_t handshakes, logins, announcements;
	struct sim_tally tally;
	uint64_t strays; /* requests that named a module it lacks */
	struct kasa_list connections;
	struct sim_listener *listener; /* its own, or NULL */
	struct sim_restart *restart;   /* NULL unless it restarts */
};

/*
 * A device from a tree, which it takes over also when it fails.
 *
 * @param live  its on-time and its meter run from the start; else they stand until it is changed
 * @retval KASA_EINVAL  the tree has no system.get_sysinfo, or too many children
 */
int sim_device_new(struct sim_device **dev, json_t *tree, bool live, int64_t now_ms, struct kasa_err *err);
void sim_device_free(struct sim_device *dev);

/* Writes id and hardware address into sysinfo, in the form that stands there, and the ids of children that follow from it. */
void sim_device_identify(struct sim_device *dev, const struct sim_identity *identity);

/* "" when it has none. */
const char *sim_device_alias(const struct sim_device *dev);
const char *sim_device_model(const struct sim_device *dev);

/* "HS300(US)", "IOT.SMARTPLUGSWITCH", "2.0" and "1.0.12 Build ..."; "" where it does not tell. */
const char *sim_device_full_model(const struct sim_device *dev);
const char *sim_device_type(const struct sim_device *dev);
const char *sim_device_hardware(const struct sim_device *dev);
const char *sim_device_firmware(const struct sim_device *dev);

enum sim_language sim_device_language(const struct sim_device *dev);

/* Who an outlet of a strip is; @p index from 0. "" past the last, and where there is only one. */
const char *sim_device_outlet_id(const struct sim_device *dev, size_t index);
const char *sim_device_outlet_alias(const struct sim_device *dev, size_t index);

/* Names the device, or with @p index from 0 an outlet; SIM_WHOLE_DEVICE. False: it is no name. */
bool sim_device_rename(struct sim_device *dev, int index, const char *alias);

/* The object of sysinfo that holds the outlet's id and alias, of IOT; @p index from 0. NULL past the last. */
json_t *sim_device_child(const struct sim_device *dev, size_t index);

/* The outlet whose id ends in @p slot, or the first. NULL: there are none. */
struct sim_outlet *sim_device_slot(const struct sim_device *dev, unsigned slot);

/* Brings all that happens by itself up to this moment. */
void sim_device_tick(struct sim_device *dev, int64_t now_ms);

/* True when it neither answers nor listens. */
bool sim_device_absent(const struct sim_device *dev);

#endif
