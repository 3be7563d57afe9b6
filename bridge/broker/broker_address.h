/* The addresses of a broker's name, as text. Asking may take long: in a thread only. */
#ifndef KASA_BRIDGE_BROKER_ADDRESS_H
#define KASA_BRIDGE_BROKER_ADDRESS_H

#include <stdbool.h>

#include "bridge/broker/broker_words.h"

enum {
	BROKER_ADDRESSES_MAX = 8,
	BROKER_ADDRESS_SIZE = 64, /* IPv6 with the name of an interface */
};

struct broker_addresses {
	char text[BROKER_ADDRESSES_MAX][BROKER_ADDRESS_SIZE];
	unsigned count;
};

/* Fills in the addresses in the order of the system, or says why not and leaves @p out alone. */
bool broker_addresses_find(const char *host, struct broker_addresses *out, struct broker_end *end);

#endif
