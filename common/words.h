/* A list of words that grows: arguments, targets, names. */
#ifndef KASA_COMMON_WORDS_H
#define KASA_COMMON_WORDS_H

#include <stddef.h>

/* All zero is empty. */
struct words {
	char **item;
	size_t count, cap;
};

/* Appends a copy of @p n bytes. KASA_ENOMEM; unchanged then. */
int words_add(struct words *words, const char *text, size_t n);

/* Appends what stands between commas and blanks, each a word of its own. KASA_ENOMEM. */
int words_split(struct words *words, const char *text);

/* Gives the memory back; empty afterwards. */
void words_finish(struct words *words);

#endif
