/*
 * An order: what somebody wants of a device, typed, wherever it came from. Ports make them, the hub carries them out, and
 * each is told once how it ended.
 */
#ifndef KASA_BRIDGE_ORDER_H
#define KASA_BRIDGE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/dimmer.h>
#include <kasa/error.h>
#include <kasa/light.h>
#include <kasa/sensor.h>

struct device;
struct order;

enum order_kind {
	ORDER_READ,         /* asks anew: state, meters, settings, by .what of enum change */
	ORDER_SWITCH,       /* .on: 1, 0 or ORDER_TOGGLE */
	ORDER_LIGHT,        /* .light; its .on as well */
	ORDER_LED,          /* .on */
	ORDER_PRESET,       /* .value: the index */
	ORDER_EFFECT,       /* .text: the arguments of set_lighting_effect, or "" to end one */
	ORDER_DIMMER,       /* .setting, .value */
	ORDER_MOTION,       /* .on: the sensor switches the light */
	ORDER_MOTION_RANGE, /* .range, .value: the threshold or KASA_UNKNOWN */
	ORDER_INACTIVITY,   /* .value: milliseconds */
	ORDER_AMBIENT,      /* .on: the sensor keeps the light off while it is bright */
	ORDER_ALIAS,        /* .text */
	ORDER_CLOCK,        /* sets the device's clock to this host's */
	ORDER_RESTART,
	ORDER_ENERGY_RESET, /* the device's meter and the bridge's counter begin anew */
	ORDER_RAW,          /* .text: JSON */
	ORDER_HISTORY,      /* its meter by day or month; .value: year * 100 + month, the month 0: all of the year */
};

/* Where an order came from. */
enum order_source {
	ORDER_FROM_NOBODY, /* the bridge itself */
	ORDER_FROM_MQTT,
	ORDER_FROM_HTTP,
	ORDER_FROM_HOOK,
	ORDER_FROM_RULE,
	ORDER_SOURCES,
};

enum {
	ORDER_TOGGLE = 2, /* of .on */
	ORDER_BY_MAX = 40,
};

/* Told once how an order ended, from the loop. @p reply is the device's JSON of ORDER_RAW, or ours
 * of ORDER_HISTORY, see document_history(); else NULL. */
typedef void order_done_fn(const struct order *order, struct device *device, const struct kasa_err *err,
                           const char *reply, void *arg);

struct order {
	enum order_kind kind;
	unsigned outlet; /* 0: the device, else from 1 */
	int on;
	int value;
	unsigned what;
	enum kasa_dimmer_setting setting;
	enum kasa_motion_range range;
	struct kasa_light_change light;
	char *text;      /* NULL or its own */
	bool collective; /* one of several at once: protected devices refuse to be switched off by it */
	enum order_source source;
	char by[ORDER_BY_MAX]; /* more exactly: the hook, the rule, the token; "" */
	uint64_t deadline_ms;  /* of the monotonic clock; past it the order is dropped by name. 0: none */
	order_done_fn *done;   /* or NULL */
	void *arg;
};

/* An order that changes nothing: what is no choice is unknown. */
void order_init(struct order *order, enum order_kind kind);

/* Gives back what it holds. */
void order_finish(struct order *order);

/* Whether the first is of the same kind, about the same part, as the second: the later one of them is enough. */
bool order_same(const struct order *a, const struct order *b);

/* The word of a kind for logs: "switch", "light". Lives for ever. */
const char *order_word(enum order_kind kind);

/* "mqtt", "http", "webhook", "rule"; "external" for nobody. Lives for ever. */
const char *order_source_word(enum order_source source);

#endif
