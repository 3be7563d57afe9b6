/* Lines that are put together before they are written: nothing raw from a device or an argument gets into them. */
#ifndef KASA_CLI_TEXT_H
#define KASA_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "common/text_show.h"

enum {
	TEXT_MAX = 1 << 20, /* one object of one device; help and scripts are far smaller */
};

/* Text that grows. Once memory or the limit failed it, it says so and takes no more. */
struct text {
	struct kasa_buf buf;
	bool failed;
};

void text_init(struct text *text);
void text_finish(struct text *text);

/* Appends as it is: for text of our own. */
void text_add(struct text *text, const char *string);
void text_bytes(struct text *text, const void *bytes, size_t n);
void text_printf(struct text *text, const char *fmt, ...) KASA_PRINTF(2, 3);

/* Appends text of others: what a terminal must not get raw becomes \xNN or U+FFFD, broken UTF-8 U+FFFD. */
void text_safe(struct text *text, const char *string);

/* The same, then blanks up to @p width characters. */
void text_pad(struct text *text, const char *string, size_t width);

/* How many characters text_safe() makes of it. */
size_t text_length(const char *string);

/*
 * Appends JSON text without the blanks between its parts. Inside strings everything a terminal must not
 * get raw becomes \uXXXX, broken UTF-8 U+FFFD: the same values in other words.
 */
void text_json(struct text *text, const char *json, size_t n);

#endif
