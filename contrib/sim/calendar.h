/* Dates as numbers: days since 1970-01-01, which is day 0. */
#ifndef KASA_SIM_CALENDAR_H
#define KASA_SIM_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum {
	SIM_DAY_S = 86400,
	SIM_DAY_MIN = 1440,
};

struct sim_date {
	int year, month, day; /* from 1 */
};

/* True for a day that there is, from 1970 to 2099. */
bool sim_date_valid(struct sim_date date);

int sim_month_days(int year, int month);

/* Any date whose month is from 1 to 12, and back. */
int32_t sim_day_number(struct sim_date date);
struct sim_date sim_day_date(int32_t day);

/* 0 is Sunday. */
int sim_day_wday(int32_t day);

/* The day that so many seconds since the beginning of day 0 are in; and what is left of them. */
int32_t sim_day_of(int64_t seconds);
int32_t sim_second_of(int64_t seconds);

#endif
