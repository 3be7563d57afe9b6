/* They are few, and come nearly in order: an insertion sort is enough. */
#include "common/mistakes.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

static bool
grow(struct mistakes *mistakes)
{
	size_t cap = mistakes->cap ? mistakes->cap * 2 : 8;
	struct mistake *item;

	if (mistakes->count < mistakes->cap)
		return true;
	item = realloc(mistakes->item, cap * sizeof *item);
	if (!item)
		return false;
	mistakes->item = item;
	mistakes->cap = cap;
	return true;
}

void
mistakes_add(struct mistakes *mistakes, unsigned line, unsigned column, const char *fmt, ...)
{
	struct mistake mistake = { .line = line, .column = column };
	va_list args;

	va_start(args, fmt);
	if (!grow(mistakes) || vasprintf(&mistake.text, fmt, args) < 0)
		mistakes->lost = true;
	else {
		kasa_str_plain(mistake.text);
		mistakes->item[mistakes->count++] = mistake;
	}
	va_end(args);
}

static bool
is_behind(const struct mistake *a, const struct mistake *b)
{
	return a->line > b->line || (a->line == b->line && a->column > b->column);
}

void
mistakes_sort(struct mistakes *mistakes)
{
	for (size_t i = 1; i < mistakes->count; i++) {
		struct mistake moved = mistakes->item[i];
		size_t at = i;

		for (; at > 0 && is_behind(&mistakes->item[at - 1], &moved); at--)
			mistakes->item[at] = mistakes->item[at - 1];
		mistakes->item[at] = moved;
	}
}

/* The path is as somebody typed it. */
void
mistakes_print(const struct mistakes *mistakes, const char *path)
{
	char plain[PATH_MAX];

	kasa_str_copy(plain, sizeof plain, path);
	kasa_str_plain(plain);
	for (size_t i = 0; i < mistakes->count; i++)
		fprintf(stderr, "%s:%u:%u: %s\n", plain, mistakes->item[i].line, mistakes->item[i].column,
		        mistakes->item[i].text);
}

void
mistakes_finish(struct mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++)
		free(mistakes->item[i].text);
	free(mistakes->item);
	*mistakes = (struct mistakes){ 0 };
}
