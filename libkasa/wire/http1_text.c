#include "wire/http1_text.h"

#include <string.h>

static char
lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c;
}

struct kasa_http1_text
kasa_http1_trim(struct kasa_http1_text text)
{
	while (text.len > 0 && kasa_http1_is_blank(text.at[0]))
		kasa_http1_skip(&text, 1);
	while (text.len > 0 && kasa_http1_is_blank(text.at[text.len - 1]))
		text.len--;
	return text;
}

bool
kasa_http1_is(const struct kasa_http1_text *text, const char *word)
{
	size_t i = 0;

	while (i < text->len && word[i] && lower(text->at[i]) == lower(word[i]))
		i++;
	return i == text->len && !word[i];
}

bool
kasa_http1_take_line(struct kasa_http1_text *rest, struct kasa_http1_text *line)
{
	const char *end = rest->len > 0 ? memchr(rest->at, '\n', rest->len) : NULL;

	if (!end)
		return false;
	*line = (struct kasa_http1_text){ rest->at, (size_t)(end - rest->at) };
	kasa_http1_skip(rest, line->len + 1);
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}
