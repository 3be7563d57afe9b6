/* Words are copied one by one: there are few of them. */
#include "common/words.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/error.h>

static int
grow(struct words *words)
{
	size_t cap = words->cap ? words->cap * 2 : 4;
	char **item;

	if (words->count < words->cap)
		return KASA_OK;
	item = realloc(words->item, cap * sizeof *item);
	if (!item)
		return KASA_ENOMEM;
	words->item = item;
	words->cap = cap;
	return KASA_OK;
}

int
words_add(struct words *words, const char *text, size_t n)
{
	char *copy;

	if (grow(words) != KASA_OK)
		return KASA_ENOMEM;
	copy = strndup(text, n);
	if (!copy)
		return KASA_ENOMEM;
	words->item[words->count++] = copy;
	return KASA_OK;
}

int
words_split(struct words *words, const char *text)
{
	static const char between[] = ", \t\n";

	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t n = strcspn(text, between);

		if (words_add(words, text, n) != KASA_OK)
			return KASA_ENOMEM;
		text += n;
	}
	return KASA_OK;
}

void
words_finish(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->item[i]);
	free(words->item);
	*words = (struct words){ 0 };
}
