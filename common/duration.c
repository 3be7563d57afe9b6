/* Whole milliseconds: no floating point, so that what is read is what is written. */
#include "common/duration.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "common/scan.h"
#include "common/text_show.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
};

// clang-format off
static const struct {
	const char *word;
	uint64_t ms;
} units[] = {
	{ "ms",      1 },
	{ "s",       SECOND },
	{ "sec",     SECOND },
	{ "second",  SECOND },
	{ "seconds", SECOND },
	{ "m",       MINUTE },
	{ "min",     MINUTE },
	{ "minute",  MINUTE },
	{ "minutes", MINUTE },
	{ "h",       HOUR },
	{ "hour",    HOUR },
	{ "hours",   HOUR },
	{ "d",       DAY },
	{ "day",     DAY },
	{ "days",    DAY },
};
// clang-format on

/* In milliseconds, 0 for no unit. */
static uint64_t
scan_unit(const char **at)
{
	char word[SCAN_WORD];

	scan_word(at, word);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(word, units[i].word) == 0)
			return units[i].ms;
	return 0;
}

/* A number and its unit, which is smaller than the one before; only the last number has a fraction. */
static bool
scan_part(const char **at, uint64_t *unit, uint64_t *ms)
{
	uint64_t before = *unit;
	struct scan_decimal number;

	if (!scan_decimal(at, ".", &number))
		return false;
	scan_blanks(at);
	*unit = scan_unit(at);
	scan_blanks(at);
	if (*unit == 0 || *unit >= before || (number.decimals > 0 && **at))
		return false;
	*ms += number.whole * *unit + number.billionths * *unit / 1000000000;
	return true;
}

static bool
parse_parts(const char *at, uint64_t *ms)
{
	uint64_t unit = UINT64_MAX;

	*ms = 0;
	scan_blanks(&at);
	do {
		if (!scan_part(&at, &unit, ms))
			return false;
	} while (*at);
	return true;
}

static bool
parse_seconds(const char *at, uint64_t *ms)
{
	struct scan_decimal s;

	if (!scan_decimal(&at, ".", &s) || *at)
		return false;
	*ms = s.whole * SECOND + s.billionths / 1000000;
	return true;
}

/* ":" and two digits below 60. */
static bool
scan_sixty(const char **at, uint64_t *value)
{
	size_t count;

	if (!scan_char(at, ':'))
		return false;
	*value = scan_digits(at, &count);
	return count == 2 && *value < 60;
}

static bool
parse_clock(const char *at, uint64_t *ms)
{
	uint64_t h, m, s;
	size_t count;

	h = scan_digits(&at, &count);
	if (count == 0 || !scan_sixty(&at, &m) || !scan_sixty(&at, &s) || *at)
		return false;
	*ms = h * HOUR + m * MINUTE + s * SECOND;
	return true;
}

static int
refuse_bounds(const char *text, uint64_t least_ms, uint64_t most_ms, struct kasa_err *err)
{
	char shown[TEXT_SHOWN], least[DURATION_TEXT], most[DURATION_TEXT];

	return kasa_err_set(err, KASA_EINVAL, "\"%s\" is out of bounds: from %s to %s", text_show(shown, text),
	                    duration_format(least, least_ms), duration_format(most, most_ms));
}

int
duration_parse(const char *text, uint64_t least_ms, uint64_t most_ms, uint64_t *out_ms, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	uint64_t ms;

	assert(least_ms <= most_ms && most_ms <= DURATION_MOST); /* sums below that do not wrap */
	if (!parse_seconds(text, &ms) && !parse_clock(text, &ms) && !parse_parts(text, &ms))
		return kasa_err_set(
			err, KASA_EINVAL,
			"\"%s\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds",
			text_show(shown, text));
	if (ms < least_ms || ms > most_ms)
		return refuse_bounds(text, least_ms, most_ms, err);
	*out_ms = ms;
	return KASA_OK;
}

/* Appends a number and its unit, unless it is 0. */
static void
add_part(char out[DURATION_TEXT], uint64_t number, const char *unit)
{
	size_t n = strlen(out);

	if (number > 0)
		snprintf(out + n, DURATION_TEXT - n, "%" PRIu64 "%s", number, unit);
}

/* "1.5s", without the zeros that stand last. */
static void
add_fraction(char out[DURATION_TEXT], uint64_t ms)
{
	size_t n = strlen(out);
	int digits = ms % 100 == 0 ? 1 : ms % 10 == 0 ? 2 : 3;
	unsigned unit = digits == 1 ? 100 : digits == 2 ? 10 : 1;

	snprintf(out + n, DURATION_TEXT - n, "%u.%0*us", (unsigned)ms / SECOND, digits, (unsigned)ms % SECOND / unit);
}

const char *
duration_format(char out[DURATION_TEXT], uint64_t ms)
{
	uint64_t days = ms / DAY >= 2 ? ms / DAY : 0;
	uint64_t s = ms % MINUTE / SECOND;

	out[0] = '\0';
	add_part(out, days, "d");
	add_part(out, (ms - days * DAY) / HOUR, "h");
	add_part(out, ms % HOUR / MINUTE, "m");
	if (s > 0 && ms % SECOND > 0) {
		add_fraction(out, ms % MINUTE);
	} else {
		add_part(out, s, "s");
		add_part(out, ms % SECOND, "ms");
	}
	return out[0] ? out : memcpy(out, "0s", sizeof "0s");
}
