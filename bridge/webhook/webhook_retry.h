/* When it is tried again, and when no more: time and chance are parameters. Pure. */
#ifndef KASA_BRIDGE_WEBHOOK_RETRY_H
#define KASA_BRIDGE_WEBHOOK_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"

enum webhook_verdict {
	WEBHOOK_DELIVERED,
	WEBHOOK_AGAIN,   /* it may go better later */
	WEBHOOK_REFUSED, /* it never will: a dead letter */
	WEBHOOK_GONE,    /* and nobody wants any more of them: 410 */
};

/* What an answer means; status 0: there was none. A redirect is not followed, and no success. */
enum webhook_verdict webhook_judge(int status);

/*
 * How long to wait after so many tries of one message: by the schedule of Standard Webhooks 1.0.0, 5 s, 5 min, 30 min, 2 h, ...,
 * scaled so that it begins with @p first_ms, at most @p most_ms, and anything up to that, so that not all come at once. No
 * less than the receiver asked for, up to an hour of it.
 *
 * @param tries    1 after the first
 * @param asked_s  Retry-After; 0: nothing asked
 */
uint32_t webhook_retry_ms(struct kasa_rng *rng, unsigned tries, uint32_t first_ms, uint32_t most_ms, int64_t asked_s);

/* ---- a receiver that fails again and again is left alone for a while ---- */

/* All zero is closed. */
struct webhook_breaker {
	unsigned failures; /* in a row */
	uint32_t pause_ms; /* of an open one; 0: closed */
	uint64_t until_ms; /* of an open one: one try then */
};

void webhook_breaker_succeeded(struct webhook_breaker *breaker);

/* Opens after @p most failures in a row for @p pause_ms, for twice as long after each try that fails then, up to an hour. */
void webhook_breaker_failed(struct webhook_breaker *breaker, unsigned most, uint32_t pause_ms, uint64_t now_ms);

static inline bool
webhook_breaker_open(const struct webhook_breaker *breaker)
{
	return breaker->pause_ms > 0;
}

/* Whether one that has only failed since then is given up: five days. */
bool webhook_hopeless(uint64_t failing_since_ms, uint64_t now_ms);

#endif
