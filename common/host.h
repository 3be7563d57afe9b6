/* Where a device or a server is, as people write it: addresses and names of hosts, told apart by their form alone. */
#ifndef KASA_COMMON_HOST_H
#define KASA_COMMON_HOST_H

#include <stdbool.h>

/* An IPv4 address of four numbers, or an IPv6 address with or without the zone of a link-local one. */
bool host_is_address(const char *text);

/* Four numbers between dots that are no address: "10.0.0.256" is nobody's name. */
bool host_is_broken_address(const char *text);

/* Letters, digits, dots, hyphens and underlines, at least one letter: resolvers take bare numbers for addresses. */
bool host_is_name(const char *text);

/* This host itself, by its usual names: nothing that goes there leaves it. */
bool host_is_local(const char *text);

#endif
