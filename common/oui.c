#include "common/oui.h"

#include <stdlib.h>
#include <string.h>

#include "common/oui_table.h"

static int
by_bytes(const void *mac, const void *prefix)
{
	return memcmp(mac, prefix, sizeof oui_table[0]);
}

bool
oui_is_tplink(const uint8_t mac[6])
{
	return bsearch(mac, oui_table, sizeof oui_table / sizeof oui_table[0], sizeof oui_table[0], by_bytes);
}
