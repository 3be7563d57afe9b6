/* What happened, as ports are told: once, at the moment, with what is known of it. */
#ifndef KASA_BRIDGE_EVENT_H
#define KASA_BRIDGE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/error.h>

#include "bridge/hub/order.h"

struct device;

enum event_kind {
	EVENT_FOUND,   /* a device that nobody knew */
	EVENT_REFUSED, /* something answers that cannot be used: .err says why, .after is its address */
	EVENT_ONLINE,
	EVENT_OFFLINE,         /* .err: what was tried last */
	EVENT_RENAMED,         /* .before, .after: names in topics */
	EVENT_ALIAS,           /* .before, .after: names in the app */
	EVENT_MOVED,           /* .before, .after: addresses */
	EVENT_FIRMWARE,        /* .before, .after: versions */
	EVENT_CHANGED_LOCALLY, /* by its button, by the app or by itself; .after: "ON", "OFF" */
	EVENT_COMMAND_FAILED,  /* .err, .after: the word of the order; .source, .by */
	EVENT_REMOVED,
	EVENT_STATE_CHANGED, /* switched, whoever did it: .source, .by; .before, .after: "ON", "OFF" */
	EVENT_POWER_ABOVE,   /* .facts: power_w, limit_w, duration_s */
	EVENT_POWER_BELOW,
	EVENT_CYCLE_STARTED,  /* .facts: started_s */
	EVENT_CYCLE_FINISHED, /* .facts: started_s, duration_s, energy_kwh */
	EVENT_ENERGY_BUDGET,  /* .facts: energy_kwh, limit_kwh, period */
	EVENT_RULE,           /* a rule says so: .name is its event, .by the rule */
	EVENT_KINDS,
};

/* What was measured; what is not known is NAN or 0. */
struct event_facts {
	double power_w, limit_w;
	double energy_kwh, limit_kwh;
	int64_t duration_s, started_s; /* started_s is UTC */
	const char *period;            /* "day", "month", or NULL */
};

struct event {
	enum event_kind kind;
	struct device *device; /* NULL of EVENT_REFUSED where nobody knows it, and of a rule that is about none */
	unsigned outlet;
	const char *before, *after;      /* or NULL */
	const struct kasa_err *err;      /* or NULL */
	const char *code;                /* what the failure is called, or NULL: as .err is */
	enum order_source source;        /* who wanted it; ORDER_FROM_NOBODY: a button, the app, the device itself */
	const char *by;                  /* more exactly: a hook, a rule, a token; or NULL */
	const char *name;                /* of EVENT_RULE */
	const struct event_facts *facts; /* or NULL */
};

/* Facts of which nothing is known. */
void event_facts_init(struct event_facts *facts);

/* "device_found", "came_online", ... as in topics. Lives for ever. */
const char *event_word(enum event_kind kind);

/* Whether topics tell of it: a change of state has a topic of its own. */
bool event_in_topics(enum event_kind kind);

/* "device_found", "device_online", ... as in webhooks, streams and rules; of EVENT_RULE its .name. */
const char *event_name(const struct event *event);

/* The kind of that name in webhooks; EVENT_KINDS when it is none, which a rule's event may be. */
enum event_kind event_named(const char *name);

#endif
