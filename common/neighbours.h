/*
 * The kernel's table of neighbours: whom this machine has spoken to on its own networks, as /proc/net/arp tells it.
 * Netlink would tell IPv6 too, which no device has, and cost a socket; this is a text.
 */
#ifndef KASA_COMMON_NEIGHBOURS_H
#define KASA_COMMON_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

#define NEIGHBOURS_FILE "/proc/net/arp"

enum {
	NEIGHBOURS_TEXT_MAX = 8 << 20, /* 80 bytes each; the kernel keeps 1 024 unless it is told otherwise */
};

struct neighbour {
	uint32_t address; /* IPv4, in host byte order */
	uint8_t mac[6];
	char interface[16];
};

/* Told of each neighbour, which is valid during the call. Not KASA_OK ends the reading. */
typedef int neighbours_fn(const struct neighbour *neighbour, void *arg);

/*
 * Reads the table's text. Whoever did not answer to ARP has no MAC and is left out, as is what is no Ethernet.
 * Returns what the last call returned.
 */
int neighbours_parse(const char *text, size_t n, neighbours_fn *each, void *arg);

#endif
