/*
 * Where devices may be that no broadcast reaches: addresses that the kernel, or a DHCP server, knows to belong to
 * hardware of TP-Link. Each is asked by itself. A hint may be a router or a camera, or out of date: it proves nothing.
 */
#ifndef KASA_CLI_HINTS_H
#define KASA_CLI_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/discover.h>

#include "base/hash.h"
#include "common/leases.h"
#include "common/words.h"

enum {
	HINT_ADDRESS = 16, /* "255.255.255.255" and its NUL */
};

struct hint {
	uint32_t address; /* IPv4, in host byte order */
	uint8_t mac[6];
	bool leased;                /* a lease says so, not the kernel */
	bool answered;              /* to this search, here or somewhere else */
	char name[LEASES_NAME_MAX]; /* as its lease has it, raw; "" when nobody told */
};

struct hints {
	struct hint *list; /* each address once */
	size_t count, cap;
	struct kasa_hash by_address;
	struct words targets; /* what hints_targets() made */
};

/* NULL without memory. */
struct hints *hints_new(void);
void hints_free(struct hints *hints);

/* Adds TP-Link's of the kernel's table, of these interfaces unless there are none. KASA_ENOMEM. */
int hints_add_neighbours(struct hints *hints, const char *text, size_t n, const struct words *interfaces);

/* Adds TP-Link's leases that have not ended, and tells how many. What the kernel knows better stays. KASA_ENOMEM. */
int hints_add_leases(struct hints *hints, const struct leases *leases, size_t *added);

/* Makes the list of all that a search asks: the targets that were named, or else everybody, and each hint. KASA_ENOMEM. */
int hints_targets(struct hints *hints, const struct words *named);

/* Takes note of a device that answered: it has the address of a hint, or its MAC. */
void hints_heard(struct hints *hints, const struct kasa_found *found);

/* How many did not answer. */
size_t hints_silent(const struct hints *hints);

/* "192.0.2.7"; returns @p text. */
const char *hint_address(const struct hint *hint, char text[HINT_ADDRESS]);

#endif
