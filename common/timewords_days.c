/* Days of the week. */
#include "common/timewords.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "common/scan.h"
#include "common/text_show.h"

enum {
	WEEK = 7,
	MONDAY = 1,
	NAME_LEAST = 2, /* letters that tell one day from all others */
	NAME_SHOWN = 3,
};

/* In the plural, so that each way to write one is its beginning. */
static const char *const names[WEEK] = {
	"sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays",
};

// clang-format off
static const struct {
	const char *word;
	unsigned days;
} sets[] = {
	{ "daily",    DAYS_ALL },
	{ "everyday", DAYS_ALL },
	{ "weekday",  DAYS_WORKING },
	{ "weekdays", DAYS_WORKING },
	{ "weekend",  DAYS_WEEKEND },
	{ "weekends", DAYS_WEEKEND },
};
// clang-format on

int
days_weekday(const char *word)
{
	size_t n = strlen(word);

	for (int day = 0; n >= NAME_LEAST && day < WEEK; day++)
		if (strncmp(word, names[day], n) == 0)
			return day;
	return -1;
}

/* The days of one word; 0 for none. */
static unsigned
find_set(const char *word)
{
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
		if (strcmp(word, sets[i].word) == 0)
			return sets[i].days;
	return 0;
}

static unsigned
range(int first, int last)
{
	unsigned days = 1u << last;

	for (int day = first; day != last; day = (day + 1) % WEEK)
		days |= 1u << day;
	return days;
}

/* Behind the name of a day: "-" and another one, or nothing. */
static unsigned
scan_range(const char **at, int first)
{
	char word[SCAN_WORD];
	int last = first;

	if (scan_char(at, '-')) {
		scan_blanks(at);
		scan_word(at, word);
		last = days_weekday(word);
	}
	return last < 0 ? 0 : range(first, last);
}

/* A set, a day or a range of days; 0 for none. */
static unsigned
scan_days(const char **at)
{
	char word[SCAN_WORD];
	int day;

	scan_word(at, word);
	scan_blanks(at);
	if (strcmp(word, "every") == 0) {
		scan_word(at, word);
		return strcmp(word, "day") == 0 ? DAYS_ALL : 0;
	}
	day = days_weekday(word);
	return day < 0 ? find_set(word) : scan_range(at, day);
}

static unsigned
scan_list(const char *at)
{
	unsigned all = 0;

	scan_blanks(&at);
	do {
		unsigned days = scan_days(&at);

		if (days == 0)
			return 0;
		all |= days;
		scan_blanks(&at);
		if (scan_char(&at, ',') && !*at)
			return 0;
		scan_blanks(&at);
	} while (*at);
	return all;
}

int
days_parse(const char *text, unsigned *days, struct kasa_err *err)
{
	unsigned all = scan_list(text);
	char shown[TEXT_SHOWN];

	if (all == 0)
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\" are no days: mon,wed,fri or mon-fri or sat-mon, daily, weekdays, weekend",
		                    text_show(shown, text));
	*days = all;
	return KASA_OK;
}

static bool
among(unsigned days, int day)
{
	return days & 1u << day % WEEK;
}

/* A week is told from Monday on, or from where the days that Monday belongs to begin. */
static int
begin(unsigned days)
{
	int day = MONDAY + WEEK;

	while (among(days, day) && among(days, day - 1))
		day--;
	return day % WEEK;
}

static void
add_name(char out[DAYS_TEXT], const char *between, int day)
{
	size_t n = strlen(out);

	snprintf(out + n, DAYS_TEXT - n, "%s%.*s", n > 0 ? between : "", NAME_SHOWN, names[day % WEEK]);
}

/* How many of them follow each other from this one on. */
static int
run_length(unsigned days, int day, int end)
{
	int n = 0;

	while (day + n < end && among(days, day + n))
		n++;
	return n;
}

const char *
days_format(char out[DAYS_TEXT], unsigned days)
{
	int first, n;

	days &= DAYS_ALL;
	if (days == 0 || days == DAYS_ALL)
		return memcpy(out, days ? "daily" : "never", sizeof "never");
	out[0] = '\0';
	first = begin(days);
	for (int day = first; day<first + WEEK; day += n> 2 ? n : 1) {
		n = run_length(days, day, first + WEEK);
		if (n > 0)
			add_name(out, ",", day);
		if (n > 2)
			add_name(out, "-", day + n - 1);
	}
	return out;
}
