#include "bridge/hub/counter.h"

#include <math.h>

/* What a plug can carry, with room for meters that are wrong: 16 A at 250 V, and a quarter. */
static const double most_kw = 16 * 250 * 1.25 / 1000;
/* Meters add up in steps, some only once a minute; a strip's are read in turn. */
static const double step_kwh = 0.1;
/* Of a device that was away: more than a year of a heater. */
static const double away_kwh = 10000;
/* Totals are told in whole watt-hours: they may round down now what they rounded up before. */
static const double noise_kwh = 0.002;
/* What no meter ever reaches. */
static const double absurd_kwh = 1e9;

enum {
	FALL_READINGS = 2, /* that must agree */
	JUMP_READINGS = 3,
	FIRST_DAY = 20200101, /* an earlier one is of a clock that nobody has set yet */
};

void
counter_init(struct counter *counter)
{
	*counter = (struct counter){ .last_kwh = NAN, .base_today_kwh = NAN, .base_month_kwh = NAN, .doubt_kwh = NAN };
}

void
counter_reset(struct counter *counter)
{
	counter_init(counter);
}

double
counter_sum(const struct counter *counter)
{
	return counter->offset_kwh + counter->last_kwh;
}

/* NAN stays NAN. */
static double
since(const struct counter *counter, double base_kwh)
{
	double kwh = counter_sum(counter) - base_kwh;

	return kwh < 0 ? 0 : kwh;
}

double
counter_today(const struct counter *counter)
{
	return since(counter, counter->base_today_kwh);
}

double
counter_month(const struct counter *counter)
{
	return since(counter, counter->base_month_kwh);
}

static bool
sane(double kwh)
{
	return isfinite(kwh) && kwh >= 0 && kwh < absurd_kwh;
}

/* The most that a total rises in this time. */
static double
most(double elapsed_s)
{
	return elapsed_s > 0 ? most_kw * elapsed_s / 3600 + step_kwh : away_kwh;
}

static bool
follows(double before_kwh, double kwh, double elapsed_s)
{
	return kwh >= before_kwh - noise_kwh && kwh - before_kwh <= most(elapsed_s);
}

/* Counts readings that agree with each other, though not with what was believed. */
static bool
persists(struct counter *counter, double total_kwh, double elapsed_s)
{
	unsigned enough = total_kwh < counter->last_kwh ? FALL_READINGS : JUMP_READINGS;
	bool agrees = counter->doubts > 0 && elapsed_s > 0 && follows(counter->doubt_kwh, total_kwh, elapsed_s);

	counter->doubts = agrees ? counter->doubts + 1 : 1;
	counter->doubt_kwh = total_kwh;
	return counter->doubts >= enough;
}

static bool
believed(struct counter *counter, double total_kwh, double elapsed_s)
{
	if (isnan(counter->last_kwh) || follows(counter->last_kwh, total_kwh, elapsed_s))
		return true;
	return persists(counter, total_kwh, elapsed_s);
}

static void
take(struct counter *counter, double total_kwh)
{
	counter->doubts = 0;
	counter->doubt_kwh = NAN;
	if (total_kwh < counter->last_kwh - noise_kwh)
		counter->offset_kwh += counter->last_kwh;
	else if (total_kwh < counter->last_kwh)
		return;
	counter->last_kwh = total_kwh;
}

/*
 * The sum as it was when the period began, by what the device says of the period. It is not trusted with more than what was
 * counted since the last reading, for its midnight may be another than ours.
 */
static double
base(double sum_kwh, double before_kwh, double period_kwh, bool away)
{
	double least = isnan(before_kwh) ? 0 : before_kwh;
	double kwh = sum_kwh - period_kwh;

	if (!sane(period_kwh))
		return isnan(before_kwh) || away ? sum_kwh : before_kwh;
	return fmin(fmax(kwh, least), sum_kwh);
}

/* What a device told too late for the counter's first reading. */
static void
make_up(double *base_kwh, bool *bare, double sum_kwh, double period_kwh)
{
	if (!*bare || !sane(period_kwh))
		return;
	*base_kwh = fmin(*base_kwh, fmax(sum_kwh - period_kwh, 0));
	*bare = false;
}

/* @p before_kwh: the sum of the last reading, NAN when there was none. */
static void
turn(struct counter *counter, double before_kwh, double today_kwh, double month_kwh, int32_t day, bool away)
{
	double sum = counter_sum(counter);

	if (day < FIRST_DAY && counter->day != 0)
		return;
	if (day != counter->day) {
		counter->base_today_kwh = base(sum, before_kwh, today_kwh, away);
		counter->bare_today = isnan(before_kwh) && !sane(today_kwh);
	}
	if (day / 100 != counter->day / 100) {
		counter->base_month_kwh = base(sum, before_kwh, month_kwh, away);
		counter->bare_month = isnan(before_kwh) && !sane(month_kwh);
	}
	make_up(&counter->base_today_kwh, &counter->bare_today, sum, today_kwh);
	make_up(&counter->base_month_kwh, &counter->bare_month, sum, month_kwh);
	counter->day = day;
}

bool
counter_add(struct counter *counter, double total_kwh, double today_kwh, double month_kwh, int32_t day,
            double elapsed_s)
{
	double before = counter_sum(counter);

	if (!sane(total_kwh) || !believed(counter, total_kwh, elapsed_s))
		return false;
	take(counter, total_kwh);
	turn(counter, before, today_kwh, month_kwh, day, !(elapsed_s > 0));
	return true;
}
