/* When, as it is typed and as it is shown. */
#include "unit/unit.h"

#include "common/timewords.h"

// clang-format off
static const struct {
	const char *typed;
	struct moment moment;
	const char *shown;
} moments[] = {
	{ "21:30",              { MOMENT_CLOCK, 1290 }, "21:30" },
	{ "9:05",               { MOMENT_CLOCK, 545 },  "09:05" },
	{ "07:00",              { MOMENT_CLOCK, 420 },  "07:00" },
	{ "0:00",               { MOMENT_CLOCK, 0 },    "00:00" },
	{ "23:59",              { MOMENT_CLOCK, 1439 }, "23:59" },
	{ "9pm",                { MOMENT_CLOCK, 1260 }, "21:00" },
	{ "9:30am",             { MOMENT_CLOCK, 570 },  "09:30" },
	{ " 9:30 PM ",          { MOMENT_CLOCK, 1290 }, "21:30" },
	{ "12am",               { MOMENT_CLOCK, 0 },    "00:00" },
	{ "12:15 am",           { MOMENT_CLOCK, 15 },   "00:15" },
	{ "12pm",               { MOMENT_CLOCK, 720 },  "12:00" },
	{ "noon",               { MOMENT_CLOCK, 720 },  "12:00" },
	{ "Midnight",           { MOMENT_CLOCK, 0 },    "00:00" },
	{ "sunrise",            { MOMENT_SUNRISE, 0 },  "sunrise" },
	{ "SUNSET",             { MOMENT_SUNSET, 0 },   "sunset" },
	{ "sunset-15m",         { MOMENT_SUNSET, -15 }, "sunset-15m" },
	{ "sunrise+1h30m",      { MOMENT_SUNRISE, 90 }, "sunrise+1h30m" },
	{ "sunrise + 90 min",   { MOMENT_SUNRISE, 90 }, "sunrise+1h30m" },
	{ " sunset - 1.5h ",    { MOMENT_SUNSET, -90 }, "sunset-1h30m" },
	{ "sunset-0:15:00",     { MOMENT_SUNSET, -15 }, "sunset-15m" },
	{ "sunset+0m",          { MOMENT_SUNSET, 0 },   "sunset" },
	{ "sunset+12h",         { MOMENT_SUNSET, 720 }, "sunset+12h" },
	{ "sunrise-12h",        { MOMENT_SUNRISE, -720 }, "sunrise-12h" },
	{ "sunset-120s",        { MOMENT_SUNSET, -2 },  "sunset-2m" },
};

static const char *const bad_moments[] = {
	"", " ", "25:00", "24:00", "12:60", "9", "2130", "9:5", "9:005", "009:00", "-9:00", "9:-5", "13pm", "0am", "9:30xm",
	"9am pm", "21:30:00", "7.30", "21h30", "noon+1h", "midnight-5m", "dawn", "sun", "sunsets", "9 30", "pm", "21:30 !",
	"99999999999999999999:00", "2\xc3\xbc:00",
};

static const char *const bad_offsets[] = {
	"sunset-15", "sunset+60", "sunset-1.5", "sunset-", "sunset 15m", "sunset-12h1m", "sunrise+13h", "sunset-30s",
	"sunset--15m", "sunset-+15m", "sunset-15m+5m", "sunset-x", "sunset/2", "sunset-99999999999999999999h",
};

static const struct {
	const char *typed;
	unsigned days;
	const char *shown;
} weeks[] = {
	{ "daily",             0x7f, "daily" },
	{ "every day",         0x7f, "daily" },
	{ "Everyday",          0x7f, "daily" },
	{ "mon-sun",           0x7f, "daily" },
	{ "weekdays",          0x3e, "mon-fri" },
	{ "mon-fri",           0x3e, "mon-fri" },
	{ "Monday - Friday",   0x3e, "mon-fri" },
	{ "mo,tu,we,th,fr",    0x3e, "mon-fri" },
	{ "weekend",           0x41, "sat,sun" },
	{ "weekends",          0x41, "sat,sun" },
	{ "sun,sat",           0x41, "sat,sun" },
	{ "mon,wed,fri",       0x2a, "mon,wed,fri" },
	{ "Mon, Wed  Fri",     0x2a, "mon,wed,fri" },
	{ "sat-mon",           0x43, "sat-mon" },
	{ "sun,mon",           0x03, "sun,mon" },
	{ "fri-mon,wed",       0x6b, "fri-mon,wed" },
	{ "mon-thu,sat",       0x5e, "mon-thu,sat" },
	{ "tue,thu,sat,sun",   0x55, "tue,thu,sat,sun" },
	{ "sun-mon,wed,fri",   0x2b, "sun,mon,wed,fri" },
	{ "sunday",            0x01, "sun" },
	{ "tuesdays",          0x04, "tue" },
	{ "thurs",             0x10, "thu" },
	{ "sat-sat",           0x40, "sat" },
	{ "sat-fri",           0x7f, "daily" },
	{ "mon,mon",           0x02, "mon" },
	{ "weekend,wed",       0x49, "wed,sat,sun" },
	{ " su ",              0x01, "sun" },
};

static const char *const bad_weeks[] = {
	"", " ", ",", "m", "s", "mondayss", "montag", "mon,", ",mon", "mon,,fri", "mon-", "-fri", "mon-fri-sun", "mon-daily",
	"every", "every mon", "everyday-fri", "daily!", "mon;fri", "1", "1-5", "never", "mon/fri", "weekdayss",
};

/* Today is Wednesday, 2026-12-30. */
static const struct date today = { 2026, 12, 30 };

static const struct {
	const char *typed, *shown;
} dates[] = {
	{ "2026-12-24", "2026-12-24" },
	{ "2027-7-4",   "2027-07-04" },
	{ "2028-02-29", "2028-02-29" },
	{ "1970-01-01", "1970-01-01" },
	{ "2099-12-31", "2099-12-31" },
	{ "today",      "2026-12-30" },
	{ "Tomorrow",   "2026-12-31" },
	{ "thu",        "2026-12-31" },
	{ "Friday",     "2027-01-01" },
	{ "tue",        "2027-01-05" },
	{ "we",         "2027-01-06" }, /* today is called today */
};

static const struct {
	const char *typed, *why;
} bad_dates[] = {
	{ "2026-02-29", "\"2026-02-29\": that month has 28 days" },
	{ "2100-02-28", NULL },
	{ "2026-04-31", "\"2026-04-31\": that month has 30 days" },
	{ "1969-12-31", NULL },
	{ "2026-13-01", NULL },
	{ "2026-00-10", NULL },
	{ "2026-01-00", NULL },
	{ "2026-01-32", NULL },
	{ "2026-1", NULL },
	{ "26-01-01", NULL },
	{ "02026-01-01", NULL },
	{ "2026-001-01", NULL },
	{ "2026/12/24", NULL },
	{ "24.12.2026", NULL },
	{ "2026-12-24 ", NULL },
	{ "2026-12-24T10:00", NULL },
	{ "yesterday", NULL },
	{ "mon,tue", NULL },
	{ "daily", NULL },
	{ "", NULL },
};

static const char *const bad_months[] = { "", "2026", "2026-13", "2026-0", "2026-", "26-07", "2026-07-01", "1969-12", "2100-01", "july" };
static const char *const bad_years[] = { "", "26", "1969", "2100", "02026", "2026-07", "2026 ", "-2026", "this" };
// clang-format on

START_TEST(a_moment_is_read_and_shown_the_same_way)
{
	for (size_t i = 0; i < UNIT_COUNT(moments); i++) {
		struct moment moment = { MOMENT_SUNSET, 77 }, back = { MOMENT_SUNSET, 77 };
		struct kasa_err err = { .text = "" };
		char shown[MOMENT_TEXT];

		ck_assert_msg(moment_parse(moments[i].typed, &moment, &err) == KASA_OK, "%s", err.text);
		ck_assert_msg(moment.kind == moments[i].moment.kind, "%s", moments[i].typed);
		ck_assert_msg(moment.minutes == moments[i].moment.minutes, "%s: %d", moments[i].typed, moment.minutes);
		ck_assert_str_eq(moment_format(shown, &moment), moments[i].shown);
		ck_assert_int_eq(moment_parse(shown, &back, &err), KASA_OK);
		ck_assert_mem_eq(&back, &moment, sizeof back);
	}
}
END_TEST

static void
refused_moment(const char *typed, const char *example)
{
	struct kasa_err err = { .text = "" };
	struct moment moment = { MOMENT_SUNSET, 77 };

	ck_assert_msg(moment_parse(typed, &moment, &err) == KASA_EINVAL, "%s", typed);
	ck_assert_msg(strstr(err.text, example), "%s: %s", typed, err.text);
	ck_assert_int_eq(moment.minutes, 77);
}

START_TEST(what_is_no_moment_is_told_what_one_is)
{
	for (size_t i = 0; i < UNIT_COUNT(bad_moments); i++)
		refused_moment(bad_moments[i], "00:00 to 23:59");
	for (size_t i = 0; i < UNIT_COUNT(bad_offsets); i++)
		refused_moment(bad_offsets[i], "at most 12h");
}
END_TEST

START_TEST(days_are_read_and_shown_the_same_way)
{
	for (size_t i = 0; i < UNIT_COUNT(weeks); i++) {
		struct kasa_err err = { .text = "" };
		char shown[DAYS_TEXT];
		unsigned days = 0;

		ck_assert_msg(days_parse(weeks[i].typed, &days, &err) == KASA_OK, "%s", err.text);
		ck_assert_msg(days == weeks[i].days, "%s: %#x", weeks[i].typed, days);
		ck_assert_str_eq(days_format(shown, days), weeks[i].shown);
	}
}
END_TEST

START_TEST(any_days_that_are_shown_are_read_back)
{
	char shown[DAYS_TEXT];

	for (unsigned days = 1; days <= DAYS_ALL; days++) {
		unsigned back = 0;

		ck_assert_msg(days_parse(days_format(shown, days), &back, NULL) == KASA_OK, "%s", shown);
		ck_assert_uint_eq(back, days);
	}

	ck_assert_str_eq(days_format(shown, 0), "never");
	ck_assert_str_eq(days_format(shown, ~0u), "daily");
}
END_TEST

START_TEST(what_are_no_days_is_told_what_days_are)
{
	for (size_t i = 0; i < UNIT_COUNT(bad_weeks); i++) {
		struct kasa_err err = { .text = "" };
		unsigned days = 77;

		ck_assert_msg(days_parse(bad_weeks[i], &days, &err) == KASA_EINVAL, "%s", bad_weeks[i]);
		ck_assert_msg(strstr(err.text, "mon-fri"), "%s: %s", bad_weeks[i], err.text);
		ck_assert_uint_eq(days, 77);
	}
}
END_TEST

START_TEST(a_date_is_read_beside_today)
{
	for (size_t i = 0; i < UNIT_COUNT(dates); i++) {
		struct kasa_err err = { .text = "" };
		char shown[DATE_TEXT];
		struct date date;

		ck_assert_msg(date_parse(dates[i].typed, &today, &date, &err) == KASA_OK, "%s", err.text);
		ck_assert_str_eq(date_format(shown, &date), dates[i].shown);
	}
}
END_TEST

START_TEST(what_is_no_date_is_told_what_one_is)
{
	for (size_t i = 0; i < UNIT_COUNT(bad_dates); i++) {
		struct kasa_err err = { .text = "" };
		struct date date = { .day = 77 };

		ck_assert_msg(date_parse(bad_dates[i].typed, &today, &date, &err) == KASA_EINVAL, "%s",
		              bad_dates[i].typed);
		ck_assert_msg(strstr(err.text, bad_dates[i].why ? bad_dates[i].why : "2026-12-24 (years 1970 to 2099)"),
		              "%s: %s", bad_dates[i].typed, err.text);
		ck_assert_int_eq(date.day, 77);
	}
}
END_TEST

START_TEST(months_and_years_are_read_and_nothing_else)
{
	struct kasa_err err = { .text = "" };
	struct date month = { .day = 77 };
	int year = 77;

	for (size_t i = 0; i < UNIT_COUNT(bad_months); i++)
		ck_assert_msg(month_parse(bad_months[i], &month, &err) == KASA_EINVAL && strstr(err.text, "2026-07"),
		              "%s", bad_months[i]);
	for (size_t i = 0; i < UNIT_COUNT(bad_years); i++)
		ck_assert_msg(year_parse(bad_years[i], &year, &err) == KASA_EINVAL && strstr(err.text, "1970 to 2099"),
		              "%s", bad_years[i]);
	ck_assert_int_eq(month.day, 77);
	ck_assert_int_eq(year, 77);

	ck_assert_int_eq(month_parse("2026-7", &month, &err), KASA_OK);
	ck_assert_int_eq(year_parse("2027", &year, &err), KASA_OK);
	ck_assert_int_eq(month.year, 2026);
	ck_assert_int_eq(month.month, 7);
	ck_assert_int_eq(month.day, 1);
	ck_assert_int_eq(year, 2027);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_moment_is_read_and_shown_the_same_way, what_is_no_moment_is_told_what_one_is,
		days_are_read_and_shown_the_same_way,    any_days_that_are_shown_are_read_back,
		what_are_no_days_is_told_what_days_are,  a_date_is_read_beside_today,
		what_is_no_date_is_told_what_one_is,     months_and_years_are_read_and_nothing_else,
	};

	return unit_run("timewords", tests, UNIT_COUNT(tests));
}
