/*
 * One search, without socket or clock: which datagram goes out when, and what an arriving one means.
 * Several rounds, for Wi-Fi loses broadcasts; each told device once.
 */
#ifndef KASA_CORE_PROBE_H
#define KASA_CORE_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/buf.h"
#include "base/hash.h"
#include "core/target.h"
#include "model/record.h"

enum {
	/*
	 * Datagrams at once, and the pause behind them: 256 addresses a second. Who does not exist is asked for by ARP
	 * for three seconds, and the kernel, ours or a router's, keeps 1 024 neighbours: this leaves a quarter to others.
	 * Access points queue few broadcasts, which ARP's questions are.
	 */
	KASA_PROBE_BATCH = 32,
	KASA_PROBE_BATCH_GAP_MS = 125,
	KASA_PROBE_LOCAL_BATCH = 128, /* within this machine there is no ARP: 25 000 a second, which sockets can take */
	KASA_PROBE_LOCAL_GAP_MS = 5,
	KASA_PROBE_FOUND_MAX = 65536, /* a flood of forged answers ends here */
	KASA_PROBE_ROUNDS_MAX = 16,
	KASA_PROBE_HOLD_MS = 10,    /* before a full socket is tried again */
	KASA_PROBE_HELD_MS = 5000,  /* an address that cannot be asked for so long is left out; ARP gives up in 3 s */
	KASA_PROBE_LISTEN_MS = 500, /* behind the last address of the first round */
	KASA_PROBE_LONGEST_MS = 600000, /* so long a large range may take beyond the time asked for */
};

struct kasa_probe {
	struct kasa_target *targets;
	size_t target_count, target_cap;
	uint64_t end_ms, longest_ms; /* a first round that takes longer moves the end, but not beyond that */
	uint64_t round_at_ms;        /* when the next round begins */
	uint64_t deadline_ms;        /* when there is something to send or the search is over */
	uint32_t round_gap_ms;
	unsigned rounds_left;
	size_t at_target; /* where this round is */
	uint32_t at_offset;
	uint64_t batch_until_ms; /* the pause behind a batch */
	unsigned batch;
	unsigned rounds_begun;
	bool first_round;          /* not everybody was asked once */
	uint64_t held_since_ms;    /* 0: the last datagram left */
	struct kasa_hash answered; /* addresses and MACs that are known */
	struct kasa_rng rng;
	uint32_t waiting; /* single addresses that did not answer yet */
	bool broadcasts;  /* anyone may answer, so the search lasts to its end */
	struct kasa_buf text;
	unsigned found, duplicates, strangers, garbage;
};

struct kasa_probe_send {
	uint32_t address;
	bool broadcast;
	unsigned interface;
};

enum kasa_probe_verdict {
	KASA_PROBE_FOUND,     /* new: the record is filled */
	KASA_PROBE_DUPLICATE, /* known already */
	KASA_PROBE_STRANGER,  /* from outside of what was asked */
	KASA_PROBE_GARBAGE,   /* not what a device sends */
};

void kasa_probe_init(struct kasa_probe *probe, uint64_t seed);
void kasa_probe_finish(struct kasa_probe *probe);

/* Adds where to look, before the start. KASA_EINVAL when that makes too many addresses, KASA_ENOMEM. */
int kasa_probe_add(struct kasa_probe *probe, const struct kasa_target *target, struct kasa_err *err);

void kasa_probe_start(struct kasa_probe *probe, uint64_t now_ms, uint32_t wait_ms, unsigned rounds);

/* The next datagram to send; false when there is none until probe->deadline_ms. */
bool kasa_probe_next(struct kasa_probe *probe, uint64_t now_ms, struct kasa_probe_send *send);

/*
 * The last datagram did not leave, for the system has no room: it comes again a little later.
 * False when that goes on for too long: it is left out.
 */
bool kasa_probe_hold(struct kasa_probe *probe, uint64_t now_ms);

/* It left. */
static inline void
kasa_probe_left(struct kasa_probe *probe)
{
	probe->held_since_ms = 0;
}

/* What every probe says; valid as long as the program. */
const uint8_t *kasa_probe_datagram(size_t *len);

/* Reads an answer. @p record is touched only for KASA_PROBE_FOUND and KASA_PROBE_GARBAGE. */
enum kasa_probe_verdict kasa_probe_heard(struct kasa_probe *probe, uint32_t from, const uint8_t *data, size_t len,
                                         struct kasa_record *record);

/* True when the time is up, or everyone that could answer did. */
bool kasa_probe_over(const struct kasa_probe *probe, uint64_t now_ms);

#endif
