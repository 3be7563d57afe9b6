/*
 * Addresses of hosts by name. Asking DNS may take as long as it likes, so it is done in a thread, one name after the
 * other; a lookup that hangs keeps nobody from leaving.
 */
#ifndef KASA_BRIDGE_RESOLVER_H
#define KASA_BRIDGE_RESOLVER_H

#include <kasa/error.h>

struct ev_loop;
struct resolver;

enum {
	RESOLVER_WAITING_MAX = 256, /* names; one more is KASA_EBUSY */
	RESOLVER_NAME_MAX = 256,    /* of DNS, with its NUL */
	RESOLVER_ADDRESS = 46,      /* an IPv6 address as text, and its NUL */
};

/* Told once, from the loop. @p address is a numeric one, IPv4 where there is one; "" with an error. */
typedef void resolver_fn(const char *address, const struct kasa_err *err, void *arg);

/* How a name becomes an address; runs in the thread. KASA_ENOTFOUND with a sentence. */
typedef int resolver_lookup_fn(const char *name, char address[RESOLVER_ADDRESS], struct kasa_err *err);

/* @p lookup: NULL for the system's. NULL without memory. */
struct resolver *resolver_new(struct ev_loop *loop, resolver_lookup_fn *lookup);

/* KASA_EBUSY, KASA_ENOMEM: @p done will not run. */
int resolver_ask(struct resolver *resolver, const char *name, resolver_fn *done, void *arg);

/* Nobody with this @p arg is told any more. */
void resolver_forget(struct resolver *resolver, const void *arg);

/* Does not wait for the thread. Nobody is told any more. NULL is nothing to do. */
void resolver_free(struct resolver *resolver);

#endif
