/* Comma-separated values (RFC 4180) of what commands with --csv show: one line of names for all devices. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cli/sheet.h"
#include "cli/writer_sheet.h"
#include "common/text_show.h"

/* Quoted where it must be; what a terminal must not get raw is shown, a line's end too. */
static void
add_field(struct text *text, const char *before, const char *field)
{
	const char *end = field + strlen(field);
	bool quoted = strpbrk(field, ",\"") || field[0] == ' ' || (field < end && end[-1] == ' ');

	text_printf(text, "%s%s", before, quoted ? "\"" : "");
	while (field < end) {
		char out[TEXT_CHARACTER];
		size_t n = text_character(out, kasa_utf8_next(&field, end));

		text_add(text, out[0] == '"' ? "\"" : "");
		text_bytes(text, out, n);
	}
	text_add(text, quoted ? "\"" : "");
}

/* The cells of a line: those of a row, or the entries where there is no list. */
static const struct sheet_cell *
cells_of(const struct sheet *sheet, size_t row)
{
	return sheet->list ? sheet_cell(sheet, row, 0) : sheet->cells;
}

static size_t
columns_of(const struct sheet *sheet)
{
	return sheet->list ? sheet_columns(sheet) : sheet->count;
}

static bool
tells_outlet(const struct sheet *sheet)
{
	for (size_t i = 0; i < columns_of(sheet); i++)
		if (strcmp(cells_of(sheet, 0)[i].key, "outlet") == 0)
			return true;
	return false;
}

static void
add_head(struct out *out, struct text *text, const struct sheet *sheet)
{
	if (out->headed)
		return;
	out->headed = true;
	text_add(text, tells_outlet(sheet) ? "device" : "device,outlet");
	for (size_t i = 0; i < columns_of(sheet); i++)
		add_field(text, ",", cells_of(sheet, 0)[i].key);
	text_add(text, "\n");
}

/* Of the whole device: which outlet is meant stands beside it. */
static const char *
device_of(const struct device_row *row)
{
	return row->state && row->state->alias[0] ? row->state->alias : row->host;
}

static void
add_line(struct text *text, const struct device_row *row, const struct sheet *sheet, size_t line)
{
	char outlet[16] = "";

	if (row->outlet > 0)
		snprintf(outlet, sizeof outlet, "%d", row->outlet);
	add_field(text, "", device_of(row));
	if (!tells_outlet(sheet))
		add_field(text, ",", outlet);
	for (size_t i = 0; i < columns_of(sheet); i++) {
		char word[SHEET_WORD];

		add_field(text, ",", sheet_plain(&cells_of(sheet, line)[i], word));
	}
	text_add(text, "\n");
}

void
csv_sheet(struct out *out, const struct device_row *row, const struct sheet *sheet)
{
	size_t lines = sheet->list ? sheet->rows : 1;
	struct text text;

	text_init(&text);
	text.failed = sheet->failed;
	if (!sheet->failed && lines > 0)
		add_head(out, &text, sheet);
	for (size_t line = 0; !sheet->failed && line < lines; line++)
		add_line(&text, row, sheet, line);
	out_result(out, &text);
	text_finish(&text);
}

static void
failure(struct out *out, const struct writer_failure *failed)
{
	writer_text.failure(out, failed);
}

/* Commands with --csv tell nothing else. */
const struct writer writer_csv = {
	.failure = failure,
	.sheet = csv_sheet,
};
