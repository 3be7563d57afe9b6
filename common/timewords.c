/* Moments of a day. */
#include "common/timewords.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "common/duration.h"
#include "common/scan.h"
#include "common/text_show.h"

enum {
	MINUTE_MS = 60 * 1000,
	OFFSET_MOST_MS = 12 * 60 * MINUTE_MS, /* beyond, it is nearer to another day's sun */
};

// clang-format off
static const struct {
	const char *word;
	struct moment moment;
} words[] = {
	{ "midnight", { MOMENT_CLOCK,   0 } },
	{ "noon",     { MOMENT_CLOCK,   12 * 60 } },
	{ "sunrise",  { MOMENT_SUNRISE, 0 } },
	{ "sunset",   { MOMENT_SUNSET,  0 } },
};
// clang-format on

static bool
find_word(const char *word, struct moment *moment)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i].word) == 0)
			return *moment = words[i].moment, true;
	return false;
}

/* "am" or "pm" behind an hour; an hour without minutes needs it. */
static bool
apply_half(const char *half, bool with_minutes, uint64_t *hour)
{
	bool pm = strcmp(half, "pm") == 0;

	if (half[0] == '\0')
		return with_minutes && *hour < 24;
	if ((!pm && strcmp(half, "am") != 0) || *hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return true;
}

static bool
parse_clock(const char *at, struct moment *moment)
{
	size_t hour_digits, minute_digits = 2;
	uint64_t hour = scan_digits(&at, &hour_digits), minute = 0;
	bool with_minutes = scan_char(&at, ':');
	char half[SCAN_WORD];

	if (with_minutes)
		minute = scan_digits(&at, &minute_digits);
	scan_blanks(&at);
	scan_word(&at, half);
	scan_blanks(&at);
	if (*at || hour_digits < 1 || hour_digits > 2 || minute_digits != 2 || minute > 59)
		return false;
	if (!apply_half(half, with_minutes, &hour))
		return false;
	*moment = (struct moment){ MOMENT_CLOCK, (int)(hour * 60 + minute) };
	return true;
}

/* "- 15m": a bare number would be seconds elsewhere and minutes in most heads, so it is refused. */
static bool
parse_offset(const char *at, int *minutes)
{
	bool later = scan_char(&at, '+');
	uint64_t ms;

	if (!later && !scan_char(&at, '-'))
		return false;
	if (!at[strspn(at, "0123456789. \t")])
		return false;
	if (duration_parse(at, 0, OFFSET_MOST_MS, &ms, NULL) != KASA_OK || ms % MINUTE_MS != 0)
		return false;
	*minutes = (int)(ms / MINUTE_MS) * (later ? 1 : -1);
	return true;
}

static int
refuse(const char *text, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	return kasa_err_set(err, KASA_EINVAL,
	                    "\"%s\" is no time of day: 00:00 to 23:59, 9:30pm, noon, midnight, sunrise, sunset-15m or "
	                    "sunrise+1h30m",
	                    text_show(shown, text));
}

int
moment_parse(const char *text, struct moment *out, struct kasa_err *err)
{
	struct moment moment;
	const char *at = text;
	char word[SCAN_WORD], shown[TEXT_SHOWN];

	scan_blanks(&at);
	scan_word(&at, word);
	scan_blanks(&at);
	if (word[0] ? !find_word(word, &moment) : !parse_clock(at, &moment))
		return refuse(text, err);
	if (word[0] && *at && moment.kind == MOMENT_CLOCK)
		return refuse(text, err);
	if (word[0] && *at && !parse_offset(at, &moment.minutes))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%s\": an offset is whole minutes with a unit, at most 12h: %s-15m or %s+1h30m",
		                    text_show(shown, text), word, word);
	*out = moment;
	return KASA_OK;
}

const char *
moment_format(char out[MOMENT_TEXT], const struct moment *moment)
{
	const char *sun = moment->kind == MOMENT_SUNRISE ? "sunrise" : "sunset";
	char offset[DURATION_TEXT];
	bool earlier = moment->minutes < 0;
	uint64_t ms = MINUTE_MS * (uint64_t)(earlier ? -(int64_t)moment->minutes : moment->minutes);

	if (moment->kind == MOMENT_CLOCK)
		snprintf(out, MOMENT_TEXT, "%02d:%02d", moment->minutes / 60, moment->minutes % 60);
	else if (moment->minutes == 0)
		snprintf(out, MOMENT_TEXT, "%s", sun);
	else
		snprintf(out, MOMENT_TEXT, "%s%c%s", sun, earlier ? '-' : '+', duration_format(offset, ms));
	return out;
}
