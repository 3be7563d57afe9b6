/*
 * Something that is so, or is not, and since when: it counts once it was so for long enough. What nobody knows just now
 * stays as it was, and its time stands still. Pure: time comes in, milliseconds of one clock.
 */
#ifndef KASA_BRIDGE_LASTING_H
#define KASA_BRIDGE_LASTING_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/state.h>

#define LASTING_NEVER UINT64_MAX

struct lasting {
	uint32_t for_ms;
	int is;            /* 1, 0, or KASA_UNKNOWN while nobody ever knew */
	bool frozen;       /* it is not known just now */
	int64_t since_ms;  /* since when it is so; before the clock began it is negative; frozen time does not count */
	uint64_t spent_ms; /* how long it was so when it froze */
};

void lasting_init(struct lasting *lasting, uint32_t for_ms);

/* @p is: 1, 0, or KASA_UNKNOWN, which freezes it. */
void lasting_set(struct lasting *lasting, int is, uint64_t now_ms);

/* It is so for that long already, as somebody else knows; of one that is so and not frozen. */
void lasting_began(struct lasting *lasting, uint64_t ago_ms, uint64_t now_ms);

/* 1 when it is so for long enough, 0, KASA_UNKNOWN. What is frozen does not become so. */
int lasting_holds(const struct lasting *lasting, uint64_t now_ms);

/* When it will have been so for long enough, LASTING_NEVER when time alone changes nothing. */
uint64_t lasting_due(const struct lasting *lasting, uint64_t now_ms);

#endif
