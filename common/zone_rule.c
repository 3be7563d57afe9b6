/* Reads from left to right; what a year's changes are in UTC is computed when it is asked for. */
#include "common/zone_rule.h"

#include <string.h>

#include "common/calendar.h"
#include "common/scan.h"

enum {
	HOUR_S = 60 * 60,
	DAY_S = 24 * HOUR_S,
	NAME_LEAST = 3,
	OFFSET_HOURS = 24,
	CHANGE_HOURS = 167, /* a week less an hour, either way: RFC 9636 */
	LAST_WEEK = 5,
	FEBRUARY_28 = 59, /* the last day that has the same number in all years, from 1 */
};

static const char us_changes[] = ",M3.2.0,M11.1.0";

/* "EST", or "<+0545>" for names that are not letters alone. */
static bool
scan_name(const char **at)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char quoted[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
	bool quotes = scan_char(at, '<');
	size_t n = strspn(*at, quotes ? quoted : letters);

	*at += n;
	return n >= NAME_LEAST && (!quotes || scan_char(at, '>'));
}

/* Digits up to a limit; there must be one. */
static bool
scan_value(const char **at, int least, int most, int *out)
{
	size_t digits;
	uint64_t value = scan_digits(at, &digits);

	if (digits == 0 || value < (uint64_t)least || value > (uint64_t)most)
		return false;
	*out = (int)value;
	return true;
}

/* "-5:45", "2", "+3:30:15" */
static bool
scan_time(const char **at, int most_hours, int32_t *out_s)
{
	bool negative = scan_char(at, '-');
	int hours, minutes = 0, seconds = 0;

	if (!negative)
		scan_char(at, '+');
	if (!scan_value(at, 0, most_hours, &hours))
		return false;
	if (scan_char(at, ':') && !scan_value(at, 0, 59, &minutes))
		return false;
	if (scan_char(at, ':') && !scan_value(at, 0, 59, &seconds))
		return false;
	*out_s = (hours * HOUR_S + minutes * 60 + seconds) * (negative ? -1 : 1);
	return true;
}

static bool
scan_day(const char **at, struct zone_change *change)
{
	if (scan_char(at, 'M')) {
		change->kind = ZONE_DAY_WEEKDAY;
		return scan_value(at, 1, 12, &change->month) && scan_char(at, '.')
		       && scan_value(at, 1, LAST_WEEK, &change->week) && scan_char(at, '.')
		       && scan_value(at, 0, 6, &change->day);
	}
	change->kind = scan_char(at, 'J') ? ZONE_DAY_JULIAN : ZONE_DAY_YEAR;
	return scan_value(at, change->kind == ZONE_DAY_JULIAN, 365, &change->day);
}

/* ",M3.5.0/3" */
static bool
scan_change(const char **at, struct zone_change *change)
{
	*change = (struct zone_change){ .at_s = 2 * HOUR_S };
	if (!scan_char(at, ',') || !scan_day(at, change))
		return false;
	return !scan_char(at, '/') || scan_time(at, CHANGE_HOURS, &change->at_s);
}

/* The sign of the text is turned round: there, the west is positive. */
static bool
scan_offset(const char **at, int32_t *out_s)
{
	if (!scan_time(at, OFFSET_HOURS, out_s))
		return false;
	*out_s = -*out_s;
	return true;
}

/* What stands behind the first offset, if anything: a summer's name, its offset, and its changes. */
static bool
scan_summer(const char *at, struct zone_rule *rule)
{
	const char *changes;

	if (!scan_name(&at))
		return false;
	rule->summer_s = rule->offset_s + HOUR_S;
	if (*at && *at != ',' && !scan_offset(&at, &rule->summer_s))
		return false;
	changes = *at ? at : us_changes;
	return scan_change(&changes, &rule->begin) && scan_change(&changes, &rule->end) && !*changes;
}

/* Summer is when clocks are ahead, whatever the text calls an exception. */
static void
normalise(struct zone_rule *rule)
{
	const struct zone_rule given = *rule;

	if (given.summer_s < given.offset_s)
		*rule = (struct zone_rule){ given.summer_s, given.offset_s, given.end, given.begin };
	if (given.summer_s == given.offset_s)
		*rule = (struct zone_rule){ .offset_s = given.offset_s, .summer_s = given.offset_s };
}

bool
zone_rule_parse(const char *text, struct zone_rule *out)
{
	struct zone_rule rule = { 0 };

	if (!scan_name(&text) || !scan_offset(&text, &rule.offset_s))
		return false;
	rule.summer_s = rule.offset_s;
	if (*text && !scan_summer(text, &rule))
		return false;
	normalise(&rule);
	*out = rule;
	return true;
}

static bool
change_equal(const struct zone_change *a, const struct zone_change *b)
{
	return a->kind == b->kind && a->month == b->month && a->week == b->week && a->day == b->day
	       && a->at_s == b->at_s;
}

bool
zone_rule_equal(const struct zone_rule *a, const struct zone_rule *b)
{
	return a->offset_s == b->offset_s && a->summer_s == b->summer_s && change_equal(&a->begin, &b->begin)
	       && change_equal(&a->end, &b->end);
}

/* The day of the month on which a weekday comes for the first time, the second ... or the last. */
static int
day_of_month(const struct zone_change *change, int year)
{
	struct date first = { year, change->month, 1 };
	int day = 1 + (change->day + 7 - calendar_weekday(&first)) % 7 + 7 * (change->week - 1);

	return day > calendar_month_days(year, change->month) ? day - 7 : day;
}

/* Days since 1970 of a change in a year. */
static int64_t
day_of(const struct zone_change *change, int year)
{
	struct date date = { year, 1, 1 };
	bool leap = calendar_month_days(year, 2) == 29;

	switch (change->kind) {
	case ZONE_DAY_WEEKDAY:
		date.month = change->month;
		date.day = day_of_month(change, year);
		break;
	case ZONE_DAY_JULIAN:
		date.day = change->day + (leap && change->day > FEBRUARY_28);
		break;
	case ZONE_DAY_YEAR:
		date.day = change->day + 1;
		break;
	}
	return calendar_days(&date);
}

static int64_t
moment_of(const struct zone_change *change, int year, int32_t offset_s)
{
	return day_of(change, year) * DAY_S + change->at_s - offset_s;
}

int32_t
zone_rule_offset(const struct zone_rule *rule, int64_t utc_s)
{
	int64_t local_s = utc_s + rule->offset_s, begin, end;
	int year;
	bool summer;

	if (rule->offset_s == rule->summer_s)
		return rule->offset_s;
	year = calendar_year(local_s / DAY_S - (local_s % DAY_S < 0));
	begin = moment_of(&rule->begin, year, rule->offset_s);
	end = moment_of(&rule->end, year, rule->summer_s);
	if (begin < end)
		summer = utc_s >= begin && utc_s < end;
	else
		summer = utc_s >= begin || utc_s < end;
	return summer ? rule->summer_s : rule->offset_s;
}
