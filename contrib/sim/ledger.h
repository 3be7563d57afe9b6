/* What an outlet took and how long it was on, day by day of its device's calendar. */
#ifndef KASA_SIM_LEDGER_H
#define KASA_SIM_LEDGER_H

#include <stddef.h>
#include <stdint.h>

enum sim_statistic {
	SIM_ENERGY,  /* watt-hours */
	SIM_RUNTIME, /* seconds */
	SIM_STATISTICS,
};

enum {
	SIM_LEDGER_DAYS = 800, /* then the oldest is forgotten */
};

struct sim_ledger {
	struct sim_ledger_day {
		int32_t day; /* since 1970 */
		double amount[SIM_STATISTICS];
	} * days; /* in the order they were begun: a clock may be set back */
	size_t count;
};

/* Without memory a new day is not counted. */
void sim_ledger_add(struct sim_ledger *ledger, int32_t day, double wh, double seconds);

double sim_ledger_amount(const struct sim_ledger *ledger, enum sim_statistic statistic, int32_t day);
void sim_ledger_erase(struct sim_ledger *ledger, enum sim_statistic statistic);
void sim_ledger_finish(struct sim_ledger *ledger);

#endif
