/*
 * When to try again, and with which version of MQTT. Pure: what happened and the time go in, how long to wait comes out.
 *
 * A broker that was killed and comes back must be found again at once, a hundred times in a row; but two bridges that
 * share a client id must not throw each other out for ever. They are told apart by what the next attempt meets. Where the
 * broker went away, an attempt at once, and there is always one, is refused or ends without an answer; a broker that only
 * threw us out takes us back. So a connection counts as thrown out when it was up for less than 30 s and no attempt failed
 * since the one before it, or when the broker said so (MQTT 5, reason 142). Five of these in a row, and we wait a minute.
 */
#ifndef KASA_BRIDGE_BROKER_RETRY_H
#define KASA_BRIDGE_BROKER_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"
#include "bridge/config/config.h"

enum {
	BROKER_RETRY_QUIET_MS = 30000, /* a connection that lasts as long proves that all is well */
	BROKER_RETRY_FAST_MS = 2000,   /* this long it is tried often once it broke */
	BROKER_RETRY_CAP_MS = 60000,
	BROKER_RETRY_KICKS = 5,
};

/* How an attempt or a connection ended, as far as the next one is concerned. */
enum broker_end_kind {
	BROKER_END_GONE,    /* refused, no route, no answer in time, broken: it may be back at once */
	BROKER_END_CLOSED,  /* the same, by the broker and before it answered: it may not know this version */
	BROKER_END_TROUBLE, /* DNS, TLS, protocol: it may be back, but hardly at once */
	BROKER_END_VERSION, /* it said that it does not know this version */
	BROKER_END_REFUSED, /* password, client id: a person must act */
	BROKER_END_TAKEN,   /* it said that another client has our id */
};

struct broker_retry {
	struct kasa_rng rng;
	enum config_version configured;
	int version;  /* of the next attempt: 5 or 4 */
	bool settled; /* a connection with this version was up */
	bool guessed; /* it is 3.1.1 because connections were closed without a word, which may have had other reasons */
	unsigned closed;     /* attempts in a row that ended BROKER_END_CLOSED */
	uint64_t trouble_ms; /* since when it does not work */
	uint64_t fast_ms;    /* until when it is tried often */
	uint64_t up_ms;      /* when the last connection came up */
	unsigned kicks;      /* short connections in a row with no failed attempt between them */
};

void broker_retry_init(struct broker_retry *retry, enum config_version version, uint64_t seed, uint64_t now_ms);

/* The broker took us. */
void broker_retry_up(struct broker_retry *retry, uint64_t now_ms);

/* An attempt failed; returns how many milliseconds to wait for the next. */
uint32_t broker_retry_failed(struct broker_retry *retry, enum broker_end_kind end, uint64_t now_ms);

/* A connection that was up is gone; the same. */
uint32_t broker_retry_lost(struct broker_retry *retry, enum broker_end_kind end, uint64_t now_ms);

/* It seems that another client has our id. */
bool broker_retry_kicked(const struct broker_retry *retry);

#endif
