/*
 * When a device is asked what. Pure: time is a parameter. Every kind of question has a grid of its own, which does not
 * drift; one that comes too late for a point of it waits for the next. The whole grid is shifted a little at each wake.
 */
#ifndef KASA_BRIDGE_POLLER_PLAN_H
#define KASA_BRIDGE_POLLER_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"
#include "bridge/config/config.h"

enum plan_kind {
	PLAN_STATE,
	PLAN_METER,    /* its state comes with it */
	PLAN_OUTLETS,  /* the meter of the outlet whose turn it is, and the state with it */
	PLAN_MOTION,   /* of a sensor that is switched on */
	PLAN_SETTINGS, /* the next of several questions */
	PLAN_KINDS,
};

enum {
	PLAN_AGAIN_MS = 5000, /* after a miss; with the library's rest of 32 s a device is back within 40 s */
	PLAN_SLACK_MS = 20,   /* a timer comes a little early by another clock */
	PLAN_DELAY_MS = 250,  /* while an order is on its way */
};

/* What a device can be asked. */
struct plan_scope {
	bool metered, motion;
	unsigned outlets; /* 0 but for strips */
	bool missing;     /* it did not answer last: nothing but the state */
};

struct plan {
	uint64_t due_ms[PLAN_KINDS];
	uint32_t every_ms[PLAN_KINDS]; /* 0: not asked */
	uint32_t shift_ms;             /* of the whole, up to a fifth of the state's interval */
	bool begun;                    /* its grid has a place of its own: many begin at about the same moment */
};

/*
 * Begins: everything is due within @p spread_ms, but for the settings, which have as long again. With a state that was
 * read a moment ago, @p fresh, the state has its whole interval.
 */
void plan_start(struct plan *plan, uint64_t now_ms, uint32_t spread_ms, bool fresh, struct kasa_rng *rng);

/* Takes over what can be asked, and how often. What was not asked so far is due now. */
void plan_suit(struct plan *plan, uint64_t now_ms, const struct config_poll *every, const struct plan_scope *scope);

/* When to look again; UINT64_MAX where nothing is asked. */
uint64_t plan_wake(const struct plan *plan);

/* What is due, the longest overdue first; PLAN_KINDS for nothing. */
enum plan_kind plan_next(const struct plan *plan, uint64_t now_ms);

/* It is asked now. True when it comes later than by a whole interval. */
bool plan_asked(struct plan *plan, enum plan_kind kind, uint64_t now_ms, struct kasa_rng *rng);

/* It did not answer: its state is asked again soon. */
void plan_missed(struct plan *plan, uint64_t now_ms);

/* A kind is wanted at another time than its turn: its grid begins anew there. */
void plan_at(struct plan *plan, enum plan_kind kind, uint64_t at_ms);

#endif
