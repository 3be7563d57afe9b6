/* What the reader of JSON and those who look into it both know: numbers and escapes as they stand in the text. */
#ifndef KASA_MODEL_JX_VALUE_H
#define KASA_MODEL_JX_VALUE_H

#include <stdbool.h>

#include "model/jx.h"

/* The four digits of a \u, or -1. */
int kasa_jx_hex4(const char *at, const char *end);

/* Copies whole characters, escapes resolved, as many as fit, and ends them. */
void kasa_jx_copy_text(const char *text, size_t len, char *dst, size_t size);

/* True when two strings read the same, however they are written. */
bool kasa_jx_same_text(const char *a, size_t a_len, const char *b, size_t b_len);

/* The two halves of a character beyond U+FFFF. */
static inline bool
kasa_jx_is_high(int n)
{
	return n >= 0xd800 && n < 0xdc00;
}

static inline bool
kasa_jx_is_low(int n)
{
	return n >= 0xdc00 && n < 0xe000;
}

/* True when an integer fits into 64 bits. */
bool kasa_jx_fits(const struct kasa_jx *integer);

/* The value of a number, rounded once. Infinite when it is too large, NAN without memory. */
double kasa_jx_real(const struct kasa_jx *number);

#endif
