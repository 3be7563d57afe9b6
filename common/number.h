/* Numbers as people type them, checked to the last character. */
#ifndef KASA_COMMON_NUMBER_H
#define KASA_COMMON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A whole decimal number from @p least to @p most. False, and @p out untouched, for anything else. */
bool number_parse(const char *text, uint32_t least, uint32_t most, uint32_t *out);

/* Seconds with or without a fraction ("3", "0.5", ".5") to milliseconds; the rest as number_parse(). */
bool seconds_parse(const char *text, uint32_t least_ms, uint32_t most_ms, uint32_t *out_ms);

#endif
