/* "Did you mean ...?": the nearest of some words to one that was mistyped. */
#ifndef KASA_COMMON_SUGGEST_H
#define KASA_COMMON_SUGGEST_H

struct suggest {
	const char *word; /* what was typed */
	const char *best; /* the nearest so far, NULL while none is near enough */
	unsigned score;   /* of the best; less is nearer */
};

/* @p word is borrowed until the end. */
void suggest_start(struct suggest *suggest, const char *word);

/* Considers one candidate, which is borrowed; NULL is none. */
void suggest_offer(struct suggest *suggest, const char *candidate);

/*
 * How many letters must be added, dropped, changed or swapped with their neighbour to make one word
 * of the other. Words above 31 bytes count as utterly different.
 */
unsigned suggest_distance(const char *a, const char *b);

#endif
