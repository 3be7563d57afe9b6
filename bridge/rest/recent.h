/*
 * The power that a meter showed in the last two hours, one point for ten seconds: a ring of 1.4 KiB for each meter, made when
 * its first reading comes. Pure: the time is given.
 */
#ifndef KASA_BRIDGE_RECENT_H
#define KASA_BRIDGE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RECENT_SLOT_S = 10,
	RECENT_SLOTS = 720,
	RECENT_MINUTES = RECENT_SLOTS * RECENT_SLOT_S / 60,
	RECENT_NONE = UINT16_MAX,
};

struct recent {
	int64_t newest;                /* the number of its slot: seconds since 1970, by ten; 0: none yet */
	uint32_t sum;                  /* of the readings in the newest slot, ... */
	uint16_t count;                /* ... and how many they are: their mean is the point */
	uint16_t points[RECENT_SLOTS]; /* tenths of a watt, or RECENT_NONE; by number of the slot, modulo */
};

struct recent_point {
	int64_t time_s; /* where its slot begins */
	double power_w;
};

void recent_init(struct recent *recent);

/* Takes a reading in. One that is not known, or from before the newest, is left out; a clock set far back begins anew. */
void recent_add(struct recent *recent, int64_t now_s, double power_w);

/* Those that are known of the last minutes, the oldest first; returns how many, RECENT_SLOTS at most. */
size_t recent_read(const struct recent *recent, int64_t now_s, unsigned minutes, struct recent_point out[RECENT_SLOTS]);

#endif
