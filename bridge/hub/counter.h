/*
 * The lifetime counter of a meter: what devices count falls when they lose their mains or are erased, this never does.
 * Pure: readings and the local day go in, sums come out.
 */
#ifndef KASA_BRIDGE_COUNTER_H
#define KASA_BRIDGE_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/state.h>

/*
 * All zero but NAN where said is one that saw nothing: counter_init(). All but the doubts is what is kept on disk. The sum
 * is offset_kwh + last_kwh: after a crash the next reading makes up for what the file missed.
 */
struct counter {
	double offset_kwh;     /* what was counted before the device's own total last began anew */
	double last_kwh;       /* the device's total as last read, NAN: none yet */
	int32_t day;           /* local day that base_today_kwh belongs to, as 20261127; 0: none */
	double base_today_kwh; /* the sum as it was when that day began */
	double base_month_kwh; /* the same of its month */
	double doubt_kwh;      /* the last reading that was not believed, and ... */
	unsigned doubts;       /* ... how many in a row agreed on it; not kept */
	bool bare_today;       /* it began in the midst of the day, and nobody said yet what came before; not kept */
	bool bare_month;       /* the same of its month */
};

void counter_init(struct counter *counter);

/*
 * Takes a reading of the device's total. One that fell is believed when a second one agrees, for devices say 0 once in a
 * while; then what was counted before goes into the offset. One that rose by more than a plug can carry in the time, when a
 * third one agrees. Of a device that was away little is known, so what is not absurd is believed at once.
 *
 * @param today_kwh, month_kwh  the device's own figures of this day and month, NAN where they are not known: they say what
 *                              was consumed before the counter saw its first reading of the day or month. Devices
 *                              tell them now and then: a counter that is new takes the first that comes
 * @param day        the local day, as 20261127
 * @param elapsed_s  since the last reading, 0 when there was none in this run
 * @return false when the reading is not believed, so far, and no sum changed
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
