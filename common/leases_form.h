/* Between leases.c and the forms that it can read, one file each. */
#ifndef KASA_COMMON_LEASES_FORM_H
#define KASA_COMMON_LEASES_FORM_H

#include "common/leases.h"
#include "common/piece.h"

/* One reading of a file. */
struct leases_reader {
	struct leases *leases;
	const char *file;
	const char *begin;
	struct piece rest; /* what is not read yet */
	size_t line;       /* the number of the line that was read last, or is being read */
	uint64_t now_s;
};

struct leases_form {
	/* True for a line that stands in no other form. */
	bool (*knows)(struct piece line);

	/* Reads all there is. KASA_ENOMEM, or KASA_EBUSY past LEASES_MAX. */
	int (*read)(struct leases_reader *reader);
};

extern const struct leases_form leases_form_dnsmasq, leases_form_isc, leases_form_kea;

/* Takes the next line, and counts. */
bool leases_line(struct leases_reader *reader, struct piece *line);

/* Takes note of damage: "FILE:LINE: WHAT was expected, not "GOT"". Returns false. */
bool leases_expected(struct leases_reader *reader, size_t line, const char *what, struct piece got);

/* Adds, or replaces what was known of the address. KASA_ENOMEM, KASA_EBUSY. */
int leases_put(struct leases *leases, const struct lease *lease);

/* What was known of an address counts no more. */
void leases_withdraw(struct leases *leases, uint32_t address);

#endif
