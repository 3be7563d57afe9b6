#include "rule.h"

#include "calendar.h"
#include "zone.h"

enum {
	WEEK = 7,
	NUMBER_MAX = 9999,
	NEVER = -1, /* a day before all that are possible */
};

/* Recordings may have anything: what is out of all reason is missing. */
static int
number(const json_t *json, const char *key, int missing)
{
	json_int_t value = json_integer_value(json_object_get(json, key));

	return json_is_integer(json_object_get(json, key)) && value >= -NUMBER_MAX && value <= NUMBER_MAX ? (int)value
	                                                                                                  : missing;
}

static bool
is_time(const struct sim_moment *moment, int option)
{
	if (option == SIM_TIME_CLOCK)
		return moment->minute >= 0 && moment->minute < SIM_DAY_MIN;
	return option == SIM_TIME_SUNRISE || option == SIM_TIME_SUNSET;
}

static struct sim_moment
read_moment(const json_t *json, const char *option, const char *minute, const char *offset)
{
	struct sim_moment moment = { SIM_TIME_NONE, number(json, minute, -1), number(json, offset, 0) };
	int given = number(json, option, SIM_TIME_NONE);

	if (is_time(&moment, given))
		moment.option = (enum sim_time_option)given;
	return moment;
}

static unsigned
read_wdays(const json_t *json)
{
	const json_t *list = json_object_get(json, "wday");
	unsigned wdays = 0;

	for (size_t i = 0; i < WEEK; i++)
		if (json_integer_value(json_array_get(list, i)) == 1)
			wdays |= 1u << i;
	return wdays;
}

struct sim_rule
sim_rule_read(const json_t *json)
{
	struct sim_date date = { number(json, "year", 0), number(json, "month", 0), number(json, "day", 0) };

	return (struct sim_rule){
		.start = read_moment(json, "stime_opt", "smin", "soffset"),
		.end = read_moment(json, "etime_opt", "emin", "eoffset"),
		.wdays = read_wdays(json),
		.day = sim_date_valid(date) ? sim_day_number(date) : NEVER,
		.enabled = number(json, "enable", 0) == 1,
		.weekly = number(json, "repeat", 0) == 1,
	};
}

/* What local time is ahead of UTC at the noon of a day. */
static int32_t
ahead_s(const struct sim_sky *sky, int32_t day)
{
	int64_t noon_s = (int64_t)day * SIM_DAY_S + SIM_DAY_S / 2;

	return (int32_t)(noon_s - sim_zone_utc_s(sky->zone, noon_s));
}

int
sim_moment_minute(const struct sim_moment *moment, const struct sim_sky *sky, int32_t day)
{
	int minute;

	if (moment->option == SIM_TIME_CLOCK)
		return moment->minute;
	minute =
		sim_sun_minute(&sky->place, day, ahead_s(sky, day), moment->option == SIM_TIME_SUNSET) + moment->offset;
	if (minute < 0)
		return 0;
	return minute < SIM_DAY_MIN ? minute : SIM_DAY_MIN - 1;
}

static int64_t
moment_s(const struct sim_moment *moment, const struct sim_sky *sky, int32_t day)
{
	return (int64_t)day * SIM_DAY_S + 60 * sim_moment_minute(moment, sky, day);
}

/* An end that is no later than its beginning belongs to the next day. */
static int64_t
end_s(const struct sim_rule *rule, const struct sim_sky *sky, int32_t day)
{
	int64_t at_s = moment_s(&rule->end, sky, day);

	if (rule->start.option == SIM_TIME_NONE || at_s > moment_s(&rule->start, sky, day))
		return at_s;
	return moment_s(&rule->end, sky, day + 1);
}

static bool
holds(const struct sim_rule *rule, int32_t day)
{
	return rule->weekly ? rule->wdays >> sim_day_wday(day) & 1 : day == rule->day && day != NEVER;
}

/* Keeps what comes after @p after_s and before what is due so far. */
static void
offer(struct sim_due *due, int64_t after_s, int64_t at_s, bool ends)
{
	if (at_s > after_s && at_s < due->local_s)
		*due = (struct sim_due){ at_s, ends };
}

static void
offer_day(struct sim_due *due, const struct sim_rule *rule, const struct sim_sky *sky, int32_t day, int64_t after_s)
{
	if (rule->start.option != SIM_TIME_NONE)
		offer(due, after_s, moment_s(&rule->start, sky, day), false);
	if (rule->end.option != SIM_TIME_NONE)
		offer(due, after_s, end_s(rule, sky, day), true);
}

bool
sim_rule_next(const struct sim_rule *rule, const struct sim_sky *sky, int64_t after_s, struct sim_due *due)
{
	int32_t today = sim_day_of(after_s), first = today - 1, last = today + WEEK; /* yesterday's may end today */

	*due = (struct sim_due){ .local_s = INT64_MAX };
	if (!rule->weekly)
		first = last = rule->day;
	for (int32_t day = first; rule->enabled && day <= last && (int64_t)day * SIM_DAY_S < due->local_s; day++)
		if (holds(rule, day))
			offer_day(due, rule, sky, day, after_s);
	return due->local_s != INT64_MAX;
}
