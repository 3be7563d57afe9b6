/* Values of attributes: what JSON has for them, and what stands in a bare payload for the same. Pure. */
#ifndef KASA_BRIDGE_COMMAND_VALUE_H
#define KASA_BRIDGE_COMMAND_VALUE_H

#include <jansson.h>
#include <stdbool.h>

#include <kasa/error.h>

enum {
	VALUE_SHOWN = 64,
};

/* A value as a sentence may show it: short, and harmless to a terminal. Returns @p out. */
const char *value_show(char out[VALUE_SHOWN], const json_t *value);

/* ON and OFF in any case, true and false; with @p toggle TOGGLE as well, told as ORDER_TOGGLE. */
int value_switch(const json_t *value, bool toggle, int *out, struct kasa_err *err);

/* A number, or its digits as a text, rounded to a whole one from @p least to @p most. @p unit is "" or begins with a blank. */
int value_whole(const json_t *value, int least, int most, const char *unit, int *out, struct kasa_err *err);

/* The same in seconds, with or without a fraction, to milliseconds. */
int value_seconds(const json_t *value, int least_ms, int most_ms, int *out, struct kasa_err *err);

/* One of @p count words in any case: its position. */
int value_word(const json_t *value, const char *const words[], unsigned count, int *out, struct kasa_err *err);

/* The press of a button: PRESS, true, or nothing at all. */
int value_press(const json_t *value, struct kasa_err *err);

#endif
