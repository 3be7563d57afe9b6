/* Optimal string alignment distance on short words, three rows at a time. */
#include "common/suggest.h"

#include <string.h>

enum {
	WORD_MAX = 31,
	FAR = 1000,
};

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

unsigned
suggest_distance(const char *a, const char *b)
{
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	size_t la = strlen(a), lb = strlen(b);

	if (la > WORD_MAX || lb > WORD_MAX)
		return FAR;
	for (size_t j = 0; j <= lb; j++)
		before[j] = above[j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
			    && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[lb];
}

void
suggest_start(struct suggest *suggest, const char *word)
{
	*suggest = (struct suggest){ .word = word };
}

void
suggest_offer(struct suggest *suggest, const char *candidate)
{
	unsigned distance, score;
	size_t n = strlen(suggest->word);

	if (!candidate || n == 0)
		return;
	distance = suggest_distance(suggest->word, candidate);
	/* a word that was not typed to its end is nearer than one with another letter: "of" is off, not on */
	score = 2 * distance + (strncmp(candidate, suggest->word, n) == 0 ? 0 : 1);
	if (distance > 1 + n / 4 || distance >= strlen(candidate))
		return;
	if (suggest->best && suggest->score <= score)
		return;
	suggest->best = candidate;
	suggest->score = score;
}
