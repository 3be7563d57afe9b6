/* What energy and usage share: which days were asked for, how long it was on, what it cost. */
#ifndef KASA_CLI_HISTORY_WORDS_H
#define KASA_CLI_HISTORY_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"

struct job;
struct sheet;

/* ---- days and months: cmd_history.c ---- */

/* Whether --day or --month was given. */
bool history_wanted(const struct options *opts);

/* Whether a word may be the value of one of them: of digits, as no name of a device is likely to be. */
bool history_looks(const char *word);

/* Of --day, --month and --erase. */
int history_check(const struct cli *cli, struct kasa_err *err);

void history_start(struct job *job, bool usage);

/* ---- --erase: cmd_erase.c ---- */

void erase_energy(struct job *job);
void erase_usage(struct job *job);

/* ---- values: history_words.c ---- */

/* A time in minutes, for people "12:05"; NAN is unknown. */
void usage_add(struct sheet *sheet, const char *key, const char *label, double minutes);

/* The price of --price or KASA_PRICE. False when none was given; it was checked. */
bool cost_price(const struct options *opts, uint32_t *price);

/* What that much energy costs, where there is a price. */
void cost_add(struct sheet *sheet, const struct options *opts, double kwh);

/* Of --price. */
int cost_check(const struct options *opts, struct kasa_err *err);

#endif
