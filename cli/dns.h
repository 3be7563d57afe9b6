/* Names of hosts: the one place where kasa asks DNS, and waits for it. */
#ifndef KASA_CLI_DNS_H
#define KASA_CLI_DNS_H

#include <kasa/error.h>

enum {
	DNS_HOST_MAX = 64, /* an IPv6 address with its zone */
};

/* Puts the first address of @p name, IPv4 before IPv6, into @p host as text. KASA_ENOTFOUND with a sentence. */
int dns_lookup(const char *name, char host[DNS_HOST_MAX], struct kasa_err *err);

#endif
