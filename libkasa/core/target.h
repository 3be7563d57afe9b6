/* Where a search may look: one address or a range, read from text. */
#ifndef KASA_CORE_TARGET_H
#define KASA_CORE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Addresses are IPv4 in host byte order; devices have no others. */
struct kasa_target {
	uint32_t first, last; /* asked one by one; the same for a single address */
	uint32_t net, mask;   /* answers count when they come from in here */
	bool broadcast;       /* `first` reaches many at once */
	unsigned interface;   /* index of the interface to send through, 0: as routed */
};

/*
 * "192.0.2.7", "192.0.2.255" (a broadcast address when its last eight bits are ones), "192.0.2.0/24" (at least /16).
 * KASA_EINVAL with a sentence.
 */
int kasa_target_parse(const char *text, struct kasa_target *target, struct kasa_err *err);

/* True for an address of this machine alone: 127.0.0.0/8. */
bool kasa_target_is_local(uint32_t address);

/* How many addresses a target asks. */
uint32_t kasa_target_count(const struct kasa_target *target);

#endif
