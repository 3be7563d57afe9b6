/* The inside of a locate: wants, the hints that are tried, and the search behind them. */
#ifndef KASA_API_LOCATE_H
#define KASA_API_LOCATE_H

#include <kasa/locate.h>

#include "api/context.h"
#include "base/str.h"

/* A device whose name fits. */
struct kasa_candidate {
	char host[16], id[KASA_ID_MAX], mac[KASA_MAC_TEXT], alias[64];
	uint16_t port;
	const char *transport, *payload; /* words that live for ever */
	int match;                       /* 2: the name; 1: it begins so */
};

struct kasa_locate_want {
	struct kasa_locate *locate;
	char *id, *mac, *alias, *hint_host, *hint_transport, *hint_payload; /* NULL: not given */
	uint16_t hint_port;
	struct kasa_device *hinted; /* the hint, being asked who it is */
	struct kasa_device *met;    /* what the search met, being asked */
	bool settled;
	unsigned exact, partial; /* how many devices fit */
	struct kasa_candidate candidates[KASA_LOCATE_LISTED_MAX];
	char near[64];            /* a name that holds what was asked for */
	struct kasa_err err;      /* why one that seemed right was not */
	struct kasa_err hint_err; /* what the hint's address answered */
};

struct kasa_locate {
	struct kasa_context *ctx;
	struct kasa_list node;
	struct kasa_task task;
	struct kasa_locate_want *wants;
	size_t count, unsettled;
	struct kasa_discover *search;         /* NULL: not begun, or over */
	bool searched;                        /* a search has ended */
	struct kasa_discover_options options; /* its lists belong to the locate */
	char **texts;                         /* the memory of those lists */
	ev_timer patience;                    /* a hint that does not answer soon gets a search beside it */
	unsigned timeout_ms;
	unsigned answers; /* devices that the search found */
	unsigned unread;  /* those of them that said nothing more than that they are there ... */
	char why[200];    /* ... and why the first of them did not, best one that may be let in yet */
	enum kasa_error why_code;
	kasa_located_fn *located;
	kasa_locate_done_fn *done;
	void *arg;
	bool dead;
};

/* Copies what is wanted and how to search for it. KASA_EINVAL, KASA_ENOMEM: free it all the same. */
int kasa_locate_fill(struct kasa_locate *locate, const struct kasa_want *wants, size_t count,
                     const struct kasa_discover_options *opts, struct kasa_err *err);
void kasa_locate_clear(struct kasa_locate *locate);

/* Who is wanted may not be the one who was: the name decides. */
void kasa_want_forget_identity(struct kasa_locate_want *want);

/* True when an answer comes from the id, or the MAC, that is wanted; from both where both are. */
bool kasa_want_fits(const struct kasa_locate_want *want, const struct kasa_state *state);

/* True when a device whose id and name could not be read has the MAC that is wanted. */
bool kasa_want_fits_unread(const struct kasa_locate_want *want, const struct kasa_state *state);

/* Takes note of an answer whose name fits, or nearly. */
void kasa_want_note(struct kasa_locate_want *want, const struct kasa_found *found);

/* The one candidate that it can be; NULL when there is none or several, and why stands in want->err. */
const struct kasa_candidate *kasa_want_pick(struct kasa_locate_want *want);

#endif
