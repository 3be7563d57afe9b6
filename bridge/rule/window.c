/* Local time comes from localtime_r(): hours that clocks skip or repeat are as the zone has them. */
#include "bridge/rule/window.h"

#include <time.h>

enum {
	MINUTES = 24 * 60,
	DAYS = 7,
	HALF_HOUR = 1800,
	DAYS_AHEAD = 2, /* a day that has no such time has a next one that does */
};

static bool
on_day(const struct window *window, int day)
{
	return window->days >> ((day + DAYS) % DAYS) & 1;
}

bool
window_holds(const struct window *window, int64_t utc_s)
{
	int after = window->after == WINDOW_OPEN ? 0 : window->after;
	int before = window->before == WINDOW_OPEN ? MINUTES : window->before;
	time_t now = (time_t)utc_s;
	struct tm day;
	int minute;

	if (!localtime_r(&now, &day))
		return false;
	minute = day.tm_hour * 60 + day.tm_min;
	if (after < before)
		return on_day(window, day.tm_wday) && minute >= after && minute < before;
	return (on_day(window, day.tm_wday) && minute >= after) || (on_day(window, day.tm_wday - 1) && minute < before);
}

/* The next time that clocks show this minute. */
static int64_t
next_minute(int minute, int64_t utc_s)
{
	time_t now = (time_t)utc_s;
	struct tm today;

	if (!localtime_r(&now, &today))
		return utc_s + 60;
	for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
		struct tm day = { .tm_year = today.tm_year,
			          .tm_mon = today.tm_mon,
			          .tm_mday = today.tm_mday + ahead,
			          .tm_hour = minute / 60,
			          .tm_min = minute % 60,
			          .tm_isdst = -1 };
		int64_t at_s = (int64_t)mktime(&day);

		if (at_s > utc_s)
			return at_s;
	}
	return utc_s + 60;
}

static int
summer(int64_t utc_s)
{
	time_t at = (time_t)utc_s;
	struct tm day;

	return localtime_r(&at, &day) ? day.tm_isdst : 0;
}

/* Where clocks are put forward or back, each half of an hour may bring a time back, or skip it. */
static int64_t
at_change_of_clocks(int64_t next_s, int64_t utc_s)
{
	int64_t half_s = (utc_s / HALF_HOUR + 1) * HALF_HOUR;

	return half_s < next_s && summer(next_s) != summer(utc_s) ? half_s : next_s;
}

int64_t
window_next(const struct window *window, int64_t utc_s)
{
	int64_t next_s = next_minute(0, utc_s);
	int64_t after_s = window->after > 0 ? next_minute(window->after, utc_s) : next_s;
	int64_t before_s = window->before > 0 ? next_minute(window->before, utc_s) : next_s;

	next_s = after_s < next_s ? after_s : next_s;
	next_s = before_s < next_s ? before_s : next_s;
	return at_change_of_clocks(next_s, utc_s);
}
