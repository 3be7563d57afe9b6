/* From where a hook may be called: addresses and networks, as 192.0.2.0/24 and fd00::/8. Pure. */
#ifndef KASA_BRIDGE_HOOK_SOURCE_H
#define KASA_BRIDGE_HOOK_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

/* IPv4 is kept as IPv6 does it: ::ffff:192.0.2.1. */
struct source {
	uint8_t bytes[16];
	unsigned bits;
};

/* False for what is neither an address nor a network of one, and for one with bits beyond its length. */
bool source_parse(struct source *source, const char *text);

/* Whether an address is within; false for what is none. */
bool source_has(const struct source *source, const char *address);

#endif
