/* A device as results show it: where it is, what it said, what its meters show. Nothing of it is owned. */
#ifndef KASA_COMMON_DEVICE_ROW_H
#define KASA_COMMON_DEVICE_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/discover.h>
#include <kasa/error.h>
#include <kasa/state.h>

/* A device. All is lent for the call. */
struct device_row {
	const char *host;
	uint16_t port;
	const char *transport, *payload;
	const struct kasa_state *state;               /* NULL: it was not asked */
	const struct kasa_announcement *announcement; /* of a search, or NULL */
	const struct kasa_err *error;                 /* why its state could not be read; NULL: it could */
	int outlet;                                   /* the one that is meant, from 1; 0: the whole */
	const struct kasa_energy *energy;             /* NULL: not read */
	const struct kasa_energy *meters;             /* one per outlet, or NULL */
	bool priced;                                  /* energy is told with its cost */
	uint32_t price;                               /* of a kWh, as in common/amount.h */
};

/* The outlet that is meant, or NULL. */
const struct kasa_outlet *device_row_outlet(const struct device_row *row);

/* Of what is meant: the outlet, or the whole. */
int device_row_on(const struct device_row *row);
int device_row_on_time(const struct device_row *row);
const struct kasa_next *device_row_next(const struct device_row *row);

/* Whether a meter tells anything: one of a strip that was not read yet does not, nor an outlet that has none. */
bool device_row_metered(const struct kasa_energy *energy);

/* "21:00", "21:00:30", "" when unknown. Fills @p out and returns it. */
const char *device_row_second(int second_of_day, char out[16]);

#endif
