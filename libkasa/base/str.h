/* Text: UTF-8 that may be broken, names in any case, hardware addresses in any spelling. */
#ifndef KASA_BASE_STR_H
#define KASA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KASA_MAC_TEXT = 18, /* "AA:BB:CC:DD:EE:FF" and its NUL */
};

/* Copies as much of @p src as fits, ends it, and cuts between characters. False when it was cut. */
bool kasa_str_copy(char *dst, size_t size, const char *src);

/* Replaces what a terminal must not get raw, and broken bytes, by '?', in place: well-formed afterwards. */
void kasa_str_plain(char *text);

/* True for a control, a bidirectional override or another character that a terminal must not get raw. */
bool kasa_str_unsafe(uint32_t codepoint);

/* Reads one character and steps on; a broken byte gives U+FFFD and is one byte long. */
uint32_t kasa_utf8_next(const char **text, const char *end);

/* Writes one character, up to 4 bytes, and returns how many. */
size_t kasa_utf8_put(char *dst, uint32_t codepoint);

/* True when @p n bytes are well-formed UTF-8. */
bool kasa_utf8_valid(const char *text, size_t n);

/* Lower case of a character, for Latin, Greek and Cyrillic letters; others stay. */
uint32_t kasa_str_fold(uint32_t codepoint);

/* 2: the same name in any case; 1: @p prefix begins @p text; 0: neither. */
int kasa_str_match(const char *text, const char *prefix);

/* What a hexadecimal digit of either case is worth; -1 for anything else. */
int kasa_hex_digit(char c);

/* Reads 12 hex digits, with ':', '-' or '.' between them or not. False when it is something else. */
bool kasa_mac_parse(const char *text, uint8_t mac[6]);

/* "AA:BB:CC:DD:EE:FF" */
void kasa_mac_format(const uint8_t mac[6], char out[KASA_MAC_TEXT]);

#endif
