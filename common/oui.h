/* Whose hardware an address is: the first three bytes of a MAC are lent to its maker. */
#ifndef KASA_COMMON_OUI_H
#define KASA_COMMON_OUI_H

#include <stdbool.h>
#include <stdint.h>

/* True when the registry lends the prefix to TP-Link. A hint and no more: they make routers and cameras as well. */
bool oui_is_tplink(const uint8_t mac[6]);

#endif
