/* The network interfaces of this host, as searches need them. */
#ifndef KASA_NET_INTERFACES_H
#define KASA_NET_INTERFACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Addresses are in host byte order. An interface with two addresses is listed twice. */
struct kasa_net_interface {
	char name[16];
	unsigned index;
	uint32_t address, mask, broadcast; /* broadcast is 0 where the network has no such address */
	bool up, loopback, broadcasts;
};

/* A new array, to be freed, and its length. KASA_EIO, KASA_ENOMEM. */
int kasa_net_interfaces(struct kasa_net_interface **out, size_t *count, struct kasa_err *err);

#endif
