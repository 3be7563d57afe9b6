/*
 * What DHCP servers note down: which address they lent to which hardware. Three forms are read: the file of dnsmasq,
 * dhcpd.leases of ISC's server, and the CSV file of Kea. IPv6 is passed over: devices have none.
 */
#ifndef KASA_COMMON_LEASES_H
#define KASA_COMMON_LEASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

#include "base/hash.h"

enum {
	LEASES_MAX = 1 << 20, /* in one file */
	LEASES_NAME_MAX = 64, /* a label of DNS has at most 63 bytes */
};

struct lease {
	uint32_t address; /* IPv4, in host byte order */
	uint8_t mac[6];
	bool expired;               /* or given back: another host may have the address by now */
	char name[LEASES_NAME_MAX]; /* as the host calls itself, as it came; "" when it did not say */
};

/* One file. All zero is not a good start: leases_init(). */
struct leases {
	struct lease *list; /* each address once */
	size_t count, cap;
	struct kasa_hash by_address;
	size_t damaged;         /* lines, or blocks, that could not be understood and were left out */
	struct kasa_err damage; /* the first of them: "FILE:LINE: what was expected" */
};

void leases_init(struct leases *leases);
void leases_finish(struct leases *leases);

/*
 * Reads a file's text; of several leases of an address the last counts. @p file is its name for sentences, @p now_s the
 * time in seconds since 1970. Damaged lines are counted and cost no other line.
 *
 * KASA_EINVAL when it is in none of the three forms, or damaged throughout; KASA_ENOMEM.
 */
int leases_parse(struct leases *leases, const char *file, const char *text, size_t n, uint64_t now_s,
                 struct kasa_err *err);

#endif
