/* How a time zone goes on for ever: the rule that POSIX lets stand in TZ, and that ends each file of tzdata. */
#ifndef KASA_COMMON_ZONE_RULE_H
#define KASA_COMMON_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

/* How the day of a change is told. */
enum zone_day {
	ZONE_DAY_WEEKDAY, /* "M3.5.0": the last (5) Sunday (0) of March */
	ZONE_DAY_JULIAN,  /* "J60": the 60th day from 1, the 29th of February not counted: always the 1st of March */
	ZONE_DAY_YEAR,    /* "59": the day from 0, the 29th of February counted */
};

/* A moment of each year, by the clock that is valid until then. */
struct zone_change {
	enum zone_day kind;
	int month, week, day; /* the first two of ZONE_DAY_WEEKDAY only */
	int32_t at_s;         /* since midnight; also negative, or days later */
};

/* Seconds are ahead of UTC: positive in the east, unlike in the text. */
struct zone_rule {
	int32_t offset_s;
	int32_t summer_s;              /* the larger one; the same where clocks are never changed */
	struct zone_change begin, end; /* of summer; all zero where clocks are never changed */
};

/*
 * Reads "EST5EDT,M3.2.0,M11.1.0", "<+0545>-5:45" and their like; without changes but with a name for summer, those of
 * the United States, as other programs do. Names are left aside. Ireland's summer, in whose text the winter is the
 * exception, becomes one as everywhere. False, and @p out untouched, for anything else.
 *
 * Source: POSIX.1-2017, chapter 8.3, with what RFC 9636, section 3.3, allows beyond it.
 */
bool zone_rule_parse(const char *text, struct zone_rule *out);

/* True when both clocks always show the same. */
bool zone_rule_equal(const struct zone_rule *a, const struct zone_rule *b);

/* How far ahead of UTC the clocks are at a time, in seconds since 1970 UTC, of a year from 1 to 9999. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc_s);

#endif
