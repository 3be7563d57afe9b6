/* How often and when a device is asked again, and when it is left alone for a while. */
#ifndef KASA_CORE_PATIENCE_H
#define KASA_CORE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"

enum {
	KASA_LINK_TRIES = 4, /* connections that one call may use up */
	KASA_LINK_BACKOFF_MS = 200,
	KASA_LINK_BACKOFF_CAP_MS = 3200,
	KASA_LINK_REST_AFTER = 3, /* calls failed in a row */
	KASA_LINK_REST_MS = 1000, /* doubled at each further one */
	KASA_LINK_REST_CAP_MS = 32000,
	KASA_LINK_REFUSED_MS = 60000, /* after a log-in that the device refused */
};

struct kasa_patience {
	struct kasa_rng rng;
	uint64_t rest_until_ms; /* polls are refused till then */
	uint8_t tries;          /* of this call */
	uint8_t failures;       /* calls that failed in a row */
	bool once;              /* this call is a poll: the next one is the retry */
	bool lasts;             /* the rest is not over because the device was heard of */
};

/* A call begins. */
void kasa_patience_begin(struct kasa_patience *patience, bool once);

/* A try failed with an error of that code. True when another is worth it: at @p at_ms, before @p deadline_ms. */
bool kasa_patience_again(struct kasa_patience *patience, int code, uint64_t now_ms, uint64_t deadline_ms,
                         uint64_t *at_ms);

/* The call failed: after several the device is left alone for a growing while. */
void kasa_patience_failed(struct kasa_patience *patience, uint64_t now_ms);

/* The device is there, and does not want us: polls are refused for so long at least. */
void kasa_patience_rest(struct kasa_patience *patience, uint64_t now_ms, uint64_t rest_ms);

/* Something was heard of the device: it is there again. */
void kasa_patience_heard(struct kasa_patience *patience);

/* It answered. */
void kasa_patience_answered(struct kasa_patience *patience);

#endif
