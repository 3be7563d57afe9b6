/* Wall clocks: what is one, and how far apart two of them are. */
#ifndef KASA_MODEL_CLOCK_H
#define KASA_MODEL_CLOCK_H

#include <stdint.h>

#include <kasa/clock.h>

#include "model/order.h"

#define KASA_CLOCK_UTC_MOST 4102444800 /* 2100-01-01 */

/* The name of its zone in tzdata, or "". */
const char *kasa_clock_region(const struct kasa_clock *clock);

/* What a clock in UTC shows, its zone unknown; all unknown where that is not from 1970 to 2099. */
void kasa_clock_of(int64_t utc_s, struct kasa_clock *out);

/* True for a date from 2000 to 2099 with a time of a day, and a zone that devices know or none. */
bool kasa_clock_valid(const struct kasa_clock *clock);

/* For the table of orders. */
bool kasa_clock_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                           const struct kasa_answer *answer);

#endif
