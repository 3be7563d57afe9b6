/* What the thread of the broker holds, for the files that make it up. */
#ifndef KASA_BRIDGE_BROKER_WORKER_BODY_H
#define KASA_BRIDGE_BROKER_WORKER_BODY_H

#include "bridge/broker/broker_dial.h"
#include "bridge/broker/broker_filters.h"
#include "bridge/broker/broker_news.h"
#include "bridge/broker/broker_retry.h"
#include "bridge/broker/broker_session.h"
#include "bridge/broker/broker_worker.h"

struct broker_worker {
	struct broker_share *share;
	struct broker_retry retry;
	struct broker_dial dial;
	struct broker_news news;
	struct broker_filters filters;
	struct broker_tls *tls;         /* made as it is needed; anew when something was wrong with it */
	struct broker_session *session; /* NULL: none */
	struct broker_item *held;       /* taken from the queue, and waits for its turn */
	unsigned connection;            /* counted */
	uint64_t next_ms;               /* when the next attempt is due */
	uint64_t rested_ms;             /* with the time that the host slept: when it last went to wait; 0: never yet */
	bool welcome, up, leaving;
};

/* Tries the next address: there is a session then, or a time for the next attempt. */
void broker_worker_dial(struct broker_worker *worker, uint64_t now_ms);

/* The session is over that was never welcome; or that was. */
void broker_worker_failed(struct broker_worker *worker, const struct broker_end *end);
void broker_worker_lost(struct broker_worker *worker, const struct broker_end *end);

/* Does what the loop wants, as far as it can be done now. */
void broker_worker_pump(struct broker_worker *worker);
void broker_worker_subscribe(struct broker_worker *worker, struct broker_filter *filter);

#endif
