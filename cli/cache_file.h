/* The file of the cache: $XDG_CACHE_HOME/kasa/devices, or ~/.cache/kasa/devices. */
#ifndef KASA_CLI_CACHE_FILE_H
#define KASA_CLI_CACHE_FILE_H

#include "cli/cache.h"

/* Fills the cache with what the file holds; nothing when there is none of this format. */
void cache_file_read(struct cache *cache);

#endif
