/* When, as people type it and read it: moments of a day, days of the week, dates, months, years. */
#ifndef KASA_COMMON_TIMEWORDS_H
#define KASA_COMMON_TIMEWORDS_H

#include <kasa/error.h>

#include "common/calendar.h"

enum {
	MOMENT_TEXT = 24, /* "sunrise+11h59m" */
	DAYS_TEXT = 32,   /* "mon,tue,thu,fri,sun" */
	DATE_TEXT = 32,   /* "2026-12-24", and room for years that nobody lives to see */

	YEAR_LEAST = 1970, /* the years that are taken; a plug that lost its clock begins in 1970 or 2000 */
	YEAR_MOST = 2099,
};

/* Their order is that of the device's `stime_opt`. */
enum moment_kind {
	MOMENT_CLOCK,
	MOMENT_SUNRISE,
	MOMENT_SUNSET,
};

/* A moment of any day. */
struct moment {
	enum moment_kind kind;
	int minutes; /* since midnight, 0 to 1439; of the sun: later than it, -720 to 720 */
};

/*
 * Reads "21:30", "9:05", "9pm", "9:30 am", "noon", "midnight" (where the day begins), "sunrise", "sunset-15m",
 * "sunrise + 1h30m", in any case. An offset is whole minutes, with its unit.
 *
 * All functions here that read return KASA_EINVAL with a sentence that says what is allowed, and leave what they
 * should fill as it was.
 */
int moment_parse(const char *text, struct moment *out, struct kasa_err *err);

/* Writes "21:30" or "sunset-15m"; returns @p out. */
const char *moment_format(char out[MOMENT_TEXT], const struct moment *moment);

/* Days of a week are bits, Sunday the first: the order of the device's `wday`. */
enum {
	DAYS_SUNDAY = 1u << 0,
	DAYS_WEEKEND = 0x41,
	DAYS_WORKING = 0x3e,
	DAYS_ALL = 0x7f,
};

/*
 * Reads names and ranges of names, with commas or blanks between them: "mon-fri", "Mon, Wed, Fri", "sat-mon" (round
 * the end of the week), "daily" or "every day", "weekdays", "weekend". A name may be cut after its second letter.
 */
int days_parse(const char *text, unsigned *days, struct kasa_err *err);

/* Writes "daily", "mon-fri", "sat,sun", "sat-mon", or "never" for no day; returns @p out. */
const char *days_format(char out[DAYS_TEXT], unsigned days);

/* The day of a word in lower case, cut or whole ("mo", "mon", "monday", "mondays"): 0 for Sunday, -1 for none. */
int days_weekday(const char *word);

/*
 * Reads "2026-12-24", "today", "tomorrow", or a day's name for the next such day, which is never @p today:
 * a valid date, by whichever clock the caller means.
 */
int date_parse(const char *text, const struct date *today, struct date *out, struct kasa_err *err);

/* Writes "2026-12-24"; returns @p out. */
const char *date_format(char out[DATE_TEXT], const struct date *date);

/* Reads "2026-07"; the day is set to 1. */
int month_parse(const char *text, struct date *out, struct kasa_err *err);

/* Reads "2026". */
int year_parse(const char *text, int *year, struct kasa_err *err);

#endif
