/* Which address of the broker is tried next: all of a name's, in turn, from the one that worked last. */
#ifndef KASA_BRIDGE_BROKER_DIAL_H
#define KASA_BRIDGE_BROKER_DIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/broker/broker_address.h"

struct broker_dial {
	struct broker_addresses addresses;
	unsigned at;    /* the address to try */
	unsigned tried; /* of this round */
	uint64_t asked_ms;
	bool stale; /* all of them failed: the name may have moved */
};

/* The address to try now; NULL: the name cannot be looked up, @p end says why. May take long where a round begins. */
const char *broker_dial_address(struct broker_dial *dial, const char *host, uint64_t now_ms, struct broker_end *end);

/* It is the last of its round. */
bool broker_dial_last(const struct broker_dial *dial);

/* It failed, or it worked. The first is false when that was the last of the round. */
bool broker_dial_failed(struct broker_dial *dial);
void broker_dial_worked(struct broker_dial *dial);

#endif
