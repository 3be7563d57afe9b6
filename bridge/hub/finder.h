/*
 * Where devices are: searches the network now and then, asks DNS for the names of configured hosts (in a thread), and
 * follows devices to new addresses. Whoever answers by UDP only suggests an address; the device there must prove itself
 * before a known one moves.
 */
#ifndef KASA_BRIDGE_FINDER_H
#define KASA_BRIDGE_FINDER_H

#include <stdbool.h>
#include <stdint.h>

struct device;
struct finder;
struct hub;

/* NULL without memory. The first search begins when the loop runs. */
struct finder *finder_new(struct hub *hub);
void finder_free(struct finder *finder);

/* Searches soon, at most once in ten seconds: somebody asked, or a device is missing. */
void finder_search(struct finder *finder);

/* Looks who is at a numeric address, 0 for the usual port, and takes it in. False: too many wait. */
bool finder_look(struct finder *finder, const char *host, uint16_t port);

/* A device did not answer: where it was said to be elsewhere, that is looked at. */
void finder_missed(struct finder *finder, struct device *device);

/* A configuration was loaded: other hosts, other targets. */
void finder_configured(struct finder *finder);

/* Whether the first search is over and every configured host was tried once. */
bool finder_settled(const struct finder *finder);

/* What the configuration calls an address: the name of a host that led to it, or the address itself. @p finder may be NULL. */
const char *finder_host(const struct finder *finder, const char *address);

#endif
