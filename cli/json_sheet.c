/* A sheet as an object: entries are members, the list is an array of objects, the sum one more. */
#include "cli/json_object.h"
#include "cli/sheet.h"

static json_t *
cell_value(const struct sheet_cell *cell)
{
	switch (cell->kind) {
	case SHEET_INT:
		return json_integer(cell->value.integer);
	case SHEET_REAL:
		return json_real(cell->value.real);
	case SHEET_BOOL:
		return json_boolean(cell->value.truth);
	case SHEET_TEXT:
		return json_text(cell->value.text);
	}
	return NULL;
}

/* Adds what is known of these cells. False without memory. */
static bool
set_cells(json_t *object, const struct sheet_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cells[i].known && json_object_set_new(object, cells[i].key, cell_value(&cells[i])) != 0)
			return false;
	return true;
}

static json_t *
row_object(const struct sheet *sheet, size_t row)
{
	size_t columns = sheet_columns(sheet);
	json_t *object = json_object();

	if (!object || set_cells(object, columns ? sheet_cell(sheet, row, 0) : NULL, columns))
		return object;
	json_decref(object);
	return NULL;
}

static json_t *
rows_array(const struct sheet *sheet)
{
	json_t *array = json_array();

	for (size_t row = 0; array && row < sheet->rows; row++)
		if (json_array_append_new(array, row_object(sheet, row)) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

static bool
set_list(json_t *object, const struct sheet *sheet)
{
	if (sheet->list && json_object_set_new(object, sheet->list, rows_array(sheet)) != 0)
		return false;
	return !sheet->summed || json_object_set_new(object, "sum", row_object(sheet, sheet->rows)) == 0;
}

json_t *
json_sheet(const struct sheet *sheet)
{
	json_t *object = sheet->failed ? NULL : json_object();

	if (!object)
		return NULL;
	if (set_cells(object, sheet->cells, sheet->list ? sheet->entries : sheet->count) && set_list(object, sheet))
		return object;
	json_decref(object);
	return NULL;
}
