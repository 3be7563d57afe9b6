/*
 * What the thread of the broker does in one turn: connect, or move messages. It neither sleeps nor polls, but looking up a
 * name may take its time.
 */
#ifndef KASA_BRIDGE_BROKER_WORKER_H
#define KASA_BRIDGE_BROKER_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/broker/broker_share.h"

struct broker_worker;

/* What to wait for until the next turn. */
struct broker_wish {
	int fd; /* -1: none */
	short events;
	uint64_t due_ms;
};

/* NULL: no memory. */
struct broker_worker *broker_worker_new(struct broker_share *share);
void broker_worker_free(struct broker_worker *worker);

/* @p happened of poll() to the descriptor. False: all is done, it was asked to end. */
bool broker_worker_turn(struct broker_worker *worker, short happened, struct broker_wish *wish);

#endif
