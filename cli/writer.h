/*
 * How results look: a row of functions for people, one for programs, one for tables of others. Commands fill values in
 * and print nothing.
 */
#ifndef KASA_CLI_WRITER_H
#define KASA_CLI_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <kasa/discover.h>
#include <kasa/error.h>
#include <kasa/state.h>

#include "cli/out.h"
#include "cli/tally.h"
#include "common/device_row.h"

struct hints;
struct sheet;

/* What went wrong, and with whom. */
struct writer_failure {
	const char *device; /* as typed, NULL when that was an address */
	const char *host;   /* NULL while it is not known */
	int outlet;
	const struct kasa_err *err;
};

enum {
	CHECKUP_ADVICE_MAX = 10
};

/* What the doctor found out about the network. */
struct writer_checkup {
	const struct kasa_interface *interfaces;
	size_t interface_count;
	uint16_t port;              /* the UDP port that was asked */
	uint16_t tdp_ports[2];      /* those of the newer discovery; 0: none */
	size_t accounts;            /* how many are known */
	const char *accounts_from;  /* and where from */
	const char *accounts_wrong; /* why there are none, a sentence, or NULL */
	const char *const *targets; /* where, when not everywhere */
	size_t target_count;
	const struct kasa_discover_report *report;
	const struct hints *hints;              /* who was asked besides; NULL: the search did not begin */
	const char *advice[CHECKUP_ADVICE_MAX]; /* sentences, ended by NULL or the end */
};

/* What the doctor found out about one device. */
struct writer_visit {
	struct device_row row;
	const struct kasa_err *tcp; /* how a question over TCP ended */
	bool udp_tried, udp;        /* whether it answered over UDP */
	const char *way;            /* what it announced of itself, "klap2/smart", or NULL */
	const char *advice;         /* a sentence, or NULL */
};

/* What came of one look at a device that is watched. All is lent for the call. */
struct writer_reading {
	struct timespec time;
	const char *name, *condition; /* "strip/Desk lamp", "on" */
	struct device_row row;
	const struct tally *used;             /* NULL: it has no meter */
	uint64_t away_ms;                     /* how long it had been away; 0: it was not */
	const struct writer_failure *failure; /* it went away, time and name alone mean something; or NULL */
};

struct writer {
	void (*found)(struct out *out, const struct device_row *row);                     /* by a search */
	void (*state)(struct out *out, const struct device_row *row);                     /* all there is to know */
	void (*changed)(struct out *out, const struct device_row *row, const char *what); /* by a command */
	void (*energy)(struct out *out, const struct device_row *row);
	void (*sheet)(struct out *out, const struct device_row *row, const struct sheet *sheet); /* of one feature */
	void (*reply)(struct out *out, const struct device_row *row, const char *json, size_t n, bool several);
	void (*failure)(struct out *out, const struct writer_failure *failure);
	void (*checkup)(struct out *out, const struct writer_checkup *checkup);
	void (*visit)(struct out *out, const struct writer_visit *visit);
	void (*reading)(struct out *out, const struct writer_reading *reading);
};

extern const struct writer writer_text;
extern const struct writer writer_json;
extern const struct writer writer_csv; /* sheets and failures only */

#endif
