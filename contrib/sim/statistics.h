/* Lists of days and months, in replies of meters and of schedules. */
#ifndef KASA_SIM_STATISTICS_H
#define KASA_SIM_STATISTICS_H

#include "request.h"

/* How a device tells a statistic. */
struct sim_tale {
	enum sim_statistic statistic;
	const char *key;
	bool thousandths; /* as a float, a thousand in one */
};

/* get_daystat of a year and a month, and get_monthstat of a year; days without anything are left out. */
enum sim_code sim_statistics_days(struct sim_call *call, const struct sim_tale *tale);
enum sim_code sim_statistics_months(struct sim_call *call, const struct sim_tale *tale);

enum sim_code sim_statistics_erase(struct sim_call *call, enum sim_statistic statistic);

#endif
