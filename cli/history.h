/* The powers of the last while, one for each turn of the clock that asks: no more than a wide screen can show. */
#ifndef KASA_CLI_HISTORY_H
#define KASA_CLI_HISTORY_H

#include <stddef.h>
#include <stdint.h>

enum {
	HISTORY_MAX = 1024, /* two in a column of 512; 8 KiB a device */
};

/* A ring; all zero is empty. */
struct history {
	double value[HISTORY_MAX];
	size_t count;
	uint64_t turn; /* of the newest */
};

/*
 * Takes the value of a turn: the newest one's is replaced, an older one's is too late. Turns in between, of
 * which nothing was told, become gaps.
 */
void history_put(struct history *history, uint64_t turn, double value);

/* Copies the values, the oldest first; returns how many. */
size_t history_copy(const struct history *history, double out[HISTORY_MAX]);

#endif
