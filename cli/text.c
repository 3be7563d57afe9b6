/* Characters are counted, not bytes; how wide a terminal draws one is left to the terminal. */
#include "cli/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

void
text_init(struct text *text)
{
	kasa_buf_init(&text->buf, TEXT_MAX);
	text->failed = false;
}

void
text_finish(struct text *text)
{
	kasa_buf_finish(&text->buf);
}

void
text_bytes(struct text *text, const void *bytes, size_t n)
{
	if (kasa_buf_add(&text->buf, bytes, n) != KASA_OK)
		text->failed = true;
}

void
text_add(struct text *text, const char *string)
{
	text_bytes(text, string, strlen(string));
}

void
text_printf(struct text *text, const char *fmt, ...)
{
	char line[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	if (n < 0 || n >= (int)sizeof line)
		text->failed = true;
	else
		text_bytes(text, line, (size_t)n);
}

static size_t
add_safe(struct text *text, const char *string)
{
	const char *end = string + strlen(string);
	size_t characters = 0;
	char out[TEXT_CHARACTER];

	while (string < end) {
		size_t n = text_character(out, kasa_utf8_next(&string, end));

		text_bytes(text, out, n);
		characters += out[0] == '\\' ? n : 1;
	}
	return characters;
}

void
text_safe(struct text *text, const char *string)
{
	add_safe(text, string);
}

void
text_pad(struct text *text, const char *string, size_t width)
{
	for (size_t n = add_safe(text, string); n < width; n++)
		text_add(text, " ");
}

size_t
text_length(const char *string)
{
	const char *end = string + strlen(string);
	size_t characters = 0;
	char out[TEXT_CHARACTER];

	while (string < end) {
		size_t n = text_character(out, kasa_utf8_next(&string, end));

		characters += out[0] == '\\' ? n : 1;
	}
	return characters;
}

static void
json_character(struct text *text, uint32_t c)
{
	char out[8];

	if (kasa_str_unsafe(c))
		text_printf(text, "\\u%04x", (unsigned)c);
	else
		text_bytes(text, out, kasa_utf8_put(out, c));
}

void
text_json(struct text *text, const char *json, size_t n)
{
	const char *end = json + n;
	bool in_string = false, escaped = false;

	while (json < end) {
		uint32_t c = kasa_utf8_next(&json, end);

		if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
			continue;
		json_character(text, c);
		if (c == '"' && !escaped)
			in_string = !in_string;
		escaped = in_string && c == '\\' && !escaped;
	}
}
