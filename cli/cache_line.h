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
	const char *transport, *payload; /* as the library names them; they live for ever */
};

/* The lasting copy of the words of a transport and of a language, which a cache may hold; or NULL. */
const char *cache_transport(const char *word);
const char *cache_payload(const char *word);

/*
 * Appends "id mac host port alias" between tabs, and a newline; "transport payload" behind it where these are not XOR
 * and IOT, as they are in lines that say nothing. Tabs, line ends and backslashes are escaped.
 */
void cache_line_format(struct text *out, const struct cache_entry *entry);

/* Reads a line of @p n bytes without its newline. False, and the entry is of no use, when it is damaged. */
bool cache_line_parse(const char *line, size_t n, struct cache_entry *entry);

#endif
