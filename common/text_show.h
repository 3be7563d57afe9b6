/* Text of others inside a sentence of ours: short, and harmless to a terminal. */
#ifndef KASA_COMMON_TEXT_SHOW_H
#define KASA_COMMON_TEXT_SHOW_H

#include <stddef.h>
#include <stdint.h>

enum {
	TEXT_SHOWN = 96,    /* an argument as an error message shows it */
	TEXT_CHARACTER = 8, /* one character of it: up to 4 bytes and a NUL */
};

/* Writes one character as it may be shown: what a terminal must not get raw becomes \xNN or U+FFFD. */
size_t text_character(char out[TEXT_CHARACTER], uint32_t codepoint);

/* The whole @p string that way into @p shown, broken UTF-8 as U+FFFD, cut where it is full; returns @p shown. */
const char *text_show(char shown[TEXT_SHOWN], const char *string);

#endif
