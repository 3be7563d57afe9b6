/* Meters count up; one that shows less than before was erased, or lost its memory, and began at 0. */
#include "cli/tally.h"

#include <math.h>

enum {
	MIDNIGHT_S = 600, /* a reading this long before the first of a day still tells where the day began */
};

static bool
same_day(time_t a, time_t b)
{
	struct tm day_a, day_b;

	localtime_r(&a, &day_a);
	localtime_r(&b, &day_b);
	return day_a.tm_yday == day_b.tm_yday && day_a.tm_year == day_b.tm_year;
}

static void
begin(struct tally *tally, time_t now, bool today)
{
	tally->counting = true;
	tally->today = today;
	tally->used_kwh = 0;
	tally->since = now;
}

static double
since_last(const struct tally *tally, double total_kwh)
{
	if (!isfinite(tally->last_kwh))
		return 0;
	return total_kwh < tally->last_kwh ? total_kwh : total_kwh - tally->last_kwh;
}

void
tally_add(struct tally *tally, double total_kwh, time_t now)
{
	bool next_day = tally->counting && !same_day(tally->last, now);

	if (!isfinite(total_kwh))
		return;
	if (!tally->counting || (next_day && now - tally->last > MIDNIGHT_S)) {
		begin(tally, now, false);
	} else {
		if (next_day)
			begin(tally, now, true);
		tally->used_kwh += since_last(tally, total_kwh);
	}
	tally->last_kwh = total_kwh;
	tally->last = now;
}

void
tally_today(struct tally *tally, double today_kwh, time_t now)
{
	if (!isfinite(today_kwh))
		return;
	if (!tally->counting)
		tally->last_kwh = NAN; /* a meter without a total */
	tally->counting = tally->today = true;
	tally->used_kwh = today_kwh;
	tally->last = now;
}
