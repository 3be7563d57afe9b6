/*
 * One device as the bridge knows it: who it is, what it said, whether it is there. The values are written by the hub and
 * its helpers (lane, poller, finder), and only read by ports.
 */
#ifndef KASA_BRIDGE_DEVICE_H
#define KASA_BRIDGE_DEVICE_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

#include <kasa/cloud.h>
#include <kasa/device.h>
#include <kasa/dimmer.h>
#include <kasa/light.h>
#include <kasa/sensor.h>

#include "base/list.h"
#include "bridge/config/config.h"
#include "bridge/hub/counter.h"
#include "bridge/hub/lane.h"
#include "bridge/hub/poller_plan.h"
#include "bridge/hub/poller_settings.h"

struct hub;

enum {
	DEVICE_KEY = 13,      /* a MAC in lower case without colons, and its NUL */
	DEVICE_NAME_MAX = 65, /* of topics, with its NUL */
	DEVICE_REASONS = 24,  /* a failure has one: the errors of the library, without their signs */
	DEVICE_PORTS_MAX = 8, /* ports that may keep something with a device */
};

enum availability {
	AVAILABILITY_UNKNOWN, /* it was never heard in this run */
	AVAILABILITY_ONLINE,
	AVAILABILITY_OFFLINE,
};

/* What a meter showed, and what the bridge counts by it. */
struct meter {
	struct kasa_energy energy; /* as last read */
	struct counter counter;
	int64_t read_s;      /* UTC of the last reading; 0: none in this run */
	uint64_t read_ms;    /* the same, of the monotonic clock */
	uint64_t counted_ms; /* when the counter last took one */
	bool live;           /* the values are of a device that is online */
};

/* A part that switches: number 0 is the device itself, the others its outlets. */
struct part {
	int64_t on_since_s;  /* UTC; 0 when it is off, or does not tell */
	uint64_t shown;      /* a hash of what ports were last told of its state */
	int on;              /* as it was then; KASA_UNKNOWN before */
	bool meterless;      /* it was asked for its meter, and refused */
	struct pace pace;    /* of its relay */
	struct meter *meter; /* NULL: it has none, or none was read yet */
};

/* What is read every few minutes. */
struct settings {
	bool has_dimmer, has_motion, has_ambient, has_presets; /* these were read */
	struct kasa_dimmer dimmer;
	struct kasa_motion motion;
	struct kasa_ambient ambient;
	int cloud;                   /* 1 when it has a connection to the cloud, 0, KASA_UNKNOWN */
	struct kasa_preset *presets; /* its own: most devices have none */
	unsigned preset_count;
	uint64_t shown; /* a hash of what ports were last told */
	unsigned kinds; /* which of them there were then */
};

/* What the poller keeps of a device. */
struct poll {
	ev_timer timer;
	struct kasa_list node;        /* in the queue of those that wait for their turn */
	struct plan plan;             /* when what is due */
	struct poller_settings round; /* of the questions after settings */
	uint64_t heard_ms;            /* its last answer, or when polling began */
	uint64_t asked_ms;            /* when it was asked what it is asked now */
	unsigned missed;              /* polls in a row */
	unsigned outlet;              /* whose meter was asked last, or is asked; 0: none yet */
	unsigned rush;                /* outlets whose meters are wanted now, not when it is their turn */
	bool active, asking, queued;
	bool hurried;   /* it goes before the others */
	bool meterless; /* it told that it has no meter after all */
};

struct device {
	struct hub *hub;
	struct kasa_list node;
	uint32_t at;          /* its position in hub.table */
	char key[DEVICE_KEY]; /* names it in all ids */
	char id[KASA_ID_MAX]; /* deviceId; "" while it is not known */
	char mac[18];
	char name[DEVICE_NAME_MAX];         /* its level of topics */
	char area[DEVICE_NAME_MAX];         /* "" for none */
	const struct config_device *config; /* or NULL; follows a reload */
	struct kasa_device *handle;         /* NULL: nobody knows yet where it is */
	struct kasa_device *moving;         /* a handle at another address that has yet to prove itself */
	enum availability availability;
	int64_t seen_s;             /* UTC of its last word */
	struct part *parts;         /* one more than part_count */
	unsigned part_count;        /* outlets; 0 but for strips */
	struct settings *settings;  /* NULL: none read */
	uint64_t shape;             /* a hash of what it is, as ports were last told */
	unsigned told;              /* grows whenever anything of it may have become another */
	char alias[KASA_ALIAS_MAX]; /* as ports were last told */
	char fw[48];
	struct lane lane; /* orders */
	struct poll poll;
	bool enabled, hidden, protected;
	char before[DEVICE_NAME_MAX]; /* its name before the last change of the configuration */
	struct config_poll every;     /* how often it is read, all filled in */
	uint32_t throttle_ms;
	int rssi_shown;           /* dBm, as ports were last told: it wobbles by a few at each reading */
	char error[32];           /* the word of its last failure, "" */
	unsigned polls, failures; /* counted, for bridge/health */
	uint32_t *failed;         /* the same by their reasons, DEVICE_REASONS of them; NULL while there was none */
	void *of_port[DEVICE_PORTS_MAX]; /* by port.index */
};

/* What it last said of itself; NULL while it said nothing. Valid until the loop runs again. */
const struct kasa_state *device_state(const struct device *device);

/* Whether it speaks SMART, as far as is known. */
bool device_is_smart(const struct device *device);

/* The key of a device with this MAC. */
void device_key(char key[DEVICE_KEY], const char *mac);

/* Its alias, or the alias of an outlet, or its name. Never NULL. */
const char *device_alias(const struct device *device, unsigned outlet);

/* The meter of a part, or NULL. */
const struct meter *device_meter(const struct device *device, unsigned outlet);

/* What of the whole device is on: 1, 0, KASA_UNKNOWN; of an outlet with a number from 1. */
int device_on(const struct device *device, unsigned outlet);

/* The last two digits of an outlet's id, by which it is told apart for ever: "00"... Of SMART its position. */
void device_outlet_suffix(const struct device *device, unsigned outlet, char out[3]);

/*
 * Strips as a whole have no meter of their own: the sum of their outlets, mean of the voltages. False while one of them was
 * not read yet: a sum that grows outlet by outlet would look like consumption.
 */
bool device_energy_sum(const struct device *device, struct kasa_energy *out, double *sum_kwh, double *today_kwh,
                       double *month_kwh);

/* Whether it is a strip: its outlets are things of their own. */
static inline bool
device_has_outlets(const struct device *device)
{
	return device->part_count > 0;
}

#endif
