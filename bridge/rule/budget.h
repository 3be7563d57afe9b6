/* How much a meter may count in a day and in a month: told once for each of them. Pure. */
#ifndef KASA_BRIDGE_BUDGET_H
#define KASA_BRIDGE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

/* Days as 20261127, months as 202611; NAN is no limit. What was told is kept over a restart. */
struct budget {
	double day_kwh, month_kwh;
	int32_t told_day, told_month;
};

void budget_init(struct budget *budget, double day_kwh, double month_kwh);

/*
 * Whether that is to be told now.
 *
 * @param kwh  of this day or month; NAN is not known
 * @param day  the local day, as 20261127
 */
bool budget_day(struct budget *budget, double kwh, int32_t day);
bool budget_month(struct budget *budget, double kwh, int32_t day);

#endif
