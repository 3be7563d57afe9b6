#include "bridge/documents/documents.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/calendar.h"

enum {
	DAY_S = 86400,
};

/* The calendar is walked from a day near by: dates before 1970 and after 9999 are not told by any device. */
static void
date_of(int64_t utc_s, struct date *date)
{
	int64_t days = utc_s / DAY_S;
	const struct date first = { calendar_year(days), 1, 1 };

	*date = calendar_after(&first, (unsigned)(days - calendar_days(&first)));
}

json_t *
document_time(int64_t utc_s)
{
	int second = (int)(utc_s % DAY_S);
	struct date date;

	if (utc_s <= 0)
		return json_null();
	date_of(utc_s, &date);
	return json_sprintf("%04d-%02d-%02dT%02d:%02d:%02d+00:00", date.year, date.month, date.day, second / 3600,
	                    second / 60 % 60, second % 60);
}

json_t *
document_real(double value, int decimals)
{
	double unit = pow(10, decimals);
	double rounded = round(value * unit) / unit;

	return json_real(rounded == 0 ? 0.0 : rounded); /* no -0 */
}

char *
document_text(const json_t *json, size_t *length)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10) | JSON_ENCODE_ANY);

	if (text && length)
		*length = strlen(text);
	return text;
}

/* ---- values with a topic of their own ---- */

const char *const document_values[] = {
	"state",    "brightness", "color_mode",   "color_temp",     "color",         "preset", "effect",
	"led",      "motion",     "motion_value", "motion_percent", "ambient_light", "rssi",   "cloud",
	"on_since", "outlets",    "outlet",       "alias",          "last_seen",     "power",  "voltage",
	"current",  "energy",     "energy_today", "energy_month",   "energy_device", "time",   NULL,
};

const char *const document_settings_values[] = {
	"fade_on", "fade_off",     "gentle_on",        "gentle_off", "ramp_rate", "threshold_min",
	"motion",  "motion_range", "motion_threshold", "inactivity", "ambient",   NULL,
};
