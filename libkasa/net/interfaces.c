#include "net/interfaces.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "net/address.h"

static uint32_t
host_order(const struct sockaddr *address)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;

	return address && address->sa_family == AF_INET ? ntohl(in->sin_addr.s_addr) : 0;
}

/*
 * What was configured, if that makes sense: an address that was set without a broadcast address, and one with a peer,
 * tell something else in its place. A network of two has none (RFC 3021).
 */
static uint32_t
broadcast_of(const struct ifaddrs *from, uint32_t address, uint32_t mask)
{
	uint32_t told = host_order(from->ifa_broadaddr);

	if (!(from->ifa_flags & IFF_BROADCAST))
		return 0;
	if (told != 0 && told != address && (told & mask) == (address & mask))
		return told;
	return ~mask > 1 ? address | ~mask : 0;
}

static void
fill(const struct ifaddrs *from, struct kasa_net_interface *to)
{
	uint32_t address = host_order(from->ifa_addr), mask = host_order(from->ifa_netmask);

	*to = (struct kasa_net_interface){
		.index = if_nametoindex(from->ifa_name),
		.address = address,
		.mask = mask,
		.broadcast = broadcast_of(from, address, mask),
		.up = (from->ifa_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING),
		.loopback = from->ifa_flags & IFF_LOOPBACK,
		.broadcasts = from->ifa_flags & IFF_BROADCAST,
	};
	kasa_str_copy(to->name, sizeof to->name, from->ifa_name);
	to->name[strcspn(to->name, ":")] = '\0'; /* "eth0:1" is a label of eth0 */
}

int
kasa_net_interfaces(struct kasa_net_interface **out, size_t *count, struct kasa_err *err)
{
	struct kasa_net_interface *list;
	struct ifaddrs *all, *at;
	size_t n = 0;

	if (getifaddrs(&all) != 0)
		return kasa_errno(err, errno, "listing network interfaces");
	for (at = all; at; at = at->ifa_next)
		n += host_order(at->ifa_addr) != 0;
	list = calloc(n + 1, sizeof *list);
	if (!list) {
		freeifaddrs(all);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for %zu network interfaces", n);
	}
	n = 0;
	for (at = all; at; at = at->ifa_next)
		if (host_order(at->ifa_addr) != 0)
			fill(at, &list[n++]);
	freeifaddrs(all);
	*out = list;
	*count = n;
	return KASA_OK;
}
