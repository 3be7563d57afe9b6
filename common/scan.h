/* What people type, read from left to right: each function steps over what it took, and over nothing else. */
#ifndef KASA_COMMON_SCAN_H
#define KASA_COMMON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCAN_WORD = 16, /* the longest word that anybody looks for has 9 letters */
};

#define SCAN_MOST UINT64_C(100000000000) /* larger numbers are told as this one */

/* Digits as a number; how many there were, leading zeros included, is told in @p count. */
uint64_t scan_digits(const char **at, size_t *count);

/* A number with or without a fraction: "2", "1.5", ".5", "3.". */
struct scan_decimal {
	uint64_t whole;
	uint64_t billionths; /* what is finer is cut */
	size_t decimals;     /* digits behind the point */
};

/* Reads one, its point any of the characters of @p points. False, and nothing taken, without a digit. */
bool scan_decimal(const char **at, const char *points, struct scan_decimal *out);

/* Letters of ASCII, in lower case; "" for none. A word that is too long is taken and told as "?". */
void scan_word(const char **at, char word[SCAN_WORD]);

void scan_blanks(const char **at);

/* True when this character stands here. */
bool scan_char(const char **at, char c);

#endif
