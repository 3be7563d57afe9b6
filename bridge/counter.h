/*
 * The lifetime counter of a meter: what devices count falls when they lose their mains or are erased, this never does.
 * Pure: readings and the local day go in, sums come out.
 */
#ifndef KASA_BRIDGE_COUNTER_H
#define KASA_BRIDGE_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/state.h>

/* All zero but NAN where said is one that saw nothing: counter_init(). It is what is kept on disk. */
struct counter {
	double offset_kwh;     /* what was counted before the device's own total last began anew */
	double last_kwh;       /* the device's total as last read, NAN: none yet */
	int32_t day;           /* local day that base_today_kwh belongs to, as 20261127; 0: none */
	double base_today_kwh; /* the sum as it was when that day began */
	double base_month_kwh; /* the same of its month */
};

void counter_init(struct counter *counter);

/*
 * Takes a reading of the device's total.
 *
 * @param today_kwh, month_kwh  the device's own figures of this day and month, NAN where they are not known: they say what
 *                              was consumed before the counter saw its first reading of the day or month
 * @param day        the local day, as 20261127
 * @param elapsed_s  since the last reading, 0 when there was none in this run
 * @return false when the reading is not believed and nothing changed: it jumped further than any plug can consume
 */
bool counter_add(struct counter *counter, double total_kwh, double today_kwh, double month_kwh, int32_t day,
                 double elapsed_s);

/* The sum since the counter began, NAN while there was no reading. It never falls. */
double counter_sum(const struct counter *counter);

/* Of the day and the month of the last reading, NAN while there was none. */
double counter_today(const struct counter *counter);
double counter_month(const struct counter *counter);

/* Begins anew at zero, because somebody asked for it. */
void counter_reset(struct counter *counter);

#endif
