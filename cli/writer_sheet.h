/* Sheets for people, and as comma-separated values. */
#ifndef KASA_CLI_WRITER_SHEET_H
#define KASA_CLI_WRITER_SHEET_H

#include "cli/writer.h"

void text_sheet(struct out *out, const struct device_row *row, const struct sheet *sheet);

/* The device's name, its outlet unless the rows tell theirs, then the cells; of a sheet without a list its entries. */
void csv_sheet(struct out *out, const struct device_row *row, const struct sheet *sheet);

#endif
