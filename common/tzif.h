/*
 * A file of tzdata: the changes of a time zone's clocks, and the rule by which they go on.
 *
 * Source: RFC 9636, "The Time Zone Information Format (TZif)".
 */
#ifndef KASA_COMMON_TZIF_H
#define KASA_COMMON_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TZIF_RULE = 64, /* the longest rule of today has 36 characters */
};

/* Points into the file's bytes, which are borrowed. */
struct tzif {
	const uint8_t *times; /* of @ref count changes, @ref time_size bytes each, oldest first */
	const uint8_t *kinds; /* of the same, the position in @ref types */
	const uint8_t *types; /* six bytes each, the first four an offset */
	size_t count, time_size;
	char rule[TZIF_RULE]; /* as zone_rule_parse() takes it; "" when there is none */
};

/* Reads all that is needed later and measures the rest. False for what is no such file, or a damaged one. */
bool tzif_parse(const uint8_t *data, size_t len, struct tzif *out);

/* When a change comes, in seconds since 1970 UTC; @p i counts from 0, the oldest. */
int64_t tzif_time(const struct tzif *tzif, size_t i);

/* How far ahead of UTC clocks are from then on. */
int32_t tzif_offset(const struct tzif *tzif, size_t i);

/* The same before the first change. */
int32_t tzif_first_offset(const struct tzif *tzif);

#endif
