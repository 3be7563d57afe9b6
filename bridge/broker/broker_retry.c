#include "bridge/broker/broker_retry.h"

enum {
	FAST_MS = 50,      /* and up to as much again */
	PATIENT_MS = 1000, /* least wait where it will hardly be better at once */
	SHARE = 4,         /* it is not waited longer than this part of the time that it does not work */
};

void
broker_retry_init(struct broker_retry *retry, enum config_version version, uint64_t seed, uint64_t now_ms)
{
	*retry = (struct broker_retry){
		.rng.state = seed,
		.configured = version,
		.version = version == CONFIG_VERSION_311 ? 4 : 5,
		.trouble_ms = now_ms,
		.fast_ms = now_ms + BROKER_RETRY_FAST_MS,
	};
}

void
broker_retry_up(struct broker_retry *retry, uint64_t now_ms)
{
	retry->up_ms = now_ms;
	retry->settled = true;
	retry->closed = 0;
}

/* The waits grow with the time that it does not work, from 50 ms to a minute; half of each is chance. */
static uint32_t
growing(struct broker_retry *retry, uint32_t least, uint64_t now_ms)
{
	uint64_t most = (now_ms - retry->trouble_ms) / SHARE;

	if (most > BROKER_RETRY_CAP_MS)
		most = BROKER_RETRY_CAP_MS;
	if (most < least)
		most = least;
	return (uint32_t)(most / 2) + kasa_rng_below(&retry->rng, (uint32_t)(most / 2) + 1);
}

static uint32_t
soon(struct broker_retry *retry, uint64_t now_ms)
{
	if (now_ms < retry->fast_ms)
		return FAST_MS + kasa_rng_below(&retry->rng, FAST_MS + 1);
	return growing(retry, 2 * FAST_MS, now_ms);
}

/* True when there is another version to try, which is chosen then. */
static bool
other_version(struct broker_retry *retry)
{
	if (retry->configured != CONFIG_VERSION_AUTO)
		return false;
	retry->version = retry->version == 5 ? 4 : 5;
	retry->settled = false;
	retry->guessed = false;
	retry->closed = 0;
	return true;
}

/* A broker that knows 3.1.1 only may close the connection without a word. Twice, and nothing ever worked: the other one. */
static void
count_closed(struct broker_retry *retry)
{
	if (!retry->settled && ++retry->closed >= 2 && other_version(retry))
		retry->guessed = retry->version == 4;
}

uint32_t
broker_retry_failed(struct broker_retry *retry, enum broker_end_kind end, uint64_t now_ms)
{
	retry->kicks = 0;
	if (end == BROKER_END_CLOSED)
		count_closed(retry);
	else
		retry->closed = 0;
	switch (end) {
	case BROKER_END_GONE:
	case BROKER_END_CLOSED:
		return soon(retry, now_ms);
	case BROKER_END_TROUBLE:
		return growing(retry, PATIENT_MS, now_ms);
	case BROKER_END_VERSION:
		/* From 5 to 3.1.1 at once; back again is no news and has time. */
		if (retry->version == 5 && other_version(retry))
			return 0;
		other_version(retry);
		return BROKER_RETRY_CAP_MS;
	case BROKER_END_REFUSED:
	case BROKER_END_TAKEN:
		break;
	}
	return BROKER_RETRY_CAP_MS;
}

/* What stands before a broker that starts closes connections too; so all is asked for again when the next one begins. */
static void
forget_guess(struct broker_retry *retry)
{
	if (retry->guessed)
		other_version(retry);
}

static void
count_life(struct broker_retry *retry, enum broker_end_kind end, uint64_t now_ms)
{
	bool quiet = now_ms - retry->up_ms >= BROKER_RETRY_QUIET_MS;

	if (quiet) {
		retry->kicks = 0;
		retry->trouble_ms = now_ms;
		forget_guess(retry);
	} else if (end == BROKER_END_GONE || end == BROKER_END_TAKEN) {
		retry->kicks++;
	}
}

uint32_t
broker_retry_lost(struct broker_retry *retry, enum broker_end_kind end, uint64_t now_ms)
{
	count_life(retry, end, now_ms);
	retry->fast_ms = now_ms + BROKER_RETRY_FAST_MS;
	if (broker_retry_kicked(retry) || end == BROKER_END_REFUSED)
		return BROKER_RETRY_CAP_MS;
	/* At once: what this meets tells whether the broker is away, or threw us out. */
	return 0;
}

bool
broker_retry_kicked(const struct broker_retry *retry)
{
	return retry->kicks >= BROKER_RETRY_KICKS;
}
