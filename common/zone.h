/*
 * Time zones: tzdata knows some 600 names with their rules, a device 110 numbers. Two zones are alike when their clocks
 * show the same from now on, whatever they are called.
 */
#ifndef KASA_COMMON_ZONE_H
#define KASA_COMMON_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/error.h>

#include "common/zone_rule.h"

#define ZONE_FOLDER "/usr/share/zoneinfo" /* where tzdata lies, unless TZDIR says another place */

enum {
	ZONE_NAME = 64, /* the longest of tzdata has 32 characters */
};

struct zone {
	char name[ZONE_NAME]; /* as tzdata has it, "" for a rule of the machine's own that has no name */
	struct zone_rule rule;
	int64_t since_s;      /* since when the rule holds, in seconds since 1970 UTC; INT64_MIN: always */
	uint64_t exceptions;  /* a hash of changes that the rule does not tell and that are to come; 0 for none */
	uint64_t fingerprint; /* of all that is known of it: names of one zone share it; 0 for a rule without file */
};

/*
 * Finds a zone by its name, in any case, below @p folder.
 *
 * KASA_EINVAL for what is no such name, with the one that may be meant, KASA_EIO where there is no tzdata, KASA_ENOMEM.
 */
int zone_find(const char *folder, const char *typed, struct zone *out, struct kasa_err *err);

/* Where the zone of the machine is told; what is NULL, or is not there, is left out. */
struct zone_source {
	const char *tz;        /* the value of TZ, which comes first: a name, a path or a rule; "" is UTC */
	const char *localtime; /* a link below the folder, or a copy of a file: "/etc/localtime" */
	const char *timezone;  /* a file with a name, asked when the former is no link: "/etc/timezone" */
};

/* The machine's own zone; UTC where nothing tells one, as for libc. Errors as above. */
int zone_own(const char *folder, const struct zone_source *source, struct zone *out, struct kasa_err *err);

/* Entry by entry the names of a device's table, NULL past its end: kasa_zone_name(). */
typedef const char *zone_entry_fn(int index);

/* How well an entry of the table fits, the best first. */
enum zone_fit {
	ZONE_FIT_NAME, /* it has that name, or is an older name of it */
	ZONE_FIT_TWIN, /* another name of one zone, in the past too */
	ZONE_FIT_RULE, /* its clocks show the same from now on */
};

struct zone_match {
	int index;
	const char *name; /* of the entry, borrowed from the table */
	enum zone_fit fit;
};

/*
 * The entry of a device's table whose clocks show what the zone's do. Among several of one fit it is the one whose
 * rule holds for longest, for devices do not learn of new rules; among those the first.
 *
 * KASA_EINVAL when no entry has these rules.
 */
int zone_match(const char *folder, const struct zone *zone, zone_entry_fn *entry, struct zone_match *out,
               struct kasa_err *err);

/* Both steps for a name that was typed. A name of the table is taken without tzdata too. */
int zone_map(const char *folder, const char *typed, zone_entry_fn *entry, struct zone_match *out, struct kasa_err *err);

#endif
