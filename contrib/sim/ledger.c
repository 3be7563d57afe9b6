#include "ledger.h"

#include <stdlib.h>
#include <string.h>

/* From the end: it is mostly today. */
static struct sim_ledger_day *
find(const struct sim_ledger *ledger, int32_t day)
{
	for (size_t i = ledger->count; i > 0; i--)
		if (ledger->days[i - 1].day == day)
			return &ledger->days[i - 1];
	return NULL;
}

static struct sim_ledger_day *
begin(struct sim_ledger *ledger, int32_t day)
{
	struct sim_ledger_day *days = ledger->days;

	if (ledger->count == SIM_LEDGER_DAYS)
		memmove(days, days + 1, --ledger->count * sizeof *days);
	else
		days = realloc(days, (ledger->count + 1) * sizeof *days);
	if (!days)
		return NULL;
	ledger->days = days;
	days[ledger->count] = (struct sim_ledger_day){ .day = day };
	return &days[ledger->count++];
}

void
sim_ledger_add(struct sim_ledger *ledger, int32_t day, double wh, double seconds)
{
	struct sim_ledger_day *entry = find(ledger, day);

	if (!entry)
		entry = begin(ledger, day);
	if (!entry)
		return;
	entry->amount[SIM_ENERGY] += wh;
	entry->amount[SIM_RUNTIME] += seconds;
}

double
sim_ledger_amount(const struct sim_ledger *ledger, enum sim_statistic statistic, int32_t day)
{
	const struct sim_ledger_day *entry = find(ledger, day);

	return entry ? entry->amount[statistic] : 0;
}

void
sim_ledger_erase(struct sim_ledger *ledger, enum sim_statistic statistic)
{
	for (size_t i = 0; i < ledger->count; i++)
		ledger->days[i].amount[statistic] = 0;
}

void
sim_ledger_finish(struct sim_ledger *ledger)
{
	free(ledger->days);
	*ledger = (struct sim_ledger){ 0 };
}
