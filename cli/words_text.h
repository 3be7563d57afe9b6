/* Values as words for people: "on for 2 h 3 min", "-52 dBm", "3.4 W". */
#ifndef KASA_CLI_WORDS_TEXT_H
#define KASA_CLI_WORDS_TEXT_H

#include "cli/writer.h"

/* Those with a buffer fill it and return it, or something that lives for ever. */
const char *word_or_dash(const char *text);
const char *word_switch(int on);                                   /* "on", "off", "-" */
const char *word_host(const struct device_row *row, char out[80]); /* with the port when it is not the usual one */
const char *word_way(const struct device_row *row, char out[24]);  /* "klap2/smart" */
const char *word_signal(int rssi_dbm, char out[24]);
const char *word_time(long seconds, char out[32]); /* "12 s", "5 min", "2 h 3 min", "1 d 2 h" */
const char *word_on_for(int on, int seconds, char out[48]);
const char *word_condition(const struct kasa_state *state, char out[32]); /* short: "2/6 on" for a strip */
const char *word_state(const struct kasa_state *state, char out[128]);    /* long: with its time */
const char *word_light(const struct kasa_light *light, char out[128]);    /* "" when nothing is known */

const char *word_next(const struct kasa_next *next, char out[64]); /* "off at 23:00 (schedule)", or "" */

/* The alias, or the host where there is none; "strip/Desk lamp" for an outlet. Not safe for a terminal yet. */
const char *word_name(const struct device_row *row, char out[2 * KASA_ALIAS_MAX]);

const char *word_row_condition(const struct device_row *row, char out[32]);

/* "    3.4 W", aligned; "-" when it is unknown. */
void word_quantity(struct text *text, double value, int digits, const char *unit);

/* Colours, where there is colour. */
void word_colour(const struct out *out, struct text *text, int on);
void word_bold(const struct out *out, struct text *text);
void word_plain(const struct out *out, struct text *text);

#endif
