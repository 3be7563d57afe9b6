/* The attributes that a command may have, each with its value, and what they come to together. For command.c. */
#ifndef KASA_BRIDGE_COMMAND_ATTRIBUTE_H
#define KASA_BRIDGE_COMMAND_ATTRIBUTE_H

#include <jansson.h>

#include <kasa/state.h>

#include "bridge/command/command.h"

/* What was read so far: the orders that stand alone, and the values of those that are put together at the end. */
struct wish {
	struct command *command;
	const struct device *device;    /* or NULL */
	const struct kasa_state *state; /* NULL: nothing is known, so all is possible */
	unsigned outlet;
	int on;    /* 1, 0, ORDER_TOGGLE or KASA_UNKNOWN */
	bool dark; /* a brightness of 0 was given */
	struct kasa_light_change light;
	int range, threshold; /* of the motion sensor */
};

struct attribute;

/* Takes a value in. KASA_EINVAL, KASA_ENOTSUP, KASA_ENOMEM with a sentence that does not name the attribute. */
typedef int attribute_fn(struct wish *wish, const struct attribute *attribute, const json_t *value,
                         struct kasa_err *err);

struct attribute {
	const char *name;
	attribute_fn *read;
	int detail;       /* which one, where a function serves several */
	unsigned feature; /* bits of enum kasa_feature, of which the device must have one; 0: any device */
	bool of_outlets;  /* outlets have it as well */
};

/* The attribute of that name, or NULL with a sentence that lists them. */
const struct attribute *attribute_find(const char *name, struct kasa_err *err);

/* Takes one in, if the device can do it. */
int attribute_take(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err);

/* Adds an order of this kind and gives it, or NULL with a sentence when there are too many. */
struct order *wish_add(struct wish *wish, enum order_kind kind, struct kasa_err *err);

/* The same before the orders that are there. */
struct order *wish_add_first(struct wish *wish, enum order_kind kind, struct kasa_err *err);

/* An order with a text, which is copied. */
int wish_add_text(struct wish *wish, enum order_kind kind, const char *text, struct kasa_err *err);

/* Makes the orders of what was put together: state, light, motion range. They go before the others. */
int wish_compose(struct wish *wish, struct kasa_err *err);

/* command_light.c */
bool shows_something(const struct kasa_light_change *light);
int compose_switch(struct wish *wish, struct kasa_err *err);
int compose_light(struct wish *wish, struct kasa_err *err);

/* command_setting.c */
int compose_range(struct wish *wish, struct kasa_err *err);

/* The functions of the table. */
attribute_fn read_state, read_brightness, read_white, read_hue, read_saturation, read_color, read_transition,
	read_effect, read_preset, read_enable, read_dimmer, read_range, read_threshold, read_inactivity, read_alias,
	read_press;

#endif
