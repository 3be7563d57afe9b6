/* Days of the Gregorian calendar: arithmetic alone, no clock and no time zone. */
#ifndef KASA_COMMON_CALENDAR_H
#define KASA_COMMON_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct date {
	int year, month, day; /* as they are written: month and day from 1 */
};

/* 28 to 31; 0 for what is no month. */
int calendar_month_days(int year, int month);

/* True for a day that there is, from the year 1 to 9999. */
bool calendar_valid(const struct date *date);

/* Days since 1970-01-01, negative before; @p date is valid. */
int64_t calendar_days(const struct date *date);

/* The year of a day that is told that way. */
int calendar_year(int64_t days);

/* 0 for Sunday to 6; @p date is valid. */
int calendar_weekday(const struct date *date);

/* The day @p days later, not before; @p date is valid. */
struct date calendar_after(const struct date *date, unsigned days);

#endif
