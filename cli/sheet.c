/* Cells one after the other: those of the entries, then those of each row. */
#include "cli/sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

void
sheet_init(struct sheet *sheet, const char *name)
{
	*sheet = (struct sheet){ .name = name };
}

static bool
has_text(const struct sheet_cell *cell)
{
	return cell->kind == SHEET_TEXT;
}

void
sheet_finish(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		if (has_text(&sheet->cells[i]))
			free(sheet->cells[i].value.text);
		free(sheet->cells[i].shown);
	}
	free(sheet->cells);
	sheet->cells = NULL;
	sheet->count = sheet->cap = 0;
}

void
sheet_list(struct sheet *sheet, const char *key)
{
	assert(!sheet->list);
	sheet->list = key;
	sheet->entries = sheet->count;
}

void
sheet_row(struct sheet *sheet)
{
	assert(sheet->list && !sheet->summed);
	sheet->rows++;
}

void
sheet_sum(struct sheet *sheet)
{
	assert(sheet->list && !sheet->summed);
	sheet->summed = true;
}

/* ---- values ---- */

static bool
grow(struct sheet *sheet)
{
	size_t cap = sheet->cap ? 2 * sheet->cap : 32;
	struct sheet_cell *cells;

	if (sheet->count < sheet->cap)
		return true;
	cells = cap <= SHEET_CELLS_MAX ? realloc(sheet->cells, cap * sizeof *cells) : NULL;
	if (!cells)
		return false;
	sheet->cells = cells;
	sheet->cap = cap;
	return true;
}

static void
add(struct sheet *sheet, const struct sheet_cell *cell)
{
	if (sheet->failed || !grow(sheet))
		sheet->failed = true;
	else
		sheet->cells[sheet->count++] = *cell;
}

void
sheet_int(struct sheet *sheet, const char *key, const char *label, int64_t value)
{
	add(sheet, &(struct sheet_cell){ .kind = SHEET_INT,
	                                 .known = value != KASA_UNKNOWN,
	                                 .key = key,
	                                 .label = label,
	                                 .value.integer = value });
}

void
sheet_real(struct sheet *sheet, const char *key, const char *label, double value, int decimals)
{
	add(sheet, &(struct sheet_cell){ .kind = SHEET_REAL,
	                                 .known = isfinite(value),
	                                 .key = key,
	                                 .label = label,
	                                 .decimals = decimals,
	                                 .value.real = value });
}

void
sheet_bool(struct sheet *sheet, const char *key, const char *label, int value)
{
	add(sheet, &(struct sheet_cell){ .kind = SHEET_BOOL,
	                                 .known = value != KASA_UNKNOWN,
	                                 .key = key,
	                                 .label = label,
	                                 .yes = "yes",
	                                 .no = "no",
	                                 .value.truth = value });
}

/* The cell that was added last, or NULL where it was not. */
static struct sheet_cell *
last(struct sheet *sheet)
{
	return sheet->failed || sheet->count == 0 ? NULL : &sheet->cells[sheet->count - 1];
}

static char *
copy(struct sheet *sheet, const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		sheet->failed = true;
	return copied;
}

void
sheet_text(struct sheet *sheet, const char *key, const char *label, const char *value)
{
	bool known = value && value[0];

	add(sheet, &(struct sheet_cell){ .kind = SHEET_TEXT, .key = key, .label = label, .known = known });
	if (known && last(sheet))
		last(sheet)->value.text = copy(sheet, value);
}

void
sheet_unit(struct sheet *sheet, const char *unit)
{
	if (last(sheet))
		last(sheet)->unit = unit;
}

void
sheet_called(struct sheet *sheet, const char *yes, const char *no)
{
	if (!last(sheet))
		return;
	last(sheet)->yes = yes;
	last(sheet)->no = no;
}

void
sheet_shown(struct sheet *sheet, const char *shown)
{
	if (last(sheet))
		last(sheet)->shown = copy(sheet, shown);
}

/* ---- for the writers ---- */

size_t
sheet_columns(const struct sheet *sheet)
{
	size_t rows = sheet->rows + sheet->summed;

	if (rows == 0)
		return 0;
	assert((sheet->count - sheet->entries) % rows == 0);
	return (sheet->count - sheet->entries) / rows;
}

const struct sheet_cell *
sheet_cell(const struct sheet *sheet, size_t row, size_t column)
{
	return &sheet->cells[sheet->entries + row * sheet_columns(sheet) + column];
}

static const char *
number(const struct sheet_cell *cell, int decimals, char word[SHEET_WORD])
{
	if (cell->kind == SHEET_INT)
		snprintf(word, SHEET_WORD, "%" PRId64, cell->value.integer);
	else if (decimals >= 0)
		snprintf(word, SHEET_WORD, "%.*f", decimals, cell->value.real);
	else
		snprintf(word, SHEET_WORD, "%.15g", cell->value.real); /* a measured 0.1 is written 0.1 */
	return word;
}

const char *
sheet_word(const struct sheet_cell *cell, char word[SHEET_WORD])
{
	size_t n;

	if (cell->shown)
		return cell->shown;
	if (!cell->known)
		return "";
	if (has_text(cell))
		return cell->value.text;
	if (cell->kind == SHEET_BOOL)
		return cell->value.truth ? cell->yes : cell->no;
	n = strlen(number(cell, cell->decimals, word));
	if (cell->unit)
		snprintf(word + n, SHEET_WORD - n, " %s", cell->unit);
	return word;
}

const char *
sheet_plain(const struct sheet_cell *cell, char word[SHEET_WORD])
{
	if (!cell->known)
		return "";
	if (has_text(cell))
		return cell->value.text;
	if (cell->kind == SHEET_BOOL)
		return cell->value.truth ? "true" : "false";
	return number(cell, -1, word);
}
