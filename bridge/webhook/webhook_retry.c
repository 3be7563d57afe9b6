#include "bridge/webhook/webhook_retry.h"

enum {
	HOUR_S = 3600,
	HOUR_MS = HOUR_S * 1000,
	SCHEDULE_FIRST_S = 5,
	HOPELESS_MS = 5 * 24 * HOUR_MS,
};

static const uint32_t schedule_s[] = {
	SCHEDULE_FIRST_S, 300, 1800, 2 * HOUR_S, 5 * HOUR_S, 10 * HOUR_S, 14 * HOUR_S, 20 * HOUR_S, 24 * HOUR_S,
};

enum webhook_verdict
webhook_judge(int status)
{
	if (status >= 200 && status < 300)
		return WEBHOOK_DELIVERED;
	if (status < 400 || status >= 500)
		return WEBHOOK_AGAIN;
	switch (status) {
	case 408: /* Request Timeout */
	case 425: /* Too Early */
	case 429: /* Too Many Requests */
		return WEBHOOK_AGAIN;
	case 410:
		return WEBHOOK_GONE;
	default:
		return WEBHOOK_REFUSED;
	}
}

uint32_t
webhook_retry_ms(struct kasa_rng *rng, unsigned tries, uint32_t first_ms, uint32_t most_ms, int64_t asked_s)
{
	unsigned last = sizeof schedule_s / sizeof schedule_s[0] - 1;
	unsigned at = tries == 0 ? 0 : tries - 1 < last ? tries - 1 : last;
	uint64_t wait = (uint64_t)schedule_s[at] * first_ms / SCHEDULE_FIRST_S;
	uint32_t ms, asked_ms = asked_s >= HOUR_S ? HOUR_MS : asked_s > 0 ? (uint32_t)asked_s * 1000 : 0;

	if (wait > most_ms)
		wait = most_ms;
	ms = 1 + kasa_rng_below(rng, (uint32_t)wait);
	return ms > asked_ms ? ms : asked_ms;
}

void
webhook_breaker_succeeded(struct webhook_breaker *breaker)
{
	*breaker = (struct webhook_breaker){ 0 };
}

void
webhook_breaker_failed(struct webhook_breaker *breaker, unsigned most, uint32_t pause_ms, uint64_t now_ms)
{
	if (breaker->failures < UINT32_MAX)
		breaker->failures++;
	if (webhook_breaker_open(breaker))
		breaker->pause_ms = breaker->pause_ms > HOUR_MS / 2 ? HOUR_MS : breaker->pause_ms * 2;
	else if (breaker->failures >= most)
		breaker->pause_ms = pause_ms;
	breaker->until_ms = now_ms + breaker->pause_ms;
}

bool
webhook_hopeless(uint64_t failing_since_ms, uint64_t now_ms)
{
	return now_ms - failing_since_ms >= HOPELESS_MS;
}
