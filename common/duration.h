/* How long, as people type it and read it: "2h", "1h30m", "1.5s". */
#ifndef KASA_COMMON_DURATION_H
#define KASA_COMMON_DURATION_H

#include <stdint.h>

#include <kasa/error.h>

enum {
	DURATION_TEXT = 40, /* what duration_format() writes, at most */
};

#define DURATION_MOST (UINT64_C(366) * 24 * 60 * 60 * 1000) /* the highest bound that may be asked for */

/*
 * Reads a time with its unit to milliseconds; what is finer is cut. Units are d, h, m, s and ms, or their English
 * words; parts go from large to small, each unit once, and only the last may have a fraction: "1h30m", "2 hours",
 * "1.5h". "1:30:00" is hours, minutes and seconds, a bare number is seconds. Nobody knows what "1:30" and "1h30"
 * mean, so they are refused.
 *
 * KASA_EINVAL, with a sentence that says what is allowed and quotes the bounds; @p out_ms is untouched then.
 */
int duration_parse(const char *text, uint64_t least_ms, uint64_t most_ms, uint64_t *out_ms, struct kasa_err *err);

/*
 * Writes the same value in the fewest words that duration_parse() takes: "2h", "1h30m", "1.5s", "500ms", "0s"; days
 * only from the second on, for people say 36 hours. Returns @p out.
 */
const char *duration_format(char out[DURATION_TEXT], uint64_t ms);

#endif
