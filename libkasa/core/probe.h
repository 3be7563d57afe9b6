/*
 * One search, without socket or clock: which datagram goes out when, and what an arriving one means.
 * Several rounds, for Wi-Fi loses broadcasts; each told device once.
 *
 * Each target is asked on up to three ports: those of the newer discovery, and that of XOR. Who answers on one has
 * answered. An announcement waits a moment for an answer of XOR from the same device, which says more, and is told
 * together with it. An answer of XOR is told at once, unless it matters how the device is announced: then it waits too,
 * a shorter moment.
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
#include "model/announcement.h"
#include "model/record.h"

enum {
	/*
	 * Addresses at once, and the pause behind them: 256 addresses a second. Who does not exist is asked for by ARP
	 * for three seconds, and the kernel, ours or a router's, keeps 1 024 neighbours: this leaves a quarter to others.
	 * Access points queue few broadcasts, which ARP's questions are. How many datagrams wait for one address is no
	 * matter: the kernel keeps them with it.
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
	KASA_PROBE_GRACE_MS = 200,      /* an announcement waits so long for the same device's answer of XOR ... */
	KASA_PROBE_PAIR_MS = 30,        /* ... and so long the other way round: both were asked for at once */
	KASA_PROBE_TDP_PORTS = 2,
};

/* Where to ask; 0: not there. */
struct kasa_probe_ports {
	uint16_t xor, tdp[KASA_PROBE_TDP_PORTS];
};

/* What a device said. */
struct kasa_heard {
	uint32_t from;
	bool announced;                        /* the announcement is there */
	struct kasa_announcement announcement; /* how it wants to be spoken to */
	struct kasa_record record; /* known where XOR answered; else its state is what the announcement tells */
};

/* An answer that waits for the other one. */
struct kasa_held {
	uint64_t due_ms;
	bool told;
	struct kasa_heard heard;
};

struct kasa_probe {
	struct kasa_target *targets;
	size_t target_count, target_cap;
	uint64_t end_ms, longest_ms; /* a first round that takes longer moves the end, but not beyond that */
	uint64_t round_at_ms;        /* when the next round begins */
	uint64_t deadline_ms;        /* when there is something to send or the time is up */
	uint32_t round_gap_ms;
	unsigned rounds_left;
	size_t at_target; /* where this round is */
	uint32_t at_offset;
	unsigned at_port;
	struct kasa_probe_ports ports;
	uint64_t batch_until_ms; /* the pause behind a batch */
	unsigned batch;
	unsigned rounds_begun;
	bool first_round;       /* not everybody was asked once */
	uint64_t held_since_ms; /* 0: the last datagram left */
	struct kasa_hash
		answered;       /* addresses and MACs that are known, and the number of what was held of them, or 0 */
	struct kasa_held *held; /* in the order in which they came */
	size_t held_count, held_cap;
	size_t held_told;     /* all before are told ... */
	size_t held_pair;     /* ... and all of XOR before this one */
	uint32_t held_before; /* how many have left the list */
	uint32_t grace_ms;    /* KASA_PROBE_GRACE_MS, or less for who does not care for the other answer */
	struct kasa_rng rng;
	uint32_t waiting; /* single addresses that did not answer yet */
	bool pairs;       /* answers of XOR wait for the announcement: it decides how the device is spoken to */
	bool broadcasts;  /* anyone may answer, so the search lasts to its end */
	struct kasa_buf text;
	unsigned found, duplicates, strangers, garbage, others;
};

struct kasa_probe_send {
	uint32_t address;
	uint16_t port;
	bool broadcast;
	unsigned interface;
};

enum kasa_probe_verdict {
	KASA_PROBE_FOUND,     /* new: it is filled in */
	KASA_PROBE_HELD,      /* new: kasa_probe_ripe() gives it, unless it is found before */
	KASA_PROBE_DUPLICATE, /* known already */
	KASA_PROBE_STRANGER,  /* from outside of what was asked */
	KASA_PROBE_GARBAGE,   /* not what a device sends */
	KASA_PROBE_OTHER,     /* in order, but of no device: a router */
};

void kasa_probe_init(struct kasa_probe *probe, const struct kasa_probe_ports *ports, uint64_t seed);
void kasa_probe_finish(struct kasa_probe *probe);

/* Adds where to look, before the start. KASA_EINVAL when that makes too many addresses, KASA_ENOMEM. */
int kasa_probe_add(struct kasa_probe *probe, const struct kasa_target *target, struct kasa_err *err);

void kasa_probe_start(struct kasa_probe *probe, uint64_t now_ms, uint32_t wait_ms, unsigned rounds);

/* The next datagram to send; false when there is none until kasa_probe_due(). */
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

/* What is asked on a port; valid as long as the program. */
const uint8_t *kasa_probe_datagram(const struct kasa_probe *probe, uint16_t port, size_t *len);

/* Where an answer came from. */
struct kasa_source {
	uint32_t address;
	uint16_t port;
};

/*
 * Reads an answer. The record of @p heard is initialised by the caller, and used again and again; it holds something for
 * KASA_PROBE_FOUND alone.
 */
enum kasa_probe_verdict kasa_probe_heard(struct kasa_probe *probe, uint64_t now_ms, const struct kasa_source *from,
                                         const uint8_t *data, size_t len, struct kasa_heard *heard);

/* The next answer that waited long enough, or till the search is over; false when there is none. */
bool kasa_probe_ripe(struct kasa_probe *probe, uint64_t now_ms, struct kasa_heard *heard);

/* When there is something to send, or to tell, or the search is over. */
uint64_t kasa_probe_due(struct kasa_probe *probe);

/* True when the time is up, or everyone that could answer did, and nothing is held any more. */
bool kasa_probe_over(const struct kasa_probe *probe, uint64_t now_ms);

#endif
