/* Entries, and a table below them, under the name of the device. */
#include "cli/writer_sheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sheet.h"
#include "cli/words_text.h"

enum {
	LABEL_WIDTH = 10, /* as in what `state` prints; longer labels widen it */
	GAP = 2,          /* between columns */
};

/* ---- entries ---- */

static size_t
label_width(const struct sheet *sheet, size_t count)
{
	size_t width = LABEL_WIDTH;

	for (size_t i = 0; i < count; i++)
		if (sheet->cells[i].label && text_length(sheet->cells[i].label) + GAP > width)
			width = text_length(sheet->cells[i].label) + GAP;
	return width;
}

static void
add_entries(struct text *text, const struct sheet *sheet, size_t count)
{
	size_t width = label_width(sheet, count);

	for (size_t i = 0; i < count; i++) {
		char buffer[SHEET_WORD];
		const char *word = sheet_word(&sheet->cells[i], buffer);

		if (!word[0] || !sheet->cells[i].label)
			continue;
		text_add(text, "  ");
		text_pad(text, sheet->cells[i].label, width);
		text_safe(text, word);
		text_add(text, "\n");
	}
}

/* ---- the table ---- */

static const char *
word_of(const struct sheet *sheet, size_t row, size_t column, char buffer[SHEET_WORD])
{
	const char *word = sheet_word(sheet_cell(sheet, row, column), buffer);

	return word[0] ? word : "-";
}

/* Whether people see the column. */
static bool
is_seen(const struct sheet *sheet, size_t column)
{
	return sheet_cell(sheet, 0, column)->label != NULL;
}

/* How many columns there are up to the last that is seen. */
static size_t
columns_seen(const struct sheet *sheet)
{
	size_t n = sheet_columns(sheet);

	while (n > 0 && !is_seen(sheet, n - 1))
		n--;
	return n;
}

static size_t
column_width(const struct sheet *sheet, size_t column)
{
	size_t width = is_seen(sheet, column) ? text_length(sheet_cell(sheet, 0, column)->label) : 0;

	for (size_t row = 0; row < sheet->rows + sheet->summed; row++) {
		char buffer[SHEET_WORD];
		size_t length = text_length(word_of(sheet, row, column, buffer));

		width = length > width ? length : width;
	}
	return width;
}

static bool
is_number(const struct sheet_cell *cell)
{
	return cell->kind == SHEET_INT || cell->kind == SHEET_REAL;
}

/* Numbers stand at the right. Nothing trails the last column. */
static void
add_word(struct text *text, const char *word, size_t width, const struct sheet_cell *cell, bool is_last)
{
	size_t length = text_length(word);

	text_add(text, "  ");
	for (size_t n = length; is_number(cell) && n < width; n++)
		text_add(text, " ");
	text_pad(text, word, is_number(cell) || is_last ? 0 : width);
}

static void
add_head(struct text *text, const struct sheet *sheet, const size_t *widths)
{
	size_t columns = columns_seen(sheet);

	for (size_t i = 0; i < columns; i++) {
		const struct sheet_cell *cell = sheet_cell(sheet, 0, i);
		char label[SHEET_WORD];
		size_t n = 0;

		if (!is_seen(sheet, i))
			continue;
		for (; cell->label[n] && n < sizeof label - 1; n++)
			label[n] = (char)toupper((unsigned char)cell->label[n]);
		label[n] = '\0';
		add_word(text, label, widths[i], cell, i + 1 == columns);
	}
	text_add(text, "\n");
}

static void
add_row(struct text *text, const struct sheet *sheet, size_t row, const size_t *widths)
{
	size_t columns = columns_seen(sheet);

	for (size_t i = 0; i < columns; i++) {
		char buffer[SHEET_WORD];

		if (!is_seen(sheet, i))
			continue;
		add_word(text, word_of(sheet, row, i, buffer), widths[i], sheet_cell(sheet, 0, i), i + 1 == columns);
	}
	text_add(text, "\n");
}

static void
add_table(struct out *out, struct text *text, const struct sheet *sheet)
{
	size_t columns = sheet_columns(sheet);
	size_t *widths = calloc(columns, sizeof *widths);

	if (!widths) {
		text->failed = true;
		return;
	}
	for (size_t i = 0; i < columns; i++)
		widths[i] = column_width(sheet, i);
	add_head(text, sheet, widths);
	for (size_t row = 0; row < sheet->rows; row++)
		add_row(text, sheet, row, widths);
	if (sheet->summed) {
		word_bold(out, text);
		add_row(text, sheet, sheet->rows, widths);
		word_plain(out, text);
	}
	free(widths);
}

static void
add_list(struct out *out, struct text *text, const struct sheet *sheet)
{
	if (sheet_columns(sheet) > 0)
		add_table(out, text, sheet);
	else
		text_printf(text, "  no %s\n", sheet->list);
}

/* The name as `state` prints it. */
static void
add_name(struct out *out, struct text *text, const struct device_row *row)
{
	char name[2 * KASA_ALIAS_MAX];

	word_bold(out, text);
	text_safe(text, word_name(row, name));
	word_plain(out, text);
	text_add(text, "\n");
}

void
text_sheet(struct out *out, const struct device_row *row, const struct sheet *sheet)
{
	struct text text;

	text_init(&text);
	text.failed = sheet->failed;
	add_name(out, &text, row);
	if (!sheet->failed)
		add_entries(&text, sheet, sheet->list ? sheet->entries : sheet->count);
	if (!sheet->failed && sheet->list)
		add_list(out, &text, sheet);
	out_result(out, &text);
	text_finish(&text);
}
