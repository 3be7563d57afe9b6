/* How much energy went through a meter: since we look, or today, as far as that is known. */
#ifndef KASA_CLI_TALLY_H
#define KASA_CLI_TALLY_H

#include <stdbool.h>
#include <time.h>

/* All zero knows nothing. */
struct tally {
	bool counting;
	bool today;      /* used_kwh is that of the whole day until now; else of the time since @since */
	double used_kwh; /* meaningful when it counts */
	time_t since;
	double last_kwh; /* what the meter showed last, NAN when it shows no total, and when that was */
	time_t last;
};

/* Takes what the meter shows at @p now; NAN is nothing new. */
void tally_add(struct tally *tally, double total_kwh, time_t now);

/* Takes what went through until now on the day of @p now: it is counted on from there. NAN is nothing new. */
void tally_today(struct tally *tally, double today_kwh, time_t now);

#endif
