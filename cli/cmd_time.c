/* time: the device's clock, and how it is set; a plug without Internet loses it with the mains. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <kasa/clock.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "common/clock_now.h"
#include "common/duration.h"
#include "common/timewords.h"
#include "common/zone.h"

enum {
	RIGHT_S = 2, /* nearer than that nobody can tell, for the answer takes its time */
};

/* ---- what is shown ---- */

static void
add_difference(struct sheet *sheet, const struct kasa_clock *clock)
{
	char word[DURATION_TEXT], shown[DURATION_TEXT + 16];
	struct kasa_clock now;
	struct kasa_err err;
	long ahead;

	if (!clock_now(clock, &now, &err))
		return;
	ahead = kasa_clock_seconds(&now, clock);
	sheet_int(sheet, "ahead_s", "beside us", ahead);
	if (labs(ahead) <= RIGHT_S)
		snprintf(shown, sizeof shown, "the same");
	else
		snprintf(shown, sizeof shown, "%s %s", duration_format(word, (uint64_t)labs(ahead) * 1000),
		         ahead > 0 ? "ahead" : "behind");
	sheet_shown(sheet, shown);
}

static void
on_clock(struct kasa_device *dev, const struct kasa_clock *told, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct sheet sheet;
	struct kasa_clock shown, *clock = &shown;
	char text[80] = "";

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	shown = clock_shown(told);
	if (clock->year != KASA_UNKNOWN && clock->hour != KASA_UNKNOWN)
		snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", clock->year, clock->month, clock->day,
		         clock->hour, clock->minute, clock->second);
	sheet_init(&sheet, "clock");
	sheet_text(&sheet, "time", "time", text);
	sheet_text(&sheet, "zone", "time zone", clock->region[0] ? clock->region : kasa_zone_name(clock->zone));
	sheet_int(&sheet, "zone_index", "number", clock->zone);
	add_difference(&sheet, clock);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

void
cmd_time(struct job *job)
{
	int rc = kasa_clock_read(job->lane->dev, on_clock, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- sync ---- */

static int
own_zone(struct zone *zone, struct zone_match *match, struct kasa_err *err)
{
	const struct zone_source source = { getenv("TZ"), "/etc/localtime", "/etc/timezone" };
	int rc = zone_own(zone_folder(), &source, zone, err);

	return rc == KASA_OK ? zone_match(zone_folder(), zone, kasa_zone_name, match, err) : rc;
}

static int
named_zone(const char *typed, struct zone *zone, struct zone_match *match, struct kasa_err *err)
{
	int rc = zone_map(zone_folder(), typed, kasa_zone_name, match, err);
	struct kasa_err ignored;

	if (rc == KASA_OK && zone_find(zone_folder(), typed, zone, &ignored) != KASA_OK)
		zone->name[0] = '\0';
	return rc;
}

/* The zone that was asked for, by its number and its name; unknown when none was. */
static int
wanted_zone(const struct cli *cli, struct kasa_clock *out, struct kasa_err *err)
{
	const char *typed = options_text(&cli->opts, "zone");
	struct zone_match match = { .index = KASA_UNKNOWN };
	struct zone zone = { .name = "" };
	int rc = KASA_OK;

	*out = (struct kasa_clock){ .zone = KASA_UNKNOWN };
	if (typed && strcmp(typed, "local") == 0)
		rc = own_zone(&zone, &match, err);
	else if (typed)
		rc = named_zone(typed, &zone, &match, err);
	if (rc != KASA_OK)
		return kasa_err_wrap(err, "--zone");
	out->zone = match.index;
	if (typed)
		kasa_str_copy(out->region, sizeof out->region, zone.name[0] ? zone.name : match.name);
	return KASA_OK;
}

int
cmd_time_sync_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_clock zone;

	return wanted_zone(cli, &zone, err);
}

static void
set_now(struct job *job, const struct kasa_clock *zone)
{
	struct kasa_clock now;
	struct kasa_err err;
	int rc;

	if (!clock_now(zone, &now, &err)) {
		kasa_err_wrap(&err, "which time it is there is not known here (--zone NAME sets a time zone)");
		job_fail(job, &err);
		return;
	}
	rc = kasa_clock_set(job->lane->dev, &now, on_clock, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* Its zone stays: the computer may be a server that lives in UTC. */
static void
on_zone(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK)
		job_fail(arg, err);
	else if (job_arm(arg))
		set_now(arg, clock);
}

void
cmd_time_sync(struct job *job)
{
	struct kasa_clock zone;
	struct kasa_err err;
	int rc;

	if (wanted_zone(job_cli(job), &zone, &err) != KASA_OK) {
		job_fail(job, &err);
		return;
	}
	if (zone.zone != KASA_UNKNOWN) {
		set_now(job, &zone);
		return;
	}
	rc = kasa_clock_read(job->lane->dev, on_zone, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- set ---- */

/* "2026-12-24 18:00:30", the seconds may be left out, and a T may stand between as in ISO 8601. */
static int
parse_clock(const char *text, struct kasa_clock *out, struct kasa_err *err)
{
	int year, month, day, hour, minute, second = 0, n = 0;

	if (sscanf(text, "%4d-%2d-%2d%*1[ T]%2d:%2d%n:%2d%n", &year, &month, &day, &hour, &minute, &n, &second, &n) >= 5
	    && text[n] == '\0') {
		*out = (struct kasa_clock){ .year = year,
			                    .month = month,
			                    .day = day,
			                    .hour = hour,
			                    .minute = minute,
			                    .second = second,
			                    .zone = KASA_UNKNOWN };
		if (calendar_valid(&(struct date){ year, month, day }) && year >= 2000 && year <= 2099 && hour >= 0
		    && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)
			return KASA_OK;
	}
	return kasa_err_set(err, KASA_EINVAL,
	                    "time set: \"%.40s\" is no time: a date from 2000 to 2099 and a time of the day are, as "
	                    "\"2026-12-24 18:00\"",
	                    text);
}

int
cmd_time_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_clock clock;

	return parse_clock(cli->call.value, &clock, err);
}

/* With its zone, as far as the device tells one: some take both together only. */
static void
on_zone_of_set(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct kasa_clock wanted;
	struct kasa_err ignored;
	int rc;

	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	parse_clock(job_cli(job)->call.value, &wanted, &ignored);
	wanted.zone = kasa_zone_name(clock->zone) ? clock->zone : KASA_UNKNOWN;
	memcpy(wanted.region, clock->region, sizeof wanted.region);
	wanted.ahead_min = clock->ahead_min;
	if (clock->utc_s > 0)
		clock_add_utc(&wanted);
	if (!job_arm(job))
		return;
	rc = kasa_clock_set(dev, &wanted, on_clock, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_time_set(struct job *job)
{
	int rc = kasa_clock_read(job->lane->dev, on_zone_of_set, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}
