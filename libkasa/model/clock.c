#include "model/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	YEAR_LEAST = 2000,
	YEAR_MOST = 2099,
	DAY_S = 86400,
	FIRST_YEAR = 1970,
	LATE_S = 30, /* between what was ordered and what is read back, retries included */
};

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

static bool
within(int value, int least, int most)
{
	return value >= least && value <= most;
}

/* KASA_UNKNOWN is out of every range. */
static bool
is_moment(const struct kasa_clock *clock)
{
	return within(clock->year, YEAR_LEAST, YEAR_MOST) && within(clock->month, 1, 12)
	       && within(clock->day, 1, days_of(clock->year, clock->month)) && within(clock->hour, 0, 23)
	       && within(clock->minute, 0, 59) && within(clock->second, 0, 59);
}

static int
days_of_year(int year)
{
	return 365 + is_leap(year);
}

void
kasa_clock_of(int64_t utc_s, struct kasa_clock *out)
{
	int year = FIRST_YEAR, month = 1, second = (int)(utc_s % DAY_S);
	int64_t day = utc_s / DAY_S;

	*out = (struct kasa_clock){ .year = KASA_UNKNOWN,
		                    .month = KASA_UNKNOWN,
		                    .day = KASA_UNKNOWN,
		                    .hour = KASA_UNKNOWN,
		                    .minute = KASA_UNKNOWN,
		                    .second = KASA_UNKNOWN,
		                    .zone = KASA_UNKNOWN };
	for (; year <= YEAR_MOST && day >= days_of_year(year); year++)
		day -= days_of_year(year);
	if (utc_s < 0 || year > YEAR_MOST)
		return;
	for (; day >= days_of(year, month); month++)
		day -= days_of(year, month);
	out->year = year;
	out->month = month;
	out->day = (int)day + 1;
	out->hour = second / 3600;
	out->minute = second / 60 % 60;
	out->second = second % 60;
}

bool
kasa_clock_valid(const struct kasa_clock *clock)
{
	return is_moment(clock) && memchr(clock->region, '\0', sizeof clock->region) && clock->utc_s >= 0
	       && clock->utc_s < KASA_CLOCK_UTC_MOST && (clock->zone == KASA_UNKNOWN || kasa_zone_name(clock->zone));
}

static long
day_number(const struct kasa_clock *clock)
{
	long days = clock->day;

	for (int year = YEAR_LEAST; year < clock->year; year++)
		days += 365 + is_leap(year);
	for (int month = 1; month < clock->month; month++)
		days += days_of(clock->year, month);
	return days;
}

static long
second_of_day(const struct kasa_clock *clock)
{
	return clock->hour * 3600L + clock->minute * 60L + clock->second;
}

long
kasa_clock_seconds(const struct kasa_clock *from, const struct kasa_clock *to)
{
	if (!is_moment(from) || !is_moment(to))
		return 0;
	return (day_number(to) - day_number(from)) * DAY_S + second_of_day(to) - second_of_day(from);
}

const char *
kasa_clock_region(const struct kasa_clock *clock)
{
	const char *name = clock->region[0] ? clock->region : kasa_zone_name(clock->zone);

	return name ? name : "";
}

/* Of a device that keeps UTC. */
static bool
utc_as_ordered(const struct kasa_clock *want, const struct kasa_clock *is)
{
	const char *region = kasa_clock_region(want);

	return llabs(is->utc_s - want->utc_s) <= LATE_S && (!region[0] || strcmp(region, is->region) == 0);
}

bool
kasa_clock_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_clock *want = &order->clock, *is = &answer->clock;

	(void)state;
	if (is->utc_s > 0)
		return utc_as_ordered(want, is);
	return is_moment(is) && labs(kasa_clock_seconds(want, is)) <= LATE_S
	       && (want->zone == KASA_UNKNOWN || want->zone == is->zone);
}
