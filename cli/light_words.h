/* Values of lights as people type them: shares, whites and colours. */
#ifndef KASA_CLI_LIGHT_WORDS_H
#define KASA_CLI_LIGHT_WORDS_H

#include <stdbool.h>

#include <kasa/light.h>

enum {
	PRESET_NUMBER_MAX = 99, /* devices keep up to five; beyond this it is a slip */
};

/* Each takes one kind of value into a change. KASA_EINVAL with a sentence that says what is allowed. */
int light_words_brightness(const char *word, struct kasa_light_change *change, struct kasa_err *err); /* "40", "40%" */
int light_words_white(const char *word, struct kasa_light_change *change, struct kasa_err *err); /* "2700", "2700K" */
int light_words_hsv(const char *word, struct kasa_light_change *change, struct kasa_err *err);   /* "240,80[,50]" */

/* A colour or a white by its name, or "#ff8000", which is as bright as it says. */
int light_words_color(const char *word, struct kasa_light_change *change, struct kasa_err *err);

/* "preset:2": the number, from 1. */
bool light_words_preset(const char *word, int *number);

/* What of some values a device can show: a colour or a white, not both; the rest becomes unknown. */
struct kasa_light light_shown_by(const struct kasa_state *state, const struct kasa_light *light);

#endif
