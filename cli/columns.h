/* How wide a terminal draws text: where columns must hold, on a screen. */
#ifndef KASA_CLI_COLUMNS_H
#define KASA_CLI_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/text.h"

/*
 * Appends text of others as text_safe() does, cut or filled with blanks to exactly @p width columns. What
 * stands in for characters that cannot be shown without UTF-8 is '?'.
 *
 * The widths are those of the locale's wcwidth(): setlocale() comes first. False when a terminal may see
 * them otherwise, as with characters that it draws together.
 */
bool columns_fit(struct text *text, const char *string, size_t width, bool utf8);

/* How many columns the text takes, shown so. */
size_t columns_of(const char *string, bool utf8);

#endif
