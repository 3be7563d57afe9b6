/* The inside of the finder: searches (finder.c), addresses that have to prove themselves (finder_move.c), hosts (finder_hosts.c). */
#ifndef KASA_BRIDGE_FINDER_PARTS_H
#define KASA_BRIDGE_FINDER_PARTS_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

#include <kasa/discover.h>

#include "base/backoff.h"
#include "base/hash.h"
#include "base/list.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/hub.h"
#include "bridge/hub/resolver.h"

struct host;

enum {
	FINDER_ASKED_MAX = 64,      /* addresses that are asked at once who is there */
	FINDER_WAITING_MAX = 16384, /* ... and that wait for it: as many as there may be devices */
	FINDER_CALL_MS = 5000,      /* for an answer */
	FINDER_KNOWN_MAX = 65536,   /* addresses and devices of which something was said already */
	FINDER_REFUSED_MIN = 10,    /* minutes until one that refused is asked again */
	FINDER_SEARCH_GAP_MS =
		10000,           /* between two searches: broadcasts of one app crashed devices (Tasmota issue 3815) */
	FINDER_CLAIMS = 64,      /* devices that moved at the same moment, and were found before they were missed */
	FINDER_CLAIM_MS = 20000, /* so long a claim is good for */
	FINDER_HOST_CAP_MS = 60000, /* between two tries of a configured host */
};

/* Where somebody may be. Plain values. */
struct place {
	char mac[18];         /* who is said to be there, or "" */
	char id[KASA_ID_MAX]; /* the same; known of IOT, and of configured devices */
	char host[RESOLVER_ADDRESS];
	uint16_t port;      /* 0: the usual one */
	char transport[12]; /* "": XOR is tried, or what it announces instead */
	char payload[8];    /* "" */
	struct host *of;    /* the configured host that this is, or NULL */
};

/* A device that answers fine, and was said to be elsewhere: its next miss decides. */
struct claim {
	struct place place;
	uint64_t since_ms; /* 0: none */
};

struct finder {
	struct hub *hub;
	struct resolver *resolver;
	struct kasa_rng rng;
	ev_timer timer; /* the next search */
	struct kasa_discover *search;
	uint64_t searched_ms, due_ms;    /* when the last one began, and when the next is due */
	bool searched;                   /* one is over */
	bool failing;                    /* searches cannot be made, and that was said */
	struct kasa_list waiting, asked; /* of struct candidate */
	unsigned waiting_count, asked_count;
	struct kasa_hash pending;           /* places that wait or are asked: 1 */
	struct kasa_hash said;              /* what was said of somebody, and when */
	struct kasa_hash ignored;           /* MACs of devices that are not enabled: 1 */
	struct kasa_hash addresses;         /* positions of devices in the hub's table, as they were */
	bool ids_missing;                   /* somebody is configured by an id that was not seen yet */
	bool wished;                        /* the next search is made whether searches are configured or not */
	struct claim claims[FINDER_CLAIMS]; /* in turn */
	unsigned claim;                     /* whose turn is next */
	struct kasa_list hosts;
	unsigned name_count; /* hosts that are names */
};

/* ---- finder.c ---- */

/* A device that answers where it is. */
bool finder_is_fine(const struct device *device);

/* A device by its MAC; NULL when it is not wanted, which is remembered, or there is no room. */
struct device *finder_add(struct finder *finder, const char *mac, const char *id);

/* ---- finder_said.c ---- */

/* A number for a text, never 0. */
uint64_t finder_key(const char *text);

/*
 * Whether to say something about somebody, a MAC or an address: it is said once, and again when it is something else.
 *
 * @param code  of enum kasa_error
 */
bool finder_may_say(struct finder *finder, const char *subject, int code);

/* All is well again. */
void finder_unsay(struct finder *finder, const char *subject);

/* Whether it refused us a short while ago, and is left alone. */
bool finder_is_refused(const struct finder *finder, const char *subject);

/* Something is there and cannot be used. @p device may be NULL. */
void finder_refused(struct finder *finder, struct device *device, const struct place *place,
                    const struct kasa_err *err);

/* A known device answers fine, and somebody at another place says that it is the same: it moved, or one of the two lies. */
void finder_claim(struct finder *finder, struct device *device, const struct place *place);

/* ---- finder_move.c ---- */

/* Opens a handle at a place; NULL with a sentence. */
struct kasa_device *finder_open(struct finder *finder, const struct place *place, struct kasa_err *err);

/*
 * Has whoever is at a place prove who it is; the device that it is, moves there, or is a new one. One place is asked once
 * at a time. @p first: before the others. False: too many wait.
 */
bool finder_try(struct finder *finder, const struct place *place, bool first);

/* Nobody is asked any more. */
void finder_stop_trying(struct finder *finder);

/* A host is gone: what is asked in its name goes on without it. */
void finder_forget_host(struct finder *finder, const struct host *host);

/* ---- finder_hosts.c ---- */

/* Follows the configuration. */
void hosts_configure(struct finder *finder);
void hosts_free(struct finder *finder);

/* What came of a place that is a configured host: the device, or NULL and why. */
void host_tried(struct finder *finder, struct host *host, struct device *device, const struct kasa_err *err);

/* A device has its handle: hosts with its address are well. */
void finder_note_address(struct finder *finder, const struct device *device);

/* Every one was tried once. */
bool hosts_settled(const struct finder *finder);

#endif
