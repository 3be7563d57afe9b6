/* Two for a character of East Asia and most pictures, none for an accent of its own. */
#include "cli/columns.h"

#include <string.h>
#include <wchar.h>

#include "base/str.h"

/* Characters of a text that is safe already, one after the other. */
struct cursor {
	const char *at, *end;
	bool utf8;
};

/* The next one: its bytes, and how many columns it takes. */
static size_t
next(struct cursor *cursor, char out[8], size_t *columns)
{
	uint32_t c = kasa_utf8_next(&cursor->at, cursor->end);
	int width = c < 0x80 ? 1 : cursor->utf8 ? wcwidth((wchar_t)c) : -1;

	if (width < 0) {
		c = '?';
		width = 1;
	}
	*columns = (size_t)width;
	return kasa_utf8_put(out, c);
}

static struct cursor
cursor_of(const struct text *safe, bool utf8)
{
	const char *data = safe->buf.len > 0 ? (const char *)safe->buf.data : "";

	return (struct cursor){ .at = data, .end = data + safe->buf.len, .utf8 = utf8 };
}

static size_t
count(struct cursor cursor)
{
	size_t all = 0, columns;
	char out[8];

	while (cursor.at < cursor.end) {
		next(&cursor, out, &columns);
		all += columns;
	}
	return all;
}

/* Appends what fits into @p width columns; returns how many it took. */
static size_t
add(struct text *text, struct cursor cursor, size_t width)
{
	size_t all = 0, columns;
	char out[8];

	while (cursor.at < cursor.end) {
		size_t n = next(&cursor, out, &columns);

		if (all + columns > width)
			break;
		text_bytes(text, out, n);
		all += columns;
	}
	return all;
}

static bool
is_plain(const struct cursor *cursor)
{
	for (const char *at = cursor->at; at < cursor->end;)
		if (kasa_utf8_next(&at, cursor->end) >= 0x300) /* Latin letters are drawn alike everywhere */
			return false;
	return true;
}

bool
columns_fit(struct text *text, const char *string, size_t width, bool utf8)
{
	struct text safe;
	struct cursor cursor;
	size_t taken;
	bool plain;

	text_init(&safe);
	text_safe(&safe, string);
	cursor = cursor_of(&safe, utf8);
	plain = !utf8 || is_plain(&cursor);
	if (count(cursor) <= width) {
		taken = add(text, cursor, width);
	} else if (width > 0) {
		taken = add(text, cursor, width - 1) + 1;
		text_add(text, utf8 ? "…" : "~");
	} else {
		taken = 0;
	}
	for (; taken < width; taken++)
		text_add(text, " ");
	text->failed |= safe.failed;
	text_finish(&safe);
	return plain;
}

size_t
columns_of(const char *string, bool utf8)
{
	struct text safe;
	size_t columns;

	text_init(&safe);
	text_safe(&safe, string);
	columns = count(cursor_of(&safe, utf8));
	text_finish(&safe);
	return columns;
}
