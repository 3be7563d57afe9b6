/* One device as a line of the cache, and back. */
#ifndef KASA_CLI_CACHE_LINE_H
#define KASA_CLI_CACHE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/state.h>

#include "cli/text.h"

/* Where a device was when it was last seen. Only a suggestion: it is proven before it is used. */
struct cache_entry {
	char id[KASA_ID_MAX];
	char mac[18]; /* "" when the device did not say */
	char host[46];
	uint16_t port;
	char alias[KASA_ALIAS_MAX];
};

/* Appends "id mac host port alias" between tabs, and a newline. Tabs, line ends and backslashes are escaped. */
void cache_line_format(struct text *out, const struct cache_entry *entry);

/* Reads a line of @p n bytes without its newline. False, and the entry is of no use, when it is damaged. */
bool cache_line_parse(const char *line, size_t n, struct cache_entry *entry);

#endif
